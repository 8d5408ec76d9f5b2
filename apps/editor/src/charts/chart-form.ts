// What the chart builder asks for, as a form of plain texts, and the request that it stands for.
import { chartAggregates, type ChartRequest } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

export interface ChartForm {
  readonly type: ChartRequest['type'];
  /** Names of columns; empty where nothing is chosen. */
  readonly x: string;
  readonly y: string;
  readonly by: string;
  readonly aggregate: (typeof chartAggregates)[number];
}

interface FormColumn {
  readonly name: string;
  readonly type: string;
}

interface ChartField {
  readonly key: 'x' | 'y' | 'by';
  readonly words: string;
  /** Which columns it takes. */
  readonly takes: 'any' | 'quantity' | 'number';
  readonly optional?: boolean;
}

/** The kinds of chart, and what they are called. */
export const chartTypes = (): readonly { readonly type: ChartRequest['type']; readonly words: string }[] => [
  { type: 'histogram', words: t('Histogram') }, { type: 'bar', words: t('Bars') }, { type: 'line', words: t('Line') },
  { type: 'scatter', words: t('Scatter') }, { type: 'box', words: t('Box plot') }, { type: 'heat', words: t('Heat map') },
];

/** The columns that a kind of chart asks for. */
export function chartFields(type: ChartRequest['type']): readonly ChartField[] {
  switch (type) {
    case 'histogram': return [{ key: 'x', words: t('Values'), takes: 'quantity' }, { key: 'by', words: t('By'), takes: 'any', optional: true }];
    case 'bar': return [{ key: 'x', words: t('A bar for each'), takes: 'any' }, { key: 'y', words: t('Height'), takes: 'number', optional: true }];
    case 'line': return [{ key: 'x', words: t('Along'), takes: 'quantity', optional: true }, { key: 'y', words: t('Height'), takes: 'number' }];
    case 'scatter': return [{ key: 'x', words: t('Across'), takes: 'quantity' }, { key: 'y', words: t('Height'), takes: 'quantity' }, { key: 'by', words: t('By'), takes: 'any', optional: true }];
    case 'box': return [{ key: 'y', words: t('Values'), takes: 'quantity' }, { key: 'by', words: t('By'), takes: 'any', optional: true }];
    case 'heat': return [{ key: 'x', words: t('Across'), takes: 'any' }, { key: 'y', words: t('Down'), takes: 'any' }, { key: 'by', words: t('Colour'), takes: 'number', optional: true }];
    default: return type satisfies never;
  }
}

/** Whether a column can be put in a field. */
export function fitsField({ takes }: ChartField, { type }: FormColumn): boolean {
  const numeric = type === 'integer' || type === 'number';
  return takes === 'any' || numeric || (takes === 'quantity' && (type === 'date' || type === 'timestamp'));
}

/** The form for another kind of chart: choices that still fit stay, what must be chosen is, from the first columns that fit. */
export function withType(form: ChartForm, type: ChartRequest['type'], columns: readonly FormColumn[]): ChartForm {
  const next: Record<'x' | 'y' | 'by', string> = { x: '', y: '', by: '' };
  const used = new Set<string>();
  for (const field of chartFields(type)) {
    const fitting = columns.filter((column) => fitsField(field, column));
    const kept = fitting.some(({ name }) => name === form[field.key]) ? form[field.key] : '';
    const chosen = kept !== '' || field.optional ? kept : (fitting.find(({ name }) => !used.has(name)) ?? fitting[0])?.name ?? '';
    next[field.key] = chosen;
    used.add(chosen);
  }
  return { ...next, type, aggregate: type === 'bar' || type === 'heat' || form.aggregate !== 'count' ? form.aggregate : 'mean' };
}

/** Whether the form aggregates a column, so that it matters how. */
export function aggregates({ type, y, by }: ChartForm): boolean {
  return (type === 'bar' && y !== '') || type === 'line' || (type === 'heat' && by !== '');
}

/** The request; undefined while something that must be chosen is not. */
export function requestOf({ type, x, y, by, aggregate }: ChartForm): ChartRequest | undefined {
  if (chartFields(type).some(({ key, optional }) => !optional && { x, y, by }[key] === '')) return undefined;
  const group = by === '' ? {} : { by };
  const how = aggregate === 'count' ? 'mean' : aggregate;
  switch (type) {
    case 'histogram': return { type, x, ...group };
    case 'bar': return { type, x, ...(y === '' ? {} : { y, aggregate: how }) };
    case 'line': return { type, y: [y], aggregate: how, ...(x === '' ? {} : { x }) };
    case 'scatter': return { type, x, y, ...group };
    case 'box': return { type, y, ...group };
    case 'heat': return { type, x, y, ...(by === '' ? {} : { value: by, aggregate: how }) };
    default: return type satisfies never;
  }
}
