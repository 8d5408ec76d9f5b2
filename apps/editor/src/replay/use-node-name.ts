import type { Workflow } from '@millrace/workflow';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';

/** What the page calls a node of a workflow. */
export function useNodeName(workflow: Workflow): (nodeId: string) => string {
  const byType = useCatalog((state) => state.byType);
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  return (nodeId) => {
    const node = nodes.get(nodeId);
    return node ? node.name ?? t(byType.get(node.type)?.title ?? node.type) : nodeId;
  };
}
