import type { CastableType } from './column-type.ts';
import type { Filter } from './filter.ts';

/** One step of cleaning, as data. Steps on values take text columns; without `columns` they take all of those. */
export type CleanStep =
  /** Drops rows as pandas' `dropna`: with a missing value in any (default) or all of the columns, or with fewer than `atLeast` values. */
  | { readonly step: 'drop-missing'; readonly columns?: readonly string[]; readonly how?: 'any' | 'all'; readonly atLeast?: number }
  /** Keeps the first, the last or none of the rows that are equal in the columns (default: all columns). */
  | { readonly step: 'deduplicate'; readonly columns?: readonly string[]; readonly keep?: 'first' | 'last' | 'none' }
  /** Takes white space off both ends. */
  | { readonly step: 'trim'; readonly columns?: readonly string[] }
  | { readonly step: 'lowercase'; readonly columns?: readonly string[] }
  /** Replaces every match of a regular expression (RE2); `\1` in the replacement is the first group. */
  | { readonly step: 'replace'; readonly pattern: string; readonly replacement: string; readonly columns?: readonly string[]; readonly ignoreCase?: boolean }
  /** Makes empty text, and text of white space only, missing. */
  | { readonly step: 'empty-to-missing'; readonly columns?: readonly string[] }
  | { readonly step: 'rename'; readonly from: string; readonly to: string }
  /** Changes the type of a column; a value that does not fit fails (default) or becomes missing. */
  | { readonly step: 'cast'; readonly column: string; readonly type: CastableType; readonly onFailure?: 'fail' | 'missing' }
  /** Keeps the rows that pass. */
  | { readonly step: 'filter'; readonly filter: Filter }
  /** Joins text columns into a new one; missing counts as empty. */
  | { readonly step: 'combine'; readonly columns: readonly string[]; readonly into: string; readonly separator?: string };

/** What a step did. */
export interface StepReport {
  readonly step: CleanStep['step'];
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}
