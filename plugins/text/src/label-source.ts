import type { Cell } from '@millrace/tables';

/** What a label column says, in words people choose from. */
export const labelKinds = ['one-label', 'several-labels', 'number', 'label-per-word'] as const;
export type LabelKind = (typeof labelKinds)[number];

/** Where the targets come from. */
export interface LabelSource {
  readonly values: readonly Cell[];
  readonly column: string;
  readonly kind: LabelKind;
  /** Between the labels of one text. */
  readonly separator: string;
  /** The labels to use, in this order; those that occur when left out. */
  readonly known: readonly string[] | undefined;
  /** The texts, with where each token lies in its text, for labels of words. */
  readonly texts: readonly string[];
  readonly offsets: readonly (readonly (readonly [start: number, end: number])[])[] | undefined;
}
