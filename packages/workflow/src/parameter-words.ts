import type { NodeManifest } from './node-manifest.ts';
import type { WorkflowNode } from './workflow.ts';

/** What the form calls a parameter of the node itself. */
export function titleOf(manifest: NodeManifest, path: readonly PropertyKey[]): string | undefined {
  if (path.length !== 1) return undefined;
  const properties = manifest.params.properties as Record<string, { title?: string }> | undefined;
  return properties?.[String(path[0])]?.title;
}

/** How messages call a node. */
export function label(node: Pick<WorkflowNode, 'id' | 'name'>): string {
  return node.name ? `"${node.name}" (${node.id})` : `"${node.id}"`;
}
