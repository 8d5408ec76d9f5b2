import type { ElementType, Graph, Value } from '../graph/graph.ts';
import { formatShape, sameShape } from '../graph/shape.ts';
import { ExampleError } from '../nn-error.ts';
import type { BoundArray } from '../runtime/bound-session.ts';
import type { ExampleBatch, Objective } from './objective.ts';
import { targetLoss } from './target-loss.ts';
import { measureTargets } from './target-measures.ts';
import { allocateTargets, type Targets, weightsOf } from './targets.ts';

/** One input of all examples: `data` holds [examples, ...shape], numbers or (as Int32Array) indices. */
export interface ExampleTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** Examples of fixed size and the network that learns from them. */
export interface TensorObjectiveOptions {
  readonly inputs: Readonly<Record<string, ExampleTensor>>;
  readonly targets: Exclude<Targets, { readonly task: 'token_classification' }>;
  /** Classes, labels or numbers that the network answers with. */
  readonly outputs: number;
  /** Builds the network: inputs [batch, ...shape], by name, to logits (or numbers) [batch, outputs]. */
  readonly network: (graph: Graph, inputs: Readonly<Record<string, Value>>) => Value;
  /** How much each class counts (single labels only). */
  readonly classWeights?: readonly number[] | undefined;
}

/** Learns from tensors: rows of a table, images, anything of fixed size. Throws ExampleError when inputs and targets differ in number. */
export function tensorObjective({ inputs, targets, outputs, network, classWeights }: TensorObjectiveOptions): Objective {
  const count = countOf(inputs, targets, outputs);
  const weightOf = weightsOf(targets, classWeights);
  return {
    lengths: new Int32Array(count).fill(1),
    weightOf,
    build(graph, shape) {
      const values = Object.entries(inputs).map(([name, tensor]) => [name, graph.input(name, [shape.batch, ...tensor.shape], typeIn(graph, tensor))]);
      const logits = network(graph, Object.fromEntries(values) as Record<string, Value>); // the keys of `inputs`
      if (!sameShape(logits.shape, [shape.batch, outputs])) {
        throw graph.shapeError('tensorObjective', `the network answers ${formatShape(logits.shape)}, not ${formatShape([shape.batch, outputs])}`);
      }
      return { loss: targetLoss(graph, targets.task, logits, { ...shape, labels: outputs }), outputs: { logits } };
    },
    allocate(shape): ExampleBatch {
      const goals = allocateTargets(targets, outputs, shape);
      const rows = Object.entries(inputs).map(([name, tensor]) => ({ name, ...batchOf(tensor, shape.batch) }));
      return {
        arrays: { ...Object.fromEntries(rows.map(({ name, array }): [string, BoundArray] => [name, array])), targets: goals.targets, weights: goals.weights },
        fill(examples, totalWeight) {
          for (const { write } of rows) write(examples);
          goals.fill(examples, (example) => weightOf(example) / totalWeight);
        },
        measure: (examples, { logits }) => measureTargets(targets, examples, logits!, { labels: outputs, sequence: 1 }),
      };
    },
  };
}

function typeIn({ target }: Graph, { data }: ExampleTensor): ElementType {
  return data instanceof Int32Array ? 'int64' : target.float;
}

/** An array for a batch of a tensor, and what copies examples into it. */
function batchOf({ shape, data }: ExampleTensor, batch: number): { readonly array: BoundArray; readonly write: (examples: readonly number[]) => void } {
  const width = shape.reduce((product, size) => product * size, 1);
  if (data instanceof Int32Array) {
    const array = new BigInt64Array(batch * width);
    const low = new Int32Array(array.buffer); // even places: indices are at least 0 and fit 31 bits
    return {
      array,
      write: (examples) => examples.forEach((example, place) => {
        for (let column = 0; column < width; column++) low[2 * (place * width + column)] = data[example * width + column]!;
      }),
    };
  }
  const array = new Float32Array(batch * width);
  return { array, write: (examples) => examples.forEach((example, place) => array.set(data.subarray(example * width, (example + 1) * width), place * width)) };
}

function countOf(inputs: TensorObjectiveOptions['inputs'], targets: TensorObjectiveOptions['targets'], outputs: number): number {
  const count = targets.task === 'single_label_classification' ? targets.classes.length
    : (targets.task === 'regression' ? targets.values : targets.applies).length / outputs;
  for (const [name, { shape, data }] of Object.entries(inputs)) {
    const held = data.length / shape.reduce((product, size) => product * size, 1);
    if (held !== count) throw new ExampleError(`The input "${name}" holds ${held} examples of ${formatShape(shape)}, the targets ${count}.`);
  }
  if (targets.task === 'single_label_classification') {
    const odd = targets.classes.findIndex((label) => label < 0 || label >= outputs);
    if (odd >= 0) throw new ExampleError(`Example ${odd} has class ${targets.classes[odd]}; the network has ${outputs}, counted from 0.`);
  }
  return count;
}
