import type { TruncationStrategy } from './truncation.ts';

/** How texts become ids. */
export interface EncodeOptions {
  /** Most tokens of a result, special tokens included. Default: no limit. */
  readonly maxLength?: number;
  /** Which text of a pair gives way; 'none' lets results be longer than `maxLength`. Default 'longest_first'. */
  readonly truncation?: TruncationStrategy | 'none';
  /** Put the special tokens of the model, such as BERT's [CLS] and [SEP], around the texts. Default true. */
  readonly addSpecialTokens?: boolean;
}

/** How several texts become one rectangle of ids. */
export interface BatchOptions extends EncodeOptions {
  /** Fill rows to the longest row, or to `maxLength`. Default 'longest'. */
  readonly padding?: 'longest' | 'max_length';
  /** Round the row length up to a multiple of this. */
  readonly padToMultipleOf?: number;
}

/** One text or pair as tokens; all lists have the same length. */
export interface Encoding {
  readonly ids: Int32Array;
  readonly tokens: readonly string[];
  /** Start and end in code points (not UTF-16 units) of the text the token came from; [0, 0] for added special tokens. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
  readonly typeIds: Int32Array;
  readonly attentionMask: Int32Array;
  /** 1 where the template put a token, 0 where it came from the text. */
  readonly specialTokensMask: Int32Array;
}

/** Several texts or pairs, padded on the right, row after row: [rows, columns]. */
export interface EncodingBatch {
  readonly rows: number;
  readonly columns: number;
  readonly ids: Int32Array;
  readonly attentionMask: Int32Array;
  readonly typeIds: Int32Array;
  /** Length of each row before padding. */
  readonly lengths: Int32Array;
}

/** A text, or two texts for a task on pairs. */
export type TextOrPair = string | readonly [first: string, second: string];
