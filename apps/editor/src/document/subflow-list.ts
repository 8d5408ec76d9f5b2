// The list of sub-workflows in a document.
import type { Subflow, Workflow } from '@millrace/workflow';

/** The sub-workflows without those that are removed, and without promoted parameters of nodes that are. */
export function withoutItems(workflow: Workflow, ids: ReadonlySet<string>): Workflow {
  if (!workflow.subflows) return workflow;
  const left = workflow.subflows.filter(({ id }) => !ids.has(id));
  return withSubflows(workflow, left.map((subflow) => (subflow.promoted.some(({ node }) => ids.has(node)) ? { ...subflow, promoted: subflow.promoted.filter(({ node }) => !ids.has(node)) } : subflow)));
}

/** The document with these sub-workflows; a document without any has no list of them. */
export function withSubflows({ subflows: _old, ...workflow }: Workflow, subflows: readonly Subflow[]): Workflow {
  return subflows.length === 0 ? workflow : { ...workflow, subflows: [...subflows] };
}
