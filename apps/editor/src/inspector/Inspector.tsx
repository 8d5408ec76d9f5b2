import { useSelectedNodeId } from '../canvas/canvas-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import styles from './Inspector.module.css';
import { NodeInspector } from './NodeInspector.tsx';
import { WorkflowInspector } from './WorkflowInspector.tsx';

/** The column at the right: the selected node's parameters, or the workflow when none is selected. */
export default function Inspector() {
  const nodeId = useSelectedNodeId();
  const node = useWorkflow(({ document }) => document.nodes.find((candidate) => candidate.id === nodeId));
  return (
    <aside className={styles.inspector} data-testid="inspector" data-empty={!node} aria-label={t('Inspector')}>
      {node ? <NodeInspector key={node.id} node={node} /> : <WorkflowInspector />}
    </aside>
  );
}
