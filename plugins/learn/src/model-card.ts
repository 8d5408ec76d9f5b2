import type { BertConfig, TokenDataset } from '@millrace/nn';
import type { Metrics } from '@millrace/sdk';

export interface ModelCardFacts {
  readonly config: BertConfig;
  readonly data: TokenDataset;
  readonly validationRows: number | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly metrics: Metrics;
}

/**
 * What a model is and how it came about, kept beside it as card.json. Serving cuts texts to `maxLength` tokens. It holds
 * no dates or speeds, so that the same training gives the same model.
 */
export function modelCard({ config, data, validationRows, params, metrics }: ModelCardFacts): Record<string, unknown> {
  const counts = config.labels.map((label, index) => [label, data.labels?.filter((value) => value === index).length ?? 0]);
  return {
    task: 'text-classification',
    architecture: 'BERT',
    labels: config.labels,
    maxLength: Math.min(data.maxLength, config.maxPositions),
    training: params,
    data: { rows: data.inputIds.length, rowsByLabel: Object.fromEntries(counts), ...(validationRows === undefined ? {} : { validationRows }) },
    metrics: metrics.values,
  };
}
