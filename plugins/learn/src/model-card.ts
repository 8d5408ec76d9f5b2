import type { Task, TextModelConfig } from '@millrace/nn';
import type { Metrics } from '@millrace/sdk';
import { countLabels, type LabelledDataset } from './training-data.ts';

export interface ModelCardFacts {
  readonly config: TextModelConfig;
  readonly data: LabelledDataset;
  readonly validationRows: number | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly metrics: Metrics;
}

/** The names of architectures, for people. */
export const architectureNames: Readonly<Record<TextModelConfig['architecture'], string>> = { bert: 'BERT', 'text-cnn': 'Text CNN' };

/** As the Hugging Face hub calls them. */
const cardTasks: Readonly<Record<Task, string>> = {
  single_label_classification: 'text-classification', multi_label_classification: 'text-classification', regression: 'text-classification', token_classification: 'token-classification',
};

/**
 * What a model is and how it came about, kept beside it as card.json. Serving cuts texts to `maxLength` tokens. It holds
 * no dates or speeds, so that the same training gives the same model.
 */
export function modelCard({ config, data, validationRows, params, metrics }: ModelCardFacts): Record<string, unknown> {
  const counts = countLabels(data.targets, config.labels.length);
  return {
    task: cardTasks[config.task],
    problem: config.task,
    architecture: architectureNames[config.architecture],
    labels: config.labels,
    maxLength: Math.min(data.maxLength, config.maxPositions),
    training: params,
    data: {
      rows: data.inputIds.length, ...(counts && { rowsByLabel: Object.fromEntries(config.labels.map((label, index) => [label, counts[index] ?? 0])) }),
      ...(validationRows === undefined ? {} : { validationRows }),
    },
    metrics: metrics.values,
  };
}
