import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { keywordCompletionSource, sql, StandardSQL } from '@codemirror/lang-sql';
import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { Column } from '@millrace/workflow';
import type { CodeLanguage } from '../inspector/form-fields.ts';

const extensions: Readonly<Record<CodeLanguage, Extension>> = { json: json(), sql: sql({ dialect: StandardSQL }), javascript: javascript(), text: [] };
const sqlKeywords = keywordCompletionSource(StandardSQL, true);

export function languageOf(language: CodeLanguage): Extension {
  return extensions[language];
}

/** The columns that the tables at the node's inputs will have, and the words of SQL. */
export function completeCode(language: CodeLanguage, columns: readonly Column[]): CompletionSource | undefined {
  if (language === 'json' || language === 'text') return undefined;
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/\w*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const words = language === 'sql' ? await sqlKeywords(context) : null;
    const named = columns.map(({ name, type }) => ({ label: name, detail: type, type: 'property', boost: 10, apply: language === 'sql' && !/^[A-Za-z_]\w*$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name }));
    return { from: word.from, options: [...named, ...(words?.options ?? [])], validFor: /^\w*$/ };
  };
}
