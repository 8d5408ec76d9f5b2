import { balancedWeights, CpuEngine, fitLinear, initialTabular, networkFor, type EncodedRows, type NamedTensors, scoreOf, type TableModel, tabularObjective, type TabularTargets, train as trainModel } from '@millrace/nn';
import type { Chart, Metrics, NodeContext } from '@millrace/sdk';
import { optimizerSettings } from './optimizer-params.ts';
import type { TableParams } from './table-params.ts';
import { trainingCheckpoints } from './training-checkpoints.ts';
import { TrainingCurves } from './training-curves.ts';
import { trainingReports } from './training-reports.ts';

/** Rows with their answers, as a network takes them. */
export interface TableExamples {
  readonly rows: EncodedRows;
  readonly targets: TabularTargets;
}

export interface TableLearning {
  /** Still without parameters. */
  readonly model: TableModel;
  readonly train: TableExamples;
  readonly validation: TableExamples | undefined;
  readonly params: TableParams;
  readonly context: NodeContext;
}

export interface LearntTable {
  readonly parameters: NamedTensors;
  readonly metrics: Metrics;
  readonly loss: Chart;
}

/** Learns, and measures what was learnt on all rows. */
export async function learnTable(learning: TableLearning): Promise<LearntTable> {
  const { model, train, validation, params: { classWeights, model: kind }, context } = learning;
  const weights = classWeights === 'balanced' && model.task.kind === 'classification' && train.targets.task === 'single_label_classification'
    ? balancedWeights(train.targets.classes, model.task.labels.length) : undefined;
  const { parameters, loss, figures } = await (kind === 'linear' ? fit : descend)(learning, weights);
  const scores = { ...await measure(model, parameters, train, context), ...(validation && prefixed(await measure(model, parameters, validation, context))) };
  context.log('info', `${Object.entries(scores).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value.toPrecision(4)}`).join(', ')}.`);
  return { parameters, loss, metrics: { values: { ...scores, ...figures } } };
}

interface Learnt {
  readonly parameters: NamedTensors;
  readonly loss: Chart;
  readonly figures: Readonly<Record<string, number>>;
}

const mostSteps = 1_000;

/** Linear and logistic regression: the best coefficients there are. */
async function fit({ model, train, params: { l2 }, context }: TableLearning, classWeights: readonly number[] | undefined): Promise<Learnt> {
  const points: [number, number][] = [];
  const { parameters, converged, iterations } = await fitLinear({
    ...train, config: networkFor(model), classWeights, l2, iterations: mostSteps, threads: context.threads, signal: context.signal,
    onIteration: (iteration, loss) => {
      points.push([iteration, loss]);
      context.metric('loss', loss, iteration);
      context.progress({ fraction: iteration / mostSteps, message: `Step ${iteration} of at most ${mostSteps}, loss ${loss.toPrecision(4)}` });
    },
  });
  if (converged) context.log('info', `The best coefficients were found in ${iterations} steps.`);
  else context.log('warn', `The coefficients were still moving after ${iterations} steps. A stronger pull on coefficients, or fewer columns, lets them settle.`);
  return { parameters, loss: { type: 'line', title: 'Loss', x: 'Step', y: 'Loss', series: [{ name: 'training', points }] }, figures: {} };
}

/** A network, by gradient descent, until the validation loss falls no more. */
async function descend({ model, train, validation, params, context }: TableLearning, classWeights: readonly number[] | undefined): Promise<Learnt> {
  const config = networkFor(model);
  if (model.task.kind === 'regression') context.log('info', `While it trains, errors are counted in standard deviations of "${model.task.target}", of which one is ${model.task.scaler.scale.toPrecision(4)}.`);
  const curves = new TrainingCurves();
  const result = await trainModel({
    objective: tabularObjective({ ...train, config, classWeights }),
    ...(validation && { evaluation: tabularObjective({ ...validation, config, classWeights }) }), // weighted alike, or the best epoch would be another
    parameters: initialTabular(config, params.seed),
    ...optimizerSettings({ ...params, batchSize: params.batchSize ?? usualBatch(train.rows.rows), keepBest: true }),
    ...(!validation && { patience: undefined, keepBest: false }),
    threads: context.threads, signal: context.signal, checkpoints: trainingCheckpoints(context), ...trainingReports(curves, context),
  });
  const last = result.epochs.length;
  if (validation) context.log('info', `${result.stoppedEarly ? `It got no better after epoch ${result.epoch} and stopped at ${last}` : `All ${last} epochs were used`}; epoch ${result.epoch} is kept.`);
  return { parameters: result.parameters, loss: curves.chart('loss'), figures: { epochs: last, kept_epoch: result.epoch } };
}

/** A power of two between 16 and 512 that gives about forty steps an epoch. */
function usualBatch(rows: number): number {
  return 2 ** Math.min(9, Math.max(4, Math.round(Math.log2(rows / 40))));
}

/** How good the answers are: loss and accuracy, or errors in the unit of the target. */
async function measure(model: TableModel, parameters: NamedTensors, { rows, targets }: TableExamples, { threads, signal }: NodeContext): Promise<Record<string, number>> {
  const objective = tabularObjective({ config: networkFor(model), rows, targets });
  const engine = new CpuEngine({ objective, parameters, optimizer: { kind: 'sgd' }, threads });
  try {
    const { loss, ...figures } = scoreOf(await engine.evaluate(objective, signal));
    if (model.task.kind === 'classification' || targets.task !== 'regression') return { loss, ...figures };
    const unit = model.task.scaler.scale;
    const spread = variance(targets.values);
    return { loss, rmse: Math.sqrt(loss) * unit, mae: (figures['mean_absolute_error'] ?? 0) * unit, ...(spread > 0 && { r2: 1 - loss / spread }) };
  } finally {
    await engine.close();
  }
}

function variance(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function prefixed(scores: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [`validation_${name}`, value]));
}
