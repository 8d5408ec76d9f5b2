import { setImmediate } from 'node:timers/promises';
import { gradients } from '../graph/gradients.ts';
import { Graph } from '../graph/graph.ts';
import { f64 } from '../graph/target.ts';
import { tabularInputs, tabularNetwork, tabularParameters } from '../models/tabular-network.ts';
import { ConfigError, TrainingError } from '../nn-error.ts';
import { minimize } from '../optimizers/minimize.ts';
import { BoundSession } from '../runtime/bound-session.ts';
import type { NamedTensors } from '../tensor.ts';
import { targetLoss } from '../training/target-loss.ts';
import { weightsOf } from '../training/targets.ts';
import type { TabularExamples } from './tabular-objective.ts';

/** A linear model to be fitted. */
export interface LinearFitOptions extends TabularExamples {
  /** How strongly weights are pulled to 0: `alpha` of scikit-learn's Ridge, 1/`C` of its LogisticRegression. The bias is free. */
  readonly l2: number;
  /** Most steps. Default 1000. */
  readonly iterations?: number | undefined;
  /** Ends when no entry of the gradient of the mean loss is larger. Default 1e-6. */
  readonly tolerance?: number | undefined;
  /** Rows computed at once; as many as fit 128 MiB by default. */
  readonly rowsAtOnce?: number | undefined;
  readonly threads?: number | undefined;
  readonly signal?: { throwIfAborted(): void } | undefined;
  readonly onIteration?: ((iteration: number, loss: number) => void) | undefined;
}

/** A fitted linear model. */
export interface LinearFit {
  readonly parameters: NamedTensors;
  /** Mean cross-entropy or squared error over the rows, with the penalty on the weights. */
  readonly loss: number;
  readonly iterations: number;
  /** Whether the best weights were reached within the iterations. */
  readonly converged: boolean;
}

/**
 * Finds the best linear or logistic regression for the rows: that of scikit-learn's Ridge and LogisticRegression. Every step sees
 * all rows, in float64. Throws TrainingError if the loss is not a number.
 */
export async function fitLinear(options: LinearFitOptions): Promise<LinearFit> {
  const { config, targets, l2, iterations = 1000, tolerance = 1e-6, onIteration } = options;
  if (config.hidden.length > 0 || config.embeddings.length > 0) throw new ConfigError('A linear model has no hidden layers and no embeddings.');
  const { shape } = tabularParameters(config).get('output.weight')!;
  const [rows, columns] = shape as [number, number]; // a matrix
  const weights = rows * columns;
  const split = (numbers: Float64Array) => ({ 'output.weight': numbers.subarray(0, weights), 'output.bias': numbers.subarray(weights) });
  const mean = await meanLoss(options, weights + rows, split);
  const penalty = targets.task === 'single_label_classification' ? l2 / (2 * mean.totalWeight) : l2 / mean.totalWeight; // a mean of squares has no half
  try {
    const best = await minimize(async (at, gradient) => {
      let loss = await mean.evaluate(at, gradient);
      for (let i = 0; i < weights; i++) {
        loss += penalty * at[i]! ** 2;
        gradient[i]! += 2 * penalty * at[i]!;
      }
      if (Number.isFinite(loss)) return loss;
      throw new TrainingError(`The loss is ${loss}: the columns hold numbers that are too large. Choose another scaling than "none".`);
    }, { start: new Float64Array(weights + rows), tolerance, iterations, onIteration });
    const found = split(best.at);
    return {
      parameters: new Map([
        ['output.weight', { shape, data: Float32Array.from(found['output.weight']) }],
        ['output.bias', { shape: [rows], data: Float32Array.from(found['output.bias']) }],
      ]),
      loss: best.value, iterations: best.iterations, converged: best.converged,
    };
  } finally {
    await mean.close();
  }
}

/** The mean loss over all rows and its gradient, chunk by chunk. */
async function meanLoss(
  { config, rows, targets, classWeights, rowsAtOnce, threads, signal }: LinearFitOptions, parameters: number, split: (numbers: Float64Array) => Record<string, Float64Array>,
) {
  const chunk = Math.min(rows.rows, rowsAtOnce ?? Math.max(256, Math.floor(numbersAtOnce / config.numbers)));
  const weightOf = weightsOf(targets, classWeights);
  let totalWeight = 0;
  for (let row = 0; row < rows.rows; row++) totalWeight += weightOf(row);
  const graph = new Graph(f64, true);
  const output = tabularNetwork(graph, config, tabularInputs(graph, config, chunk));
  const loss = targetLoss(graph, targets.task, output, { batch: chunk, sequence: 1, labels: config.outputs });
  const found = gradients(graph, loss);

  const numbers = new Float64Array(chunk * config.numbers);
  const weights = new Float64Array(chunk);
  const goals = goalsOf(targets, chunk);
  const [point, slope, value] = [new Float64Array(parameters), new Float64Array(parameters), new Float64Array(1)];
  const session = await BoundSession.create(graph, {
    threads,
    feeds: { numbers, targets: goals.array, weights, ...split(point) },
    results: {
      loss: { value: loss, into: value },
      ...Object.fromEntries(Object.entries(split(slope)).map(([name, into]) => [`gradient of ${name}`, { value: found.get(name)!.dense!, into }])),
    },
  });
  let filled = -1;
  const fill = (first: number) => {
    if (filled === first) return;
    filled = first;
    numbers.set(rows.numbers.subarray(first * config.numbers, (first + chunk) * config.numbers));
    weights.fill(0); // behind the last row are rows of the chunk before
    for (let row = first; row < Math.min(first + chunk, rows.rows); row++) {
      weights[row - first] = weightOf(row) / totalWeight;
      goals.write(row - first, row);
    }
  };
  return {
    totalWeight,
    evaluate: async (at: Float64Array, gradient: Float64Array): Promise<number> => {
      point.set(at);
      gradient.fill(0);
      let sum = 0;
      for (let first = 0; first < rows.rows; first += chunk) {
        signal?.throwIfAborted();
        fill(first);
        await session.run();
        sum += value[0]!;
        for (let i = 0; i < parameters; i++) gradient[i]! += slope[i]!;
        await setImmediate(); // messages and aborts get their turn
      }
      return sum;
    },
    close: () => session.close(),
  };
}

/** An array for the targets of a chunk, and what writes a row's to a place in it. */
function goalsOf(targets: LinearFitOptions['targets'], chunk: number) {
  if (targets.task === 'regression') {
    const array = new Float64Array(chunk);
    return { array, write: (place: number, row: number) => { array[place] = targets.values[row]!; } };
  }
  const array = new BigInt64Array(chunk);
  return { array, write: (place: number, row: number) => { array[place] = BigInt(targets.classes[row]!); } };
}

/** Numbers of rows that are in memory in float64 at once. */
const numbersAtOnce = 2 ** 24;
