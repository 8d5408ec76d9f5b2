import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { StreamLanguage } from '@codemirror/language';
import { expressionFunctions, type WorkflowInput } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** Colours an expression; what it means is for the parser of the workflow package to say. */
export const expressionLanguage = StreamLanguage.define({
  name: 'millrace-expression',
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?|^'(?:[^'\\]|\\.)*'?|^`(?:[^`\\]|\\.)*`?/)) return 'string';
    if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/)) return 'number';
    if (stream.match(/^(?:and|or|not)\b/)) return 'keyword';
    if (stream.match(/^(?:true|false)\b/)) return 'atom';
    if (stream.match(/^[A-Za-z_]\w*(?=\s*\()/)) return 'typeName';
    if (stream.match(/^[A-Za-z_]\w*/)) return 'variableName';
    stream.next();
    return null;
  },
});

/** Inputs and functions that may stand at the cursor. */
export function completeExpression(inputs: readonly WorkflowInput[]): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const word = context.matchBefore(/(?:inputs\s*\.\s*)?\w*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    return { from: word.from, options: [...inputs.map(inputOption), ...[...expressionFunctions].map(([name, { example, description }]) => functionOption(name, example, description))], validFor: /^(?:inputs\s*\.?\s*)?\w*$/ };
  };
}

function inputOption({ name, title, description }: WorkflowInput): Completion {
  const info = title ?? description;
  return { label: `inputs.${name}`, type: 'variable', boost: 10, ...(info === undefined ? {} : { detail: info }) };
}

function functionOption(name: string, example: string, description: string): Completion {
  return { label: name, apply: `${name}(`, type: 'function', info: `${t(description)}: ${example}` };
}
