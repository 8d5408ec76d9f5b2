import { label, type Diagnostic, type WorkflowNode } from '@millrace/workflow';

/** Messages by the path of the parameter they are about (`steps.0.column`), without what the place already says. */
export function fieldErrors(node: WorkflowNode, diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const { parameter, message } of diagnostics) {
    if (parameter === undefined || errors.has(parameter)) continue;
    const start = `${label(node)}, `;
    const rest = message.startsWith(start) ? message.slice(message.indexOf(': ', start.length) + 2) : message;
    errors.set(parameter, inWords(rest));
  }
  return errors;
}

// zod's words for what a form calls an empty field.
function inWords(message: string): string {
  if (/expected .+, received undefined$/.test(message)) return 'This is needed';
  return message.replace(/^Invalid input: /, '').replace(/^./, (first) => first.toUpperCase());
}
