import { say, type Phrase } from '../phrase.ts';
import type { InputValue, InputValues, WorkflowInput } from './workflow-input.ts';

export interface InputProblem {
  readonly input: string;
  readonly words: Phrase;
  /** There is no value, rather than a wrong one. */
  readonly missing?: true;
}

/** The values that a run works with: those given, and the defaults of the others; and what is wrong with them. */
export function completeInputs(inputs: readonly WorkflowInput[], given: InputValues): { readonly values: InputValues; readonly problems: readonly InputProblem[] } {
  const values: Record<string, InputValue> = {};
  const problems: InputProblem[] = [];
  const names = inputs.map(({ name }) => name);
  for (const input of Object.keys(given)) {
    if (names.includes(input)) continue;
    problems.push({ input, words: say`The workflow has no input "${input}"${names.length > 0 ? say`; it has: ${names.join(', ')}` : ''}` });
  }
  for (const input of inputs) {
    const { name } = input;
    const value = Object.hasOwn(given, name) ? given[name] : input.default;
    const problem = value === undefined ? undefined : inputValueProblem(input, value);
    if (value === undefined) problems.push({ input: name, missing: true, words: say`The input "${name}" needs a value: ${wanted(input)}` });
    else if (problem !== undefined) problems.push({ input: name, words: say`The input "${name}" ${problem}` });
    else values[name] = value;
  }
  return { values, problems };
}

/** What is wrong with a value of an input, as the end of a sentence; nothing when it fits. */
export function inputValueProblem(input: WorkflowInput, value: InputValue): Phrase | undefined {
  const { type, minimum, maximum, choices } = input;
  const no = say`must be ${wanted(input)}, not ${JSON.stringify(value).slice(0, 60)}`;
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : no;
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || !Number.isFinite(value) || (type === 'integer' && !Number.isSafeInteger(value))) return no;
      return (minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum) ? no : undefined;
    case 'choice':
      return typeof value === 'string' && choices?.includes(value) ? undefined : no;
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : no;
    case 'text':
      return typeof value === 'string' ? undefined : no;
    case 'file':
      return typeof value === 'string' && value !== '' ? undefined : no;
    default:
      return type satisfies never;
  }
}

/** Reads what a person typed, on a command line or in a field, as a value of the input; what cannot be read stays a text, which `completeInputs` refuses. */
export function readInputText({ type }: WorkflowInput, text: string): InputValue {
  switch (type) {
    case 'number':
    case 'integer':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'text':
    case 'choice':
    case 'date':
    case 'file':
      return text;
    default:
      return type satisfies never;
  }
}

/** What a value of the input must be, in words. */
export function wanted({ type, minimum, maximum, choices }: WorkflowInput): Phrase {
  switch (type) {
    case 'text':
      return say`a text`;
    case 'number':
    case 'integer': {
      const what = type === 'integer' ? say`a whole number` : say`a number`;
      if (minimum !== undefined && maximum !== undefined) return say`${what} from ${minimum} to ${maximum}`;
      return minimum !== undefined ? say`${what}, at least ${minimum}` : maximum !== undefined ? say`${what}, at most ${maximum}` : what;
    }
    case 'boolean':
      return say`true or false`;
    case 'choice':
      return choices?.length ? say`one of ${choices.join(', ')}` : say`one of its choices, of which it has none`;
    case 'date':
      return say`a date such as 2026-03-31`;
    case 'file':
      return say`the path of a file`;
    default:
      return type satisfies never;
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
