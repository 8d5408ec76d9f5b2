import { z } from 'zod';
import { ConfigError } from '../nn-error.ts';
import { checkLabels } from './check-labels.ts';

const file = z.object({
  model_type: z.literal('millrace-text-cnn'),
  task: z.enum(['single_label_classification', 'multi_label_classification', 'regression', 'token_classification']),
  vocab_size: z.int().min(1).max(2 ** 24),
  embedding_size: z.int().min(1).max(4096),
  filters: z.int().min(1).max(4096),
  widths: z.array(z.int().min(1).max(31).refine((width) => width % 2 === 1, 'must be odd')).min(1).max(8),
  dropout: z.number().min(0).lt(1),
  max_positions: z.int().min(1).max(2 ** 20),
  pad_token_id: z.int().min(0),
  labels: z.array(z.string()),
});

/** The size, task and labels of a convolutional network over tokens. */
export interface TextCnnConfig {
  readonly architecture: 'text-cnn';
  readonly task: z.infer<typeof file>['task'];
  readonly vocabSize: number;
  readonly embeddingSize: number;
  /** Filters of each width. */
  readonly filters: number;
  /** How many positions a filter looks at: odd numbers. */
  readonly widths: readonly number[];
  readonly dropout: number;
  readonly maxPositions: number;
  readonly padTokenId: number;
  readonly labels: readonly string[];
}

/** What people choose; the rest follows. */
export type TextCnnChoices = Pick<TextCnnConfig, 'vocabSize' | 'labels'> & Partial<TextCnnConfig>;

/** A configuration for a new model: 100 filters of each width, as Kim has it. */
export function textCnnConfig(choices: TextCnnChoices): TextCnnConfig {
  return parseTextCnnConfig(textCnnConfigFile({
    architecture: 'text-cnn', task: 'single_label_classification', embeddingSize: 128, filters: 100, widths: [1, 3, 5], dropout: 0.5, maxPositions: 512, padTokenId: 0, ...choices,
  }));
}

/** Reads the content of a config.json; throws ConfigError naming the field. */
export function parseTextCnnConfig(content: unknown): TextCnnConfig {
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
    throw new ConfigError(`This configuration cannot be used. ${issues.join('; ')}`);
  }
  const { task, vocab_size: vocabSize, embedding_size: embeddingSize, filters, widths, dropout, max_positions: maxPositions, pad_token_id: padTokenId, labels } = parsed.data;
  if (padTokenId >= vocabSize) throw new ConfigError(`pad_token_id ${padTokenId} lies outside the vocabulary of ${vocabSize}.`);
  checkLabels(task, labels);
  return { architecture: 'text-cnn', task, vocabSize, embeddingSize, filters, widths, dropout, maxPositions, padTokenId, labels };
}

/** The content of config.json. */
export function textCnnConfigFile({ task, vocabSize, embeddingSize, filters, widths, dropout, maxPositions, padTokenId, labels }: TextCnnConfig): Record<string, unknown> {
  return {
    model_type: 'millrace-text-cnn', task, vocab_size: vocabSize, embedding_size: embeddingSize, filters, widths, dropout, max_positions: maxPositions, pad_token_id: padTokenId, labels,
  };
}
