/** A metric; `warning` says why it could not be computed as defined. `null`: it has no value at all. */
export interface Score {
  readonly value: number | null;
  readonly warning?: string;
}

/** `part / whole`; 0 with a warning where `whole` is 0, as scikit-learn gives. */
export function ratio(part: number, whole: number, warning: string): Score {
  return whole === 0 ? { value: 0, warning } : { value: part / whole };
}
