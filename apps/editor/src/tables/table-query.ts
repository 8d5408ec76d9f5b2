// What a reader asks of a table, and what it is called in words that fit the column's type.
import type { Condition, TableQuery } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

export interface ViewQuery {
  readonly filter: readonly Condition[];
  readonly sort: TableQuery['sort'];
}

export interface ShownColumn {
  readonly name: string;
  readonly type: string;
}

/** Ways to compare; `between` is two conditions on one column. */
export type Choice = Condition['operator'] | 'between';

export interface ConditionDraft {
  readonly choice: Choice;
  readonly value: string;
  /** The upper end of `between`. */
  readonly second: string;
}

/** What a click on a header does: ascending, then descending, then the order of the table again. With `also`, columns before it stay. */
export function toggleSort(sort: TableQuery['sort'], column: string, { also }: { readonly also: boolean }): TableQuery['sort'] {
  const known = sort.find((part) => part.column === column);
  const next = known === undefined ? { column, descending: false } : known.descending ? undefined : { column, descending: true };
  if (!also) return next ? [next] : [];
  return known === undefined ? [...sort, { column, descending: false }] : sort.flatMap((part) => (part.column === column ? next ? [next] : [] : [part]));
}

/** The comparisons that mean something for a type, each in words of that type. */
export function choicesFor(type: string): readonly { readonly choice: Choice; readonly words: string }[] {
  const missing = [{ choice: 'is-missing', words: t('is missing') }, { choice: 'is-not-missing', words: t('is not missing') }] as const;
  switch (type) {
    case 'text':
      return [{ choice: 'contains', words: t('contains') }, { choice: '=', words: t('is') }, { choice: '!=', words: t('is not') }, { choice: 'matches', words: t('matches the pattern') }, ...missing];
    case 'integer':
    case 'number':
      return [{ choice: '=', words: t('equals') }, { choice: '!=', words: t('does not equal') }, { choice: '>=', words: t('is at least') }, { choice: '<=', words: t('is at most') }, { choice: '>', words: t('is more than') }, { choice: '<', words: t('is less than') }, { choice: 'between', words: t('is between') }, ...missing];
    case 'date':
    case 'timestamp':
      return [{ choice: '>=', words: t('is on or after') }, { choice: '<', words: t('is before') }, { choice: '=', words: t('is exactly') }, { choice: 'between', words: t('is between') }, ...missing];
    case 'boolean':
      return [{ choice: '=', words: t('is') }, ...missing];
    default:
      return missing;
  }
}

/** How many values a comparison takes. */
export function operandsOf(choice: Choice): 0 | 1 | 2 {
  return choice === 'between' ? 2 : choice === 'is-missing' || choice === 'is-not-missing' ? 0 : 1;
}

/** The conditions that a draft stands for, or what is wrong with it. */
export function conditionsOf({ name, type }: ShownColumn, { choice, value, second }: ConditionDraft): readonly Condition[] | string {
  if (choice === 'is-missing' || choice === 'is-not-missing') return [{ column: name, operator: choice }];
  if (choice === 'contains' || choice === 'matches') return value === '' ? t('Write the text to look for.') : [{ column: name, operator: choice, value }];
  const low = operand(type, value);
  if (low === undefined) return type === 'date' || type === 'timestamp' ? t('Write a date such as 2024-01-31.') : t('Write a number such as 12.5.');
  if (choice === 'in') return [{ column: name, operator: 'in', value: [low] }];
  if (choice !== 'between') return [{ column: name, operator: choice, value: low }];
  const high = operand(type, second);
  if (high === undefined) return type === 'date' || type === 'timestamp' ? t('Write a date such as 2024-01-31.') : t('Write a number such as 12.5.');
  return [{ column: name, operator: '>=', value: low }, { column: name, operator: '<=', value: high }];
}

/** The conditions on a column as a draft to change; the first comparison of its type where there is none. */
export function draftOf({ name, type }: ShownColumn, filter: readonly Condition[]): ConditionDraft {
  const [first, second] = filter.filter(({ column }) => column === name);
  const text = (condition: Condition | undefined) => (condition && 'value' in condition ? Array.isArray(condition.value) ? condition.value.join(', ') : String(condition.value) : '');
  if (first && second) return { choice: 'between', value: text(first), second: text(second) };
  return { choice: first?.operator ?? choicesFor(type)[0]?.choice ?? 'is-missing', value: text(first) || (type === 'boolean' ? 'true' : ''), second: '' };
}

function operand(type: string, value: string): string | number | boolean | undefined {
  const text = value.trim();
  if (type === 'integer' || type === 'number') return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (type === 'date' || type === 'timestamp') return /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(text) ? text : undefined;
  if (type === 'boolean') return text === 'true';
  return value;
}
