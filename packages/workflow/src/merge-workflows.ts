import { edgeId } from './change.ts';
import { canonicalJson } from './stringify-workflow.ts';
import { soundSubflows } from './subflows.ts';
import { formatEndpoint, parseEndpoint, type Edge, type Group, type Subflow, type Workflow } from './workflow.ts';

/** Which of two documents an item is taken from where both changed it. */
export type Side = 'mine' | 'theirs';

/** Something that both changed, each in another way. A value that is absent was removed. */
export interface MergeConflict {
  /** The same for the same place in the document: `nodes/split/params/testSize`, `nodes/split`, `layout/note`, `name`. */
  readonly place: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merged {
  readonly document: Workflow;
  /** What could not be merged by itself; the document has mine there unless it was chosen otherwise. */
  readonly conflicts: readonly MergeConflict[];
}

const absent = Symbol('absent');
type Value = unknown;

/**
 * Merges what two people made of the same document, node by node, parameter by parameter, wire by wire. What only one of them
 * changed is taken from that one; of what both changed, `choices` says by its place whose is taken. Mine comes first in order,
 * what only theirs has follows. Where both added something under one id, mine gets another.
 */
export function mergeWorkflows(base: Workflow, my: Workflow, theirs: Workflow, choices: ReadonlyMap<string, Side> = new Map()): Merged {
  const mine = withFreeIds(base, my, theirs);
  const conflicts: MergeConflict[] = [];
  const disputed = new Set([...removedButWired(base, mine, theirs), ...removedButWired(base, theirs, mine)].map((id) => `nodes/${id}`));
  const merge = (place: string, was: Value, my: Value, their: Value): Value => {
    if (same(my, their)) return my;
    if (same(was, their) && !disputed.has(place)) return my;
    if (same(was, my) && !disputed.has(place)) return their;
    if (place.startsWith('layout/')) return my === absent ? their : my; // where something stands is not worth a question
    if (/^groups\/[^/]+\/members$/.test(place)) return mergeMembers(was, my, their); // nor is what a frame surrounds
    if (isRecord(my) && isRecord(their) && (isRecord(was) || was === absent) && opens(place)) return mergeRecords(place, isRecord(was) ? was : {}, my, their);
    return choose(place, my, their);
  };
  const choose = (place: string, my: Value, their: Value): Value => {
    conflicts.push({ place, mine: my === absent ? undefined : my, theirs: their === absent ? undefined : their });
    return choices.get(place) === 'theirs' ? their : my;
  };
  const mergeRecords = (place: string, was: Fields, my: Fields, their: Fields): Fields => {
    const keys = [...new Set([...Object.keys(my), ...Object.keys(their)])];
    const merged = keys.map((key) => [key, merge(`${place}/${key}`, field(was, key), field(my, key), field(their, key))] as const);
    return Object.fromEntries(merged.filter(([, value]) => value !== absent));
  };
  const sections = Object.fromEntries(['millrace', 'name', 'description', ...lists, ...records].flatMap((section) => {
    const [was, my, their] = [base, mine, theirs].map((document) => field(document, section));
    if (!isList(section)) {
      const value = records.includes(section) ? mergeRecords(section, asFields(was), asFields(my), asFields(their)) : merge(section, was, my, their);
      return value === absent ? [] : [[section, value]];
    }
    const items = Object.values(mergeRecords(section, byId(section, was), byId(section, my), byId(section, their)));
    return section === 'inputs' && items.length === 0 ? [] : [[section, items]];
  }));
  const document = sections as unknown as Workflow; // every section is that of a workflow, merged
  const lost = doublyWired(base, mine, theirs, document.edges).flatMap(([my, their]) => {
    const kept = choose(`edges/${my.to}`, my.from, their.from);
    return [edgeId(kept === my.from ? their : my)];
  });
  const edges = document.edges.filter((edge) => !lost.includes(edgeId(edge)));
  const { groups: _groups, ...rest } = document;
  const left = groupsOf(document);
  const merged = { ...rest, ...(left.length === 0 ? {} : { groups: left }), edges, layout: { ...theirs.layout, ...mine.layout, ...document.layout } };
  return { document: consistent(merged), conflicts };
}

type Fields = Readonly<Record<string, unknown>>;

const lists = ['inputs', 'nodes', 'edges', 'notes', 'triggers', 'groups', 'subflows'];
const records = ['layout'];

function isList(section: string): boolean {
  return lists.includes(section);
}

/** Whether what stands at a place is merged field by field: inputs, nodes and their parameters, notes, triggers, groups, sub-workflows. */
function opens(place: string): boolean {
  return /^(inputs|nodes|notes|triggers|groups|subflows)\/[^/]+$|^nodes\/[^/]+\/params$/.test(place);
}

/** What either has and neither took out. */
function mergeMembers(was: Value, my: Value, their: Value): readonly unknown[] {
  const [before, mine, theirs] = [was, my, their].map((members): readonly unknown[] => (Array.isArray(members) ? members : []));
  const all = [...new Set([...mine ?? [], ...theirs ?? []])];
  return all.filter((id) => !before?.includes(id) || (mine?.includes(id) && theirs?.includes(id)));
}

function byId(section: string, list: unknown): Fields {
  const items: readonly { id?: string; name?: string; from?: string; to?: string }[] = Array.isArray(list) ? list : [];
  return Object.fromEntries(items.map((item) => [section === 'edges' ? edgeId({ from: item.from ?? '', to: item.to ?? '' }) : item.id ?? item.name ?? '', item]));
}

function asFields(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(fields: object, key: string): unknown {
  return Object.hasOwn(fields, key) ? (fields as Fields)[key] : absent;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== absent && b !== absent && canonicalJson(a) === canonicalJson(b));
}

/** My document with other ids for what both added under the same id. */
function withFreeIds(base: Workflow, mine: Workflow, theirs: Workflow): Workflow {
  const items = ({ nodes, notes, triggers, groups = [], subflows = [] }: Workflow) => [...nodes, ...notes, ...triggers, ...groups, ...subflows];
  const old = new Set(items(base).map(({ id }) => id));
  const others = new Map(items(theirs).map((item) => [item.id, item]));
  const taken = new Set([...old, ...others.keys(), ...items(mine).map(({ id }) => id)]);
  const renamed = new Map<string, string>();
  for (const item of items(mine)) {
    const other = others.get(item.id);
    if (old.has(item.id) || !other || same(item, other)) continue;
    let number = 2;
    while (taken.has(`${item.id}-${number}`)) number++;
    taken.add(`${item.id}-${number}`);
    renamed.set(item.id, `${item.id}-${number}`);
  }
  if (renamed.size === 0) return mine;
  const rename = <Item extends { readonly id: string; readonly within?: string | undefined }>(list: readonly Item[]): Item[] => list.map((item) => ({
    ...item, id: renamed.get(item.id) ?? item.id, ...(item.within === undefined ? {} : { within: renamed.get(item.within) ?? item.within }),
  }));
  const members = (ids: readonly string[]) => ids.map((id) => renamed.get(id) ?? id);
  const end = (text: string) => formatEndpoint({ ...parseEndpoint(text), node: renamed.get(parseEndpoint(text).node) ?? parseEndpoint(text).node });
  return {
    ...mine,
    nodes: rename(mine.nodes),
    notes: rename(mine.notes),
    triggers: rename(mine.triggers),
    ...(mine.groups ? { groups: rename(mine.groups).map((group) => ({ ...group, members: members(group.members) })) } : {}),
    ...(mine.subflows ? { subflows: rename(mine.subflows).map((subflow) => promoting(subflow, renamed)) } : {}),
    edges: mine.edges.map(({ from, to }) => ({ from: end(from), to: end(to) })),
    layout: Object.fromEntries(Object.entries(mine.layout).map(([id, place]) => [renamed.get(id) ?? id, place])),
  };
}

/** Nodes that one removed while the other drew a wire to them. */
function removedButWired(base: Workflow, remover: Workflow, other: Workflow): string[] {
  const left = new Set(remover.nodes.map(({ id }) => id));
  const old = new Set(base.edges.map(edgeId));
  const wired = other.edges.filter((edge) => !old.has(edgeId(edge))).flatMap(({ from, to }) => [parseEndpoint(from).node, parseEndpoint(to).node]);
  return base.nodes.flatMap(({ id }) => (!left.has(id) && wired.includes(id) ? [id] : []));
}

/** Inputs to which each wired another output: mine and theirs. */
function doublyWired(base: Workflow, mine: Workflow, theirs: Workflow, merged: readonly Edge[]): [mine: Edge, theirs: Edge][] {
  const [old, mines, others] = [base, mine, theirs].map(({ edges }) => new Set(edges.map(edgeId)));
  const added = (edge: Edge, by: ReadonlySet<string> | undefined) => by?.has(edgeId(edge)) === true && old?.has(edgeId(edge)) === false;
  return merged.filter((edge) => added(edge, mines) && !added(edge, others)).flatMap((my): [Edge, Edge][] => {
    const their = merged.find((edge) => edge.to === my.to && added(edge, others) && !added(edge, mines));
    return their ? [[my, their]] : [];
  });
}

/** Without wires of nodes that are gone, without places of what is gone, and with nothing in a sub-workflow that is gone. */
function consistent(document: Workflow): Workflow {
  const { nodes, notes, edges, layout, subflows } = document;
  const known = new Set(nodes.map(({ id }) => id));
  const placed = new Set([...known, ...notes.map(({ id }) => id), ...(subflows ?? []).map(({ id }) => id)]);
  return soundSubflows({
    ...document,
    edges: edges.filter(({ from, to }) => known.has(parseEndpoint(from).node) && known.has(parseEndpoint(to).node)),
    layout: Object.fromEntries(Object.entries(layout).filter(([id]) => placed.has(id))),
  });
}

function promoting(subflow: Subflow, renamed: ReadonlyMap<string, string>): Subflow {
  return { ...subflow, promoted: subflow.promoted.map(({ node, parameter }) => ({ node: renamed.get(node) ?? node, parameter })) };
}

/** The groups without what is gone; what both put into a group is in the first of the two, and a group of nothing is none. */
function groupsOf({ nodes, notes, subflows = [], groups = [] }: Workflow): Group[] {
  const free = new Set([...nodes, ...notes, ...subflows].map(({ id }) => id));
  return groups.flatMap((group) => {
    const members = group.members.filter((id) => free.delete(id));
    return members.length === 0 ? [] : [{ ...group, members }];
  });
}
