import { say } from './phrase.ts';
import { WorkflowFormatError } from './workflow-format-error.ts';
import { currentFormat } from './workflow.ts';

type Document = Record<string, unknown>;

/** One step a format: `migrations[n]` turns a document of format n into one of format n + 1. */
export const documentMigrations: Readonly<Record<number, (document: Document) => Document>> = {
  // Format 0 is that of the first sketches: edges as { source, sourcePort, target, targetPort }, positions in the nodes.
  0: (document) => {
    const nodes = list(document.nodes);
    const positions = nodes.filter((node) => 'position' in node).map((node) => [node.id, node.position]);
    return {
      ...document,
      millrace: 1,
      nodes: nodes.map(({ position: _position, ...node }) => node),
      edges: list(document.edges).map((edge) => ('source' in edge
        ? { from: `${edge.source}.${edge.sourcePort}`, to: `${edge.target}.${edge.targetPort}` }
        : edge)),
      layout: { ...Object.fromEntries(positions), ...(document.layout as Document | undefined) },
    };
  },
};

/** Brings a document to the current format. A newer one is refused in words, since reading it halfway would lose work. */
export function migrateDocument(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('millrace' in value)) return value;
  let document = value as Document; // an object, by the line above
  if (typeof document.millrace === 'number' && document.millrace > currentFormat) {
    throw new WorkflowFormatError(
      say`This workflow was saved by a newer Millrace (format ${document.millrace}; this one reads up to ${currentFormat}). Update Millrace to open it`,
    );
  }
  for (;;) {
    const step = typeof document.millrace === 'number' ? documentMigrations[document.millrace] : undefined;
    if (!step) return document;
    document = step(document);
  }
}

function list(value: unknown): Document[] {
  return Array.isArray(value) ? value.filter((item): item is Document => typeof item === 'object' && item !== null) : [];
}
