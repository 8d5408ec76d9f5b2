// Which columns every table of a workflow will have, found by following the wires before anything has run.
import { tableMetaSchema, type Column } from './artifact.ts';
import type { KnownColumns } from './api.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { NodeManifest } from './node-manifest.ts';
import { label, titleOf } from './parameter-words.ts';
import { parameterDiagnostics } from './parameters.ts';
import { phraseOf, say, term, type Phrase, type Told } from './phrase.ts';
import { topologicalOrder } from './topological-order.ts';
import { parseEndpoint, type Workflow, type WorkflowNode } from './workflow.ts';

export interface ColumnsQuestion {
  readonly node: WorkflowNode;
  readonly manifest: NodeManifest;
  /** By input; inputs whose columns are not known are left out. */
  readonly inputs: Readonly<Record<string, readonly Column[]>>;
}

/** What a node type says of its tables: columns by output, and what it finds wrong, by the path of a parameter. */
export interface ColumnsAnswer {
  readonly outputs: Readonly<Record<string, readonly Column[]>>;
  readonly problems: readonly (Told & { readonly parameter?: string | undefined; readonly severity: Diagnostic['severity'] })[];
}

export type AskColumns = (question: ColumnsQuestion) => Promise<ColumnsAnswer>;

/** Asks node after node, in topological order; nodes in a cycle, of unknown type or with wrong parameters know nothing. */
export async function propagateColumns({ nodes, edges }: Pick<Workflow, 'nodes' | 'edges'>, manifests: ReadonlyMap<string, NodeManifest>, ask: AskColumns): Promise<KnownColumns> {
  const columns = new Map<string, readonly Column[]>();
  const diagnostics: Diagnostic[] = [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wires = new Map<string, { readonly from: string; readonly port: string }[]>();
  for (const edge of edges) {
    const to = parseEndpoint(edge.to);
    wires.set(to.node, [...(wires.get(to.node) ?? []), { from: edge.from, port: to.port }]);
  }
  for (const id of topologicalOrder({ nodes, edges }).order) {
    const node = byId.get(id);
    const manifest = node && manifests.get(node.type);
    if (!node || node.disabled) continue;
    for (const [port, { kind, meta }] of Object.entries(node.pinned?.outputs ?? {})) {
      const table = kind === 'table' ? tableMetaSchema.safeParse(meta).data : undefined;
      if (table) columns.set(`${id}.${port}`, table.columns);
    }
    if (node.pinned || !manifest) continue;
    const into = wires.get(id) ?? [];
    const inputs = Object.fromEntries(into.flatMap(({ from, port }) => {
      const known = columns.get(from);
      return known ? [[port, known] as const] : [];
    }));
    const edgeInto = (port: string | undefined) => into.filter((wire) => wire.port === port).map(({ from }) => `${from}->${id}.${port}`)[0];
    for (const { name, parameter, of, words } of missingColumns(node, manifest, inputs)) {
      const edge = edgeInto(of);
      diagnostics.push(diagnostic('missing-column', say`${label(node)}, ${term(titleOf(manifest, [name]) ?? name)}: ${words}`, { nodeId: id, parameter, ...(edge === undefined ? {} : { edge }) }));
    }
    if (!manifest.columns || parameterDiagnostics(node, manifest).length > 0) continue;
    const { outputs, problems } = await ask({ node, manifest, inputs });
    const tables = manifest.outputs.filter((port) => port.kind === 'table').map((port) => port.name);
    for (const port of tables) {
      const found = Object.hasOwn(outputs, port) ? outputs[port] : undefined;
      if (found) columns.set(`${id}.${port}`, found);
    }
    const only = into.length === 1 ? edgeInto(into[0]?.port) : undefined;
    for (const { parameter, severity, ...problem } of problems) {
      const missing = parameter !== undefined && severity === 'error';
      diagnostics.push(diagnostic(missing ? 'missing-column' : 'columns', say`${label(node)}, ${phraseOf(problem)}`, { severity, nodeId: id, ...(parameter === undefined ? {} : { parameter }), ...(missing && only !== undefined ? { edge: only } : {}) }));
    }
  }
  return { columns: Object.fromEntries([...columns].map(([output, list]) => [output, [...list]])), diagnostics };
}

/** The columns that parameters of the node itself name and the tables at its inputs lack. `of` is the input. */
export function missingColumns(node: WorkflowNode, manifest: NodeManifest, inputs: Readonly<Record<string, readonly Column[]>>): { readonly name: string; readonly parameter: string; readonly of: string; readonly words: Phrase }[] {
  const properties = manifest.params.properties as Readonly<Record<string, ColumnProperty>> | undefined; // a JSON Schema, by nodeManifestSchema
  return Object.entries(properties ?? {}).flatMap(([name, property]) => {
    const { field, of, unless } = property;
    const table = of !== undefined && Object.hasOwn(inputs, of) ? inputs[of] : undefined;
    if (field !== 'column' || of === undefined || !table || (unless !== undefined && node.params[unless] !== undefined)) return [];
    const value = Object.hasOwn(node.params, name) ? node.params[name] : property.default;
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.flatMap((column, index) => (typeof column !== 'string' || column === '' || table.some((known) => known.name === column) ? [] : [{
      name, parameter: Array.isArray(value) ? `${name}.${index}` : name, of, words: missingColumn(column, table),
    }]));
  });
}

interface ColumnProperty {
  readonly field?: string;
  readonly of?: string;
  readonly unless?: string;
  readonly default?: unknown;
}

const mostNamed = 30;

/** The message for a column that a table lacks: what there is instead. */
export function missingColumn(name: string, table: readonly Pick<Column, 'name'>[]): Phrase {
  const names = table.map((column) => column.name);
  const listed = names.length <= mostNamed ? names.join(', ') : say`${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
  return say`Column "${name}" is missing; the table has: ${listed}`;
}
