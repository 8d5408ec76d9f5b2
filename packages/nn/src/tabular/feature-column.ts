/**
 * A column of a table that a model reads. Missing is NaN among numbers and truth values (1 and 0), and null among categories and
 * dates (ISO 8601, with or without a time).
 */
export type FeatureColumn =
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array }
  | { readonly kind: 'boolean'; readonly name: string; readonly values: Float64Array }
  | { readonly kind: 'date'; readonly name: string; readonly values: readonly (string | null)[] }
  | {
    readonly kind: 'category'; readonly name: string; readonly values: readonly (string | null)[];
    /** The categories are numbers, to be sorted by value. */
    readonly numeric?: boolean;
  };

/** What a column holds. */
export type FeatureKind = FeatureColumn['kind'];
