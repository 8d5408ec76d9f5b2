import { gridSize, mostTrials, readInputText, variedInputSchema, type SweepRequest, type VariedInput, type WorkflowInput } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** What a person filled in for one input: a list of values as a text, or a range. */
export interface VariedForm {
  readonly input: string;
  readonly kind: 'list' | 'range';
  readonly list: string;
  readonly from: string;
  readonly to: string;
  readonly steps: string;
  readonly scale: 'linear' | 'log';
}

/** A form to begin with: a number half and double its default, a choice with all its choices, truth with both. */
export function blankForm(input: WorkflowInput): VariedForm {
  const { name, type, default: value, choices } = input;
  const blank = { input: name, kind: 'list', list: value === undefined ? '' : String(value), from: '', to: '', steps: '3', scale: 'linear' } as const;
  if (type === 'choice') return { ...blank, list: (choices ?? []).join(', ') };
  if (type === 'boolean') return { ...blank, list: 'true, false' };
  if ((type === 'number' || type === 'integer') && typeof value === 'number' && value !== 0) return { ...blank, list: [value / 2, value, value * 2].map((one) => (type === 'integer' ? Math.round(one) : Number(one.toPrecision(6)))).join(', ') };
  return blank;
}

/** The form as the server is asked, or what is wrong with it. Ranges are for numbers only. */
export function readForm(form: VariedForm, input: WorkflowInput): { readonly varied: VariedInput } | { readonly problem: string } {
  const texts = form.list.split(',').map((text) => text.trim()).filter((text) => text !== '');
  const asked = form.kind === 'list'
    ? { input: form.input, values: texts.map((text) => readInputText(input, text)) }
    : { input: form.input, from: numberOf(form.from), to: numberOf(form.to), steps: numberOf(form.steps), scale: form.scale, whole: input.type === 'integer' };
  const read = variedInputSchema.safeParse(asked);
  if (read.success) return { varied: read.data };
  if (form.kind === 'list') return { problem: t('Write the values with commas between them') };
  return { problem: form.scale === 'log' ? t('Write both ends, above 0, and how many values') : t('Write both ends, and how many values') };
}

/** How many trials a request has, or why it has too many. */
export function countTrials({ vary, method, trials }: Pick<SweepRequest, 'vary' | 'method' | 'trials'>): { readonly count: number; readonly tooMany: boolean } {
  const count = method === 'grid' ? gridSize(vary) : trials;
  return { count, tooMany: count > mostTrials };
}

function numberOf(text: string): number | undefined {
  return text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
}
