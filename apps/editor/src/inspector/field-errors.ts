import { label, type Diagnostic, type WorkflowNode } from '@millrace/workflow';
import { later, t } from '../i18n/i18n.ts';

/** Messages by the path of the parameter they are about (`steps.0.column`), without what the place already says. */
export function fieldErrors(node: WorkflowNode, diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const { parameter, message } of diagnostics) {
    if (parameter === undefined || errors.has(parameter)) continue;
    const start = `${label(node)}, `;
    const rest = message.startsWith(start) ? message.slice(message.indexOf(': ', start.length) + 2) : message;
    const [, problem = rest, value] = /^([^]*); the expression gave ([^]*)$/.exec(rest) ?? [];
    errors.set(parameter, value === undefined ? inWords(problem) : t('{{problem}}; the expression gave {{value}}', { problem: inWords(problem), value }));
  }
  return errors;
}

const comparisons: Readonly<Record<string, string>> = {
  '>=': later('Must be at least {{bound}}'), '<=': later('Must be at most {{bound}}'), '>': later('Must be above {{bound}}'), '<': later('Must be below {{bound}}'),
};
const sizes: Readonly<Record<string, string>> = {
  '>=': later('Must have at least {{bound}}'), '<=': later('Must have at most {{bound}}'), '>': later('Must have above {{bound}}'), '<': later('Must have below {{bound}}'),
};

// zod's words, in those of a form.
function inWords(message: string): string {
  if (/expected .+, received undefined$/.test(message) || message.endsWith('expected string to have >=1 characters')) return t('This is needed');
  const [, comparison = '', bound = '', unit = ''] = /^Too (?:small|big): expected \w+ to (?:be|have) (>=|<=|>|<)\s*(\S+)(.*)$/.exec(message) ?? [];
  const words = (unit === '' ? comparisons : sizes)[comparison];
  if (words !== undefined) return t(words, { bound: `${bound}${unit}` });
  return message.replace(/^Invalid input: /, '').replace(/^./, (first) => first.toUpperCase());
}
