import type { NodeManifest, Workflow, WorkflowNode } from '@millrace/workflow';
import { t } from '../../i18n/i18n.ts';

/** A place in a workflow whose text has what was searched for. */
export interface FoundPlace {
  /** Of the node or note. */
  readonly id: string;
  /** What the node or note is called. */
  readonly name: string;
  readonly where: 'node' | 'parameter' | 'note';
  /** The text around what was found, with the parameter's name. */
  readonly text: string;
}

const around = 32;

/** Every node and note with the words in its name, type, id, parameters or text, whatever their case; all of them without words. */
export function findInWorkflow(workflow: Workflow, types: ReadonlyMap<string, NodeManifest>, query: string): readonly FoundPlace[] {
  const wanted = query.trim().toLowerCase();
  const nodes = workflow.nodes.flatMap((node) => placesIn(node, types.get(node.type), wanted));
  const notes = workflow.notes.flatMap(({ id, text }): FoundPlace[] => (text.toLowerCase().includes(wanted) ? [{ id, name: firstLine(text) || id, where: 'note', text: excerpt(text, wanted) }] : []));
  return [...nodes, ...notes];
}

function placesIn(node: WorkflowNode, manifest: NodeManifest | undefined, wanted: string): readonly FoundPlace[] {
  const title = t(manifest?.title ?? node.type);
  const name = node.name ?? title;
  const own = [name, title, manifest?.title ?? '', node.type, node.id].some((text) => text.toLowerCase().includes(wanted));
  const place: FoundPlace = { id: node.id, name, where: 'node', text: [...new Set([title, node.type, node.id])].filter((text) => text !== name).join(' · ') };
  if (wanted === '') return [place];
  const parameters = Object.entries(node.params).flatMap(([key, value]): FoundPlace[] => {
    const words = t(titleOf(manifest, key));
    const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
    const isFound = [words, key, text].some((part) => part.toLowerCase().includes(wanted));
    return isFound ? [{ id: node.id, name, where: 'parameter', text: `${words}: ${excerpt(text, wanted)}` }] : [];
  });
  return own ? [place, ...parameters] : parameters;
}

function titleOf(manifest: NodeManifest | undefined, parameter: string): string {
  const properties = manifest?.params.properties as Readonly<Record<string, { readonly title?: string }>> | undefined; // a JSON Schema, by nodeManifestSchema
  return properties?.[parameter]?.title ?? parameter;
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replace(/^#+\s*/, '').slice(0, 60);
}

function excerpt(text: string, wanted: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const at = Math.max(0, line.toLowerCase().indexOf(wanted));
  const [from, to] = [Math.max(0, at - around), at + wanted.length + around];
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
}
