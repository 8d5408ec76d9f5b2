import { ExpressionError, expressionLimits, type ExpressionValue } from './expression.ts';
import { say } from '../phrase.ts';

/** A function of the expression language. The last kind stands for all further values when `more` is set. */
export interface ExpressionFunction {
  readonly takes: readonly ValueKind[];
  /** How many of the last may be left out. */
  readonly optional?: number;
  readonly more?: true;
  /** As a person writes it. */
  readonly example: string;
  readonly description: string;
  readonly call: (values: never, at: number) => ExpressionValue;
}

export type ValueKind = 'number' | 'text' | 'truth' | 'list' | 'anything';

const { textLength, listLength } = expressionLimits;

/** Every function by its name; all are pure. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['min', { takes: ['number'], more: true, example: 'min(inputs.rows, 1000)', description: 'The smallest of the numbers', call: (values: readonly number[]) => Math.min(...values) }],
  ['max', { takes: ['number'], more: true, example: 'max(inputs.rows, 10)', description: 'The largest of the numbers', call: (values: readonly number[]) => Math.max(...values) }],
  ['round', { takes: ['number', 'number'], optional: 1, example: 'round(inputs.rows * 0.2)', description: 'The nearest whole number; with a second number, so many digits after the point', call: ([value, digits]: readonly number[], at) => round(value ?? 0, digits ?? 0, at) }],
  ['floor', { takes: ['number'], example: 'floor(inputs.rows / 3)', description: 'The whole number below', call: ([value]: readonly number[]) => Math.floor(value ?? 0) }],
  ['ceil', { takes: ['number'], example: 'ceil(inputs.rows / 3)', description: 'The whole number above', call: ([value]: readonly number[]) => Math.ceil(value ?? 0) }],
  ['abs', { takes: ['number'], example: 'abs(inputs.change)', description: 'The number without its sign', call: ([value]: readonly number[]) => Math.abs(value ?? 0) }],
  ['sqrt', { takes: ['number'], example: 'sqrt(inputs.rows)', description: 'The square root', call: ([value]: readonly number[]) => Math.sqrt(value ?? 0) }],
  ['log', { takes: ['number'], example: 'log(inputs.rows)', description: 'The natural logarithm', call: ([value]: readonly number[]) => Math.log(value ?? 0) }],
  ['lower', { takes: ['text'], example: 'lower(inputs.name)', description: 'The text in small letters', call: ([text]: readonly string[]) => (text ?? '').toLowerCase() }],
  ['upper', { takes: ['text'], example: 'upper(inputs.name)', description: 'The text in capital letters', call: ([text]: readonly string[]) => (text ?? '').toUpperCase() }],
  ['trim', { takes: ['text'], example: 'trim(inputs.name)', description: 'The text without the space around it', call: ([text]: readonly string[]) => (text ?? '').trim() }],
  ['length', { takes: ['anything'], example: 'length(inputs.name)', description: 'How many characters a text, or items a list has', call: ([value]: readonly ExpressionValue[], at) => lengthOf(value, at) }],
  ['contains', { takes: ['text', 'text'], example: 'contains(inputs.name, "test")', description: 'Whether the first text has the second in it', call: ([text, part]: readonly string[]) => (text ?? '').includes(part ?? '') }],
  ['startsWith', { takes: ['text', 'text'], example: 'startsWith(inputs.name, "a")', description: 'Whether the first text starts with the second', call: ([text, part]: readonly string[]) => (text ?? '').startsWith(part ?? '') }],
  ['endsWith', { takes: ['text', 'text'], example: 'endsWith(inputs.path, ".csv")', description: 'Whether the first text ends with the second', call: ([text, part]: readonly string[]) => (text ?? '').endsWith(part ?? '') }],
  ['replace', { takes: ['text', 'text', 'text'], example: 'replace(inputs.name, " ", "-")', description: 'The first text with the third wherever the second was', call: ([text, part, by]: readonly string[], at) => replace(text ?? '', part ?? '', by ?? '', at) }],
  ['slice', { takes: ['text', 'number', 'number'], optional: 1, example: 'slice(inputs.name, 0, 3)', description: 'The characters from one place up to another, counted from 0', call: ([text, from, to]: readonly [string, number, number?]) => text.slice(from, to) }],
  ['split', { takes: ['text', 'text'], example: 'split(inputs.columns, ",")', description: 'A list of the parts of a text', call: ([text, by]: readonly string[]) => (text ?? '').split(by ?? ',').map((part) => part.trim()).filter((part) => part !== '') }],
  ['join', { takes: ['list', 'text'], example: 'join(["a", "b"], "-")', description: 'The items of a list as one text', call: ([list, by]: readonly [readonly ExpressionValue[], string], at) => joined(list, by, at) }],
  ['text', { takes: ['anything'], example: 'text(inputs.rows)', description: 'The value as a text', call: ([value]: readonly ExpressionValue[]) => textOf(value ?? '') }],
  ['number', { takes: ['text'], example: 'number("3.5")', description: 'The number that a text says', call: ([text]: readonly string[], at) => numberOf(text ?? '', at) }],
  ['year', { takes: ['text'], example: 'year(inputs.day)', description: 'The year of a date', call: ([text]: readonly string[], at) => dateParts(text ?? '', at)[0] }],
  ['month', { takes: ['text'], example: 'month(inputs.day)', description: 'The month of a date, from 1', call: ([text]: readonly string[], at) => dateParts(text ?? '', at)[1] }],
  ['day', { takes: ['text'], example: 'day(inputs.day)', description: 'The day of the month of a date, from 1', call: ([text]: readonly string[], at) => dateParts(text ?? '', at)[2] }],
  ['weekday', { takes: ['text'], example: 'weekday(inputs.day)', description: 'The day of the week of a date: 1 is Monday, 7 is Sunday', call: ([text]: readonly string[], at) => weekday(dateParts(text ?? '', at)) }],
]);

/** A value as a text shows it. */
export function textOf(value: ExpressionValue): string {
  return typeof value === 'object' ? value.map(textOf).join(', ') : String(value);
}

