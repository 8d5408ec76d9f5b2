import { connectionProblem } from '@millrace/workflow';
import { Panel, useConnection } from '@xyflow/react';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import styles from './Canvas.module.css';
import { edgeOfDrag, sameSideProblem } from './connections.ts';
import { inWords } from '../i18n/i18n.ts';

/** While a wire is over a port that refuses it: why. */
export function ConnectionHint() {
  const reason = useConnection((connection) => {
    if (!connection.inProgress || connection.isValid !== false) return undefined;
    const edge = edgeOfDrag(connection);
    if (!edge) return undefined;
    const problem = connectionProblem(useWorkflow.getState().document, useCatalog.getState().nodeTypes, edge);
    return sameSideProblem(connection) ?? (problem && inWords(problem));
  });
  if (reason === undefined) return null;
  return <Panel position="bottom-center" className={styles.hint} role="status">{reason}</Panel>;
}
