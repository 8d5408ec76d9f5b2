import { useSelectedNodeId, useSelectedSubflowId } from '../canvas/canvas-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { SubflowInspector } from '../subflows/SubflowInspector.tsx';
import styles from './Inspector.module.css';
import { NodeInspector } from './NodeInspector.tsx';
import { WorkflowInspector } from './WorkflowInspector.tsx';

/** The column at the right: the selected node's parameters or the selected sub-workflow, or the workflow when none is selected. */
export default function Inspector() {
  const nodeId = useSelectedNodeId();
  const node = useWorkflow(({ document }) => document.nodes.find((candidate) => candidate.id === nodeId));
  const subflowId = useSelectedSubflowId();
  const subflow = useWorkflow(({ document }) => document.subflows?.find((candidate) => candidate.id === subflowId));
  return (
    <aside className={styles.inspector} data-testid="inspector" data-empty={!node && !subflow} aria-label={t('Inspector')}>
      {node ? <NodeInspector key={node.id} node={node} /> : subflow ? <SubflowInspector key={subflow.id} subflow={subflow} /> : <WorkflowInspector />}
    </aside>
  );
}