function round(value: number, digits: number, at: number): number {
  if (!Number.isInteger(digits) || digits < 0 || digits > 12) throw new ExpressionError(say`round takes from 0 to 12 digits after the point`, at);
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const [whole = '0', power = '0'] = String(shifted).split('e');
  return Number(`${whole}e${Number(power) - digits}`);
}

function lengthOf(value: ExpressionValue | undefined, at: number): number {
  if (typeof value === 'string') return [...value].length;
  if (typeof value === 'object') return value.length;
  throw new ExpressionError(say`length takes a text or a list`, at);
}

function replace(text: string, part: string, by: string, at: number): string {
  if (part === '') throw new ExpressionError(say`replace needs a text to look for, not an empty one`, at);
  const parts = text.split(part);
  if (text.length + (parts.length - 1) * by.length > textLength) throw new ExpressionError(say`The text would be longer than ${textLength} characters`, at);
  return parts.join(by);
}

function joined(list: readonly ExpressionValue[], by: string, at: number): string {
  if (list.length > listLength || list.length * by.length > textLength) throw new ExpressionError(say`The text would be longer than ${textLength} characters`, at);
  return list.map(textOf).join(by);
}

function numberOf(text: string, at: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new ExpressionError(say`"${text.slice(0, 40)}" is not a number`, at);
  return value;
}

function dateParts(text: string, at: number): readonly [year: number, month: number, day: number] {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(text) ?? []).map(Number);
  const date = year === undefined || month === undefined || day === undefined ? undefined : new Date(Date.UTC(year, month - 1, day));
  if (!date || date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) throw new ExpressionError(say`"${text.slice(0, 40)}" is not a date: write it as 2026-03-31`, at);
  return [date.getUTCFullYear(), month, day];
}

function weekday([year, month, day]: readonly [number, number, number]): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}
