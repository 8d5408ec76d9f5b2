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

/** The columns that a table at an input of the node will have. */
export interface CodeTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** The tables at the node's inputs with their columns, and the words of SQL; after `name.`, or another name given to a table, its columns alone. */
export function completeCode(language: CodeLanguage, tables: readonly CodeTable[]): CompletionSource | undefined {
  if (language === 'json' || language === 'text') return undefined;
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/\w*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const before = context.state.sliceDoc(Math.max(0, word.from - 200), word.from);
    const qualifier = language === 'sql' ? /(\w+)\s*\.\s*$/.exec(before)?.[1]?.toLowerCase() : undefined;
    const only = tables.find(({ name }) => name === qualifier || (qualifier !== undefined && new RegExp(`\\b${name}\\s+(?:as\\s+)?${qualifier}\\b`, 'i').test(context.state.doc.toString())));
    const words = language === 'sql' && qualifier === undefined ? await sqlKeywords(context) : null;
    const named = (only ? [only] : tables).flatMap(({ name: table, columns }) => columns.map(({ name, type }) => ({
      label: name, detail: tables.length > 1 ? `${type}, ${table}` : type, type: 'property', boost: 10,
      apply: language === 'sql' && !/^[A-Za-z_]\w*$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name,
    })));
    const ofTables = language === 'sql' && qualifier === undefined ? tables.map(({ name, columns }) => ({ label: name, detail: columns.map((column) => column.name).slice(0, 4).join(', '), type: 'class', boost: 9 })) : [];
    return { from: word.from, options: [...named, ...ofTables, ...(words?.options ?? [])], validFor: /^\w*$/ };
  };
}
