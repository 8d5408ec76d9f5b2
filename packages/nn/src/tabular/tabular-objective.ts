import { type TabularConfig, tabularNetwork } from '../models/tabular-network.ts';
import type { Objective } from '../training/objective.ts';
import { type ExampleTensor, tensorObjective } from '../training/tensor-objective.ts';
import type { EncodedRows } from './feature-encoder.ts';

/** What the rows of a table are to be answered with: the number of a class each, or a number each (brought to mean 0 and deviation 1). */
export type TabularTargets =
  | { readonly task: 'single_label_classification'; readonly classes: Int32Array }
  | { readonly task: 'regression'; readonly values: Float32Array };

/** Rows of a table with their answers. */
export interface TabularExamples {
  readonly config: TabularConfig;
  readonly rows: EncodedRows;
  readonly targets: TabularTargets;
  /** A factor for each class. */
  readonly classWeights?: readonly number[] | undefined;
}

/** Learning from rows of a table. */
export function tabularObjective({ config, rows, targets, classWeights }: TabularExamples): Objective {
  const ids = rows.ids.map((data, index): [string, ExampleTensor] => [`ids_${index}`, { shape: [], data }]);
  return tensorObjective({
    inputs: { ...(config.numbers > 0 && { numbers: { shape: [config.numbers], data: rows.numbers } }), ...Object.fromEntries(ids) },
    targets, outputs: config.outputs, classWeights,
    network: (graph, inputs) => tabularNetwork(graph, config, { numbers: inputs['numbers'], ids: ids.map(([name]) => inputs[name]!) }),
  });
}

/** Weights that let every class count alike: rows / (classes · rows of the class), as scikit-learn's `balanced`; a class without rows gets 1. */
export function balancedWeights(classes: Int32Array, count: number): number[] {
  const rows = Array.from({ length: count }, () => 0);
  for (const each of classes) rows[each]!++;
  return rows.map((number) => (number === 0 ? 1 : classes.length / (count * number)));
}
