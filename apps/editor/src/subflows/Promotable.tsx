import type { WorkflowNode } from '@millrace/workflow';
import type { ReactNode } from 'react';
import { PromoteButton } from './PromoteButton.tsx';
import styles from './Subflows.module.css';

interface PromotableProps {
  readonly node: WorkflowNode;
  readonly parameter: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** The field of a parameter; beside it, for a node in a sub-workflow, what shows it in the form of that. */
export function Promotable({ node, parameter, title, children }: PromotableProps) {
  if (node.within === undefined) return children;
  return (
    <div className={styles.promotable}>
      <div>{children}</div>
      <PromoteButton subflowId={node.within} nodeId={node.id} parameter={parameter} title={title} />
    </div>
  );
}
