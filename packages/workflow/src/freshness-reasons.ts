import type { NodeManifest } from './node-manifest.ts';
import type { NodeRecord } from './node-record.ts';
import { parameterDiagnostics, withDefaults } from './parameters.ts';
import { canonicalJson } from './stringify-workflow.ts';
import type { WorkflowNode } from './workflow.ts';

export type FreshnessState = 'fresh' | 'reused' | 'stale' | 'waiting' | 'running' | 'failed' | 'skipped' | 'never' | 'pinned';

type Params = WorkflowNode['params'];

interface Compared {
  readonly record: NodeRecord;
  readonly manifest: NodeManifest | undefined;
  readonly changes: readonly string[];
}

/** Documents share the nodes that an edit left alone: those need not be compared again. */
const compared = new WeakMap<WorkflowNode, Compared>();

/** What of a node itself is not as the record has it, in words; nothing when a run would look for the very same outputs. */
export function changesOfNode(node: WorkflowNode, manifest: NodeManifest | undefined, record: NodeRecord, files: Readonly<Record<string, string | null>>): readonly string[] {
  const before = compared.get(node);
  const known = before?.record === record && before.manifest === manifest ? before : { record, manifest, changes: compare(node, manifest, record) };
  compared.set(node, known);
  return [...known.changes, ...fileChanges(record, files)];
}

function compare(node: WorkflowNode, manifest: NodeManifest | undefined, record: NodeRecord): string[] {
  if (node.type !== record.type) return [`Its type was changed since run ${record.number}`];
  if (!manifest) return ['Its node type is not installed'];
  const plugin = record.recipe?.plugin;
  const replaced = plugin !== undefined && canonicalJson(plugin) !== canonicalJson(manifest.plugin);
  const news = plugin?.version === manifest.plugin.version ? 'changed' : `updated to ${manifest.plugin.version}`;
  return [
    ...parameterChanges(node, manifest, record),
    ...(replaced ? [`The code of ${manifest.plugin.name} was ${news} since run ${record.number}`] : []),
  ];
}

function parameterChanges(node: WorkflowNode, manifest: NodeManifest, record: NodeRecord): string[] {
  const was = effective({ ...node, params: record.params }, manifest);
  const is = effective(node, manifest);
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => canonicalJson(was[name]) !== canonicalJson(is[name]));
  return names.map((name) => {
    const [before, now] = [brief(was[name]), brief(is[name])];
    const values = before === undefined || now === undefined ? '' : `: ${before} → ${now}`;
    return `${titleOf(manifest, name)} was changed since run ${record.number}${values}`;
  });
}

/** With defaults, as the output key has them. Parameters that are not valid get only the defaults of those that are absent. */
function effective(node: WorkflowNode, manifest: NodeManifest): Params {
  if (parameterDiagnostics(node, manifest).length === 0) return withDefaults(node, manifest);
  const defaults = propertiesOf(manifest).flatMap(([name, property]) => ('default' in property ? [[name, property.default as Params[string]]] : [])); // JSON by nodeManifestSchema
  return { ...Object.fromEntries(defaults), ...node.params };
}

/** A value that fits into a sentence. */
function brief(value: Params[string] | undefined): string | undefined {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return undefined;
  const text = typeof value === 'string' ? `“${value}”` : String(value);
  return text.length > 32 ? undefined : text;
}

function titleOf(manifest: NodeManifest, name: string): string {
  const title = propertiesOf(manifest).find(([key]) => key === name)?.[1]['title'];
  return typeof title === 'string' && title !== '' ? title : name;
}

function propertiesOf(manifest: NodeManifest): [string, Readonly<Record<string, unknown>>][] {
  const properties: unknown = manifest.params['properties'];
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).filter((entry): entry is [string, Record<string, unknown>] => typeof entry[1] === 'object' && entry[1] !== null);
}

function fileChanges(record: NodeRecord, files: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(record.recipe?.files ?? {}).flatMap(([path, fingerprint]) => {
    const now = files[path];
    if (now === undefined || now === fingerprint) return [];
    return [now === null ? `The file ${path} is not there any more` : `The file ${path} has changed since run ${record.number}`];
  });
}

/** Why an input is not what it was. */
export function wordsForInput(what: 'removed' | 'added' | 'rewired' | 'other content', { port, from, number }: { readonly port: string; readonly from?: string; readonly number: number }): string {
  switch (what) {
    case 'removed':
      return `The wire into ${port} was removed since run ${number}`;
    case 'added':
      return `${from ?? ''} was wired to ${port} since run ${number}`;
    case 'rewired':
      return `Its ${port} comes from ${from ?? ''} now`;
    case 'other content':
      return `${from ?? ''} has put out something else since run ${number}`;
    default:
      return what satisfies never;
  }
}

/** Why a source's state makes what reads from it stale. */
export function wordsForSource({ name, state }: { readonly name: string; readonly state: FreshnessState }): string {
  const states: Readonly<Record<FreshnessState, string>> = {
    fresh: 'is fresh', reused: 'is fresh', stale: 'is stale', waiting: 'waits to run', running: 'is running', failed: 'failed', skipped: 'was skipped', never: 'has never run', pinned: 'is pinned',
  };
  return `Its input comes from ${name}, which ${states[state]}`;
}
