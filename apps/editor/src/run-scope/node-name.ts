import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';

/** What the page calls a node: its name, else its type's title. */
export function nodeName(nodeId: string): string {
  const node = useWorkflow.getState().document.nodes.find(({ id }) => id === nodeId);
  const title = node && useCatalog.getState().byType.get(node.type)?.title;
  return node?.name ?? (title === undefined ? nodeId : t(title));
}
