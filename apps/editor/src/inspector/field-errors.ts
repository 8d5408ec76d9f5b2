import { label, phraseOf, wordsOf, type Diagnostic, type Phrase, type WorkflowNode } from '@millrace/workflow';
import { inWords, later, t } from '../i18n/i18n.ts';

/** Messages by the path of the parameter they are about (`steps.0.column`), without what the place already says. */
export function fieldErrors(node: WorkflowNode, diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const diagnostic of diagnostics) {
    const { parameter } = diagnostic;
    if (parameter === undefined || errors.has(parameter)) continue;
    const { text, values: [first, ...others] = [] } = phraseOf(diagnostic);
    const gave = text.startsWith(expressionGave) && typeof first === 'object';
    const problem = formWords(withoutPlace(gave ? first : phraseOf(diagnostic), node));
    errors.set(parameter, gave ? inWords({ text, values: [problem, ...others] }) : problem);
  }
  return errors;
}

/** How `resolvedParameterDiagnostics` goes on after what is wrong with a value. */
const expressionGave = '{{1}}; the expression gave';

/** What follows the names of the node and of the parameter. */
function withoutPlace(phrase: Phrase, node: WorkflowNode): Phrase {
  const { text, values = [] } = phrase;
  const last = values.at(-1);
  return text.startsWith('{{1}}, ') && values[0] === label(node) && typeof last === 'object' ? last : phrase;
}

const comparisons: Readonly<Record<string, string>> = {
  '>=': later('Must be at least {{bound}}'), '<=': later('Must be at most {{bound}}'), '>': later('Must be above {{bound}}'), '<': later('Must be below {{bound}}'),
};
const sizes: Readonly<Record<string, string>> = {
  '>=': later('Must have at least {{bound}}'), '<=': later('Must have at most {{bound}}'), '>': later('Must have above {{bound}}'), '<': later('Must have below {{bound}}'),
};

// zod's words, in those of a form.
function formWords(phrase: Phrase): string {
  const message = wordsOf(phrase);
  if (/expected .+, received undefined$/.test(message) || message.endsWith('expected string to have >=1 characters')) return t('This is needed');
  const [, comparison = '', bound = '', unit = ''] = /^Too (?:small|big): expected \w+ to (?:be|have) (>=|<=|>|<)\s*(\S+)(.*)$/.exec(message) ?? [];
  const words = (unit === '' ? comparisons : sizes)[comparison];
  if (words !== undefined) return t(words, { bound: `${bound}${unit}` });
  return inWords(phrase).replace(/^Invalid input: /, '').replace(/^./, (first) => first.toUpperCase());
}
