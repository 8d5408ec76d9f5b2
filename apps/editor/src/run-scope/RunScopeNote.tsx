import type { RunScope } from '@millrace/workflow';
import { nodeName } from './node-name.ts';
import { scopeWords } from './scope-words.ts';
import styles from './RunScope.module.css';

/** Which part of the workflow a run runs; nothing when that is all of it. */
export function RunScopeNote({ scope }: { readonly scope: RunScope | undefined }) {
  if (!scope) return null;
  const words = scopeWords(scope, nodeName);
  return <span className={`${styles.note} cut`} title={words} data-testid="run-scope">{words}</span>;
}
