import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../theme/style-nonce.ts';
import { highlighting, look } from './code-look.ts';

interface CodeBoxProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** One line: Tab leaves it, and pasted lines become one. Otherwise Tab indents, and Escape before it leaves. */
  readonly lines: 'one' | 'many';
  readonly language: Extension;
  readonly complete?: CompletionSource | undefined;
  readonly placeholder?: string | undefined;
  readonly invalid: boolean;
}

/** A CodeMirror editor as a form control. */
export function CodeBox({ id, label, value, onChange, lines, language, complete, placeholder, invalid }: CodeBoxProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, complete, value });
  useEffect(() => {
    latest.current = { onChange, complete, value };
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const extensions: Extension[] = [
      EditorView.cspNonce.of(styleNonce()),
      history(), bracketMatching(), closeBrackets(), syntaxHighlighting(highlighting), look, language,
      autocompletion({ override: [(context) => latest.current.complete?.(context) ?? null], icons: false }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, ...(lines === 'many' ? [indentWithTab] : [])]),
      lines === 'many' ? lineNumbers() : oneLine,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ id, 'aria-label': label, spellcheck: 'false' }),
      ...(placeholder === undefined ? [] : [placeholderText(placeholder)]),
      EditorView.updateListener.of((update) => {
        const text = update.state.doc.toString();
        if (update.docChanged && text !== latest.current.value) latest.current.onChange(text);
      }),
    ];
    const made = new EditorView({ parent: host.current, state: EditorState.create({ doc: latest.current.value, extensions }) });
    view.current = made;
    return () => made.destroy();
  }, [id, label, lines, language, placeholder]);
  useEffect(() => {
    const now = view.current;
    if (now && now.state.doc.toString() !== value) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);
  return <div ref={host} data-invalid={invalid} data-lines={lines} className="code-box" />;
}

/** Joins what would be several lines. */
const oneLine = EditorState.transactionFilter.of((transaction) => (transaction.docChanged && transaction.newDoc.lines > 1
  ? [transaction, { changes: lineBreaks(transaction.newDoc.toString()), sequential: true }]
  : transaction));

function lineBreaks(text: string): { from: number; to: number; insert: string }[] {
  return [...text.matchAll(/\n/g)].map(({ index }) => ({ from: index, to: index + 1, insert: ' ' }));
}
