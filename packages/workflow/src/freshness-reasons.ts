import type { NodeManifest } from './node-manifest.ts';
import type { NodeRecord } from './node-record.ts';
import { parameterDiagnostics, withDefaults } from './parameters.ts';
import { say, term, type Phrase } from './phrase.ts';
import { canonicalJson } from './stringify-workflow.ts';
import type { WorkflowNode } from './workflow.ts';

export type FreshnessState = 'fresh' | 'reused' | 'stale' | 'waiting' | 'running' | 'failed' | 'skipped' | 'never' | 'pinned';

type Params = WorkflowNode['params'];

interface Compared {
  readonly record: NodeRecord;
  readonly manifest: NodeManifest | undefined;
  readonly changes: readonly Phrase[];
}

/** Documents share the nodes that an edit left alone: those need not be compared again. */
const compared = new WeakMap<WorkflowNode, Compared>();

/** What of a node itself is not as the record has it, in words; nothing when a run would look for the very same outputs. */
export function changesOfNode(node: WorkflowNode, manifest: NodeManifest | undefined, record: NodeRecord, files: Readonly<Record<string, string | null>>): readonly Phrase[] {
  const before = compared.get(node);
  const known = before?.record === record && before.manifest === manifest ? before : { record, manifest, changes: compare(node, manifest, record) };
  compared.set(node, known);
  return [...known.changes, ...fileChanges(record, files)];
}

function compare(node: WorkflowNode, manifest: NodeManifest | undefined, record: NodeRecord): Phrase[] {
  if (node.type !== record.type) return [say`Its type was changed since run ${record.number}`];
  if (!manifest) return [say`Its node type is not installed`];
  const plugin = record.recipe?.plugin;
  const replaced = plugin !== undefined && canonicalJson(plugin) !== canonicalJson(manifest.plugin);
  const { name, version } = manifest.plugin;
  return [
    ...parameterChanges(node, manifest, record),
    ...(replaced ? [plugin.version === version ? say`The code of ${name} was changed since run ${record.number}` : say`The code of ${name} was updated to ${version} since run ${record.number}`] : []),
  ];
}

function parameterChanges(node: WorkflowNode, manifest: NodeManifest, record: NodeRecord): Phrase[] {
  const was = effective({ ...node, params: record.params }, manifest);
  const is = effective(node, manifest);
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => canonicalJson(was[name]) !== canonicalJson(is[name]));
  return names.map((name) => {
    const [before, now] = [brief(was[name]), brief(is[name])];
    const title = term(titleOf(manifest, name));
    if (before === undefined || now === undefined) return say`${title} was changed since run ${record.number}`;
    return say`${title} was changed since run ${record.number}: ${before} → ${now}`;
  });
}

/** With defaults, as the output key has them. Parameters that are not valid get only the defaults of those that are absent. */
function effective(node: WorkflowNode, manifest: NodeManifest): Params {
  if (parameterDiagnostics(node, manifest).length === 0) return withDefaults(node, manifest);
  const defaults = propertiesOf(manifest).flatMap(([name, property]) => ('default' in property ? [[name, property.default as Params[string]]] : [])); // JSON by nodeManifestSchema
  return { ...Object.fromEntries(defaults), ...node.params };
}

/** A value that fits into a sentence. */
function brief(value: Params[string] | undefined): Phrase | string | undefined {
  if (value === undefined) return say`nothing`;
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

function fileChanges(record: NodeRecord, files: Readonly<Record<string, string | null>>): Phrase[] {
  return Object.entries(record.recipe?.files ?? {}).flatMap(([path, fingerprint]) => {
    const now = files[path];
    if (now === undefined || now === fingerprint) return [];
    return [now === null ? say`The file ${path} is not there any more` : say`The file ${path} has changed since run ${record.number}`];
  });
}

/** Why an input is not what it was. */
export function wordsForInput(what: 'removed' | 'added' | 'rewired' | 'other content', { port, from, number }: { readonly port: string; readonly from?: Phrase | string; readonly number: number }): Phrase {
  switch (what) {
    case 'removed':
      return say`The wire into ${term(port)} was removed since run ${number}`;
    case 'added':
      return say`${from ?? ''} was wired to ${term(port)} since run ${number}`;
    case 'rewired':
      return say`Its ${term(port)} comes from ${from ?? ''} now`;
    case 'other content':
      return say`${from ?? ''} has put out something else since run ${number}`;
    default:
      return what satisfies never;
  }
}

/** Why a source's state makes what reads from it stale. */
export function wordsForSource({ name, state }: { readonly name: Phrase | string; readonly state: FreshnessState }): Phrase {
  switch (state) {
    case 'fresh':
    case 'reused':
      return say`Its input comes from ${name}, which is fresh`;
    case 'stale':
      return say`Its input comes from ${name}, which is stale`;
    case 'waiting':
      return say`Its input comes from ${name}, which waits to run`;
    case 'running':
      return say`Its input comes from ${name}, which is running`;
    case 'failed':
      return say`Its input comes from ${name}, which failed`;
    case 'skipped':
      return say`Its input comes from ${name}, which was skipped`;
    case 'never':
      return say`Its input comes from ${name}, which has never run`;
    case 'pinned':
      return say`Its input comes from ${name}, which is pinned`;
    default:
      return state satisfies never;
  }
}
