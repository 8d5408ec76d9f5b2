import { canonicalJson } from './stringify-workflow.ts';
import type { WorkflowInput } from './inputs/workflow-input.ts';
import type { Edge, Group, Note, Position, Subflow, Trigger, Workflow, WorkflowNode } from './workflow.ts';

/** What happened to one list of records. Indices tell where a record stood, so that undo restores the order too. */
export interface RecordsChange<Item> {
  readonly added: Readonly<Record<string, { readonly index: number; readonly item: Item }>>;
  readonly updated: Readonly<Record<string, readonly [before: Item, after: Item]>>;
  readonly removed: Readonly<Record<string, { readonly index: number; readonly item: Item }>>;
}

/** An edit of a workflow that can be applied and taken back. After tldraw's RecordsDiff. */
export interface Change {
  readonly inputs?: RecordsChange<WorkflowInput>;
  readonly nodes?: RecordsChange<WorkflowNode>;
  readonly edges?: RecordsChange<Edge>;
  readonly notes?: RecordsChange<Note>;
  readonly triggers?: RecordsChange<Trigger>;
  readonly groups?: RecordsChange<Group>;
  readonly subflows?: RecordsChange<Subflow>;
  readonly layout?: RecordsChange<Position>;
  readonly name?: readonly [before: string, after: string];
  readonly description?: readonly [before: string | undefined, after: string | undefined];
}

/** A change that does not fit the document it is applied to; the document stays as it was. */
export class ChangeConflict extends Error {
  override readonly name = 'ChangeConflict';
}

const identify = {
  inputs: (input: WorkflowInput) => input.name,
  nodes: (node: WorkflowNode) => node.id,
  edges: (edge: Edge) => edgeId(edge),
  notes: (note: Note) => note.id,
  triggers: (trigger: Trigger) => trigger.id,
  groups: (group: Group) => group.id,
  subflows: (subflow: Subflow) => subflow.id,
};

/** An edge is what it connects. */
export function edgeId(edge: Edge): string {
  return `${edge.from}->${edge.to}`;
}

/** The change that turns `before` into `after`; empty when they are equal. Records keep their relative order. */
export function changeBetween(before: Workflow, after: Workflow): Change {
  return compact({
    inputs: compare(before.inputs ?? [], after.inputs ?? [], identify.inputs),
    nodes: compare(before.nodes, after.nodes, identify.nodes),
    edges: compare(before.edges, after.edges, identify.edges),
    notes: compare(before.notes, after.notes, identify.notes),
    triggers: compare(before.triggers, after.triggers, identify.triggers),
    groups: compare(before.groups ?? [], after.groups ?? [], identify.groups),
    subflows: compare(before.subflows ?? [], after.subflows ?? [], identify.subflows),
    layout: compareEntries(Object.entries(before.layout).sort(byKey), Object.entries(after.layout).sort(byKey)),
    name: before.name === after.name ? undefined : [before.name, after.name],
    description: before.description === after.description ? undefined : [before.description, after.description],
  });
}

/** Whether a change does nothing. */
export function isEmpty(change: Change): boolean {
  return Object.keys(change).length === 0;
}

/** The document with the change made. Throws a ChangeConflict when what it removes or updates is not there as it was. */
export function applyChange(workflow: Workflow, change: Change): Workflow {
  const { description: _description, inputs: _inputs, groups: _groups, subflows: _subflows, ...rest } = workflow;
  const inputs = applyTo(workflow.inputs ?? [], change.inputs, identify.inputs);
  const groups = applyTo(workflow.groups ?? [], change.groups, identify.groups);
  const subflows = applyTo(workflow.subflows ?? [], change.subflows, identify.subflows);
  const description = change.description ? change.description[1] : workflow.description;
  return {
    ...rest,
    ...(description === undefined ? {} : { description }),
    ...(inputs.length === 0 ? {} : { inputs }),
    name: change.name ? change.name[1] : workflow.name,
    nodes: applyTo(workflow.nodes, change.nodes, identify.nodes),
    edges: applyTo(workflow.edges, change.edges, identify.edges),
    notes: applyTo(workflow.notes, change.notes, identify.notes),
    triggers: applyTo(workflow.triggers, change.triggers, identify.triggers),
    ...(groups.length === 0 ? {} : { groups }),
    ...(subflows.length === 0 ? {} : { subflows }),
    layout: change.layout ? applyToLayout(workflow.layout, change.layout) : workflow.layout,
  };
}

/** The change that takes this one back. */
export function invertChange(change: Change): Change {
  return compact({
    inputs: change.inputs && invertRecords(change.inputs),
    nodes: change.nodes && invertRecords(change.nodes),
    edges: change.edges && invertRecords(change.edges),
    notes: change.notes && invertRecords(change.notes),
    triggers: change.triggers && invertRecords(change.triggers),
    groups: change.groups && invertRecords(change.groups),
    subflows: change.subflows && invertRecords(change.subflows),
    layout: change.layout && invertRecords(change.layout),
    name: change.name && [change.name[1], change.name[0]],
    description: change.description && [change.description[1], change.description[0]],
  });
}

function compact(change: { [Key in keyof Change]: Change[Key] | undefined }): Change {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

function compare<Item>(before: readonly Item[], after: readonly Item[], id: (item: Item) => string): RecordsChange<Item> | undefined {
  const change = compareEntries(before.map((item) => [id(item), item]), after.map((item) => [id(item), item]));
  if (sameOrder(before, after, id)) return change;
  // A new order is told as removing all and adding all: rare, and always right.
  const all = (items: readonly Item[]) => Object.fromEntries(items.map((item, index) => [id(item), { index, item }]));
  return { added: all(after), updated: {}, removed: all(before) };
}

function sameOrder<Item>(before: readonly Item[], after: readonly Item[], id: (item: Item) => string): boolean {
  const was = new Set(before.map(id));
  const is = new Set(after.map(id));
  const kept = (items: readonly Item[], other: ReadonlySet<string>) => items.map(id).filter((key) => other.has(key)).join('\n');
  return kept(before, is) === kept(after, was);
}

function compareEntries<Item>(before: readonly (readonly [string, Item])[], after: readonly (readonly [string, Item])[]): RecordsChange<Item> | undefined {
  const was = new Map(before);
  const is = new Map(after);
  const place = ([key, item]: readonly [string, Item], index: number) => [key, { index, item }] as const;
  const added = after.map(place).filter(([key]) => !was.has(key));
  const removed = before.map(place).filter(([key]) => !is.has(key));
  const updated = before.flatMap(([key, old]) => {
    const now = is.get(key);
    return now === undefined || canonicalJson(old) === canonicalJson(now) ? [] : [[key, [old, now]] as const];
  });
  if (added.length + removed.length + updated.length === 0) return undefined;
  return { added: Object.fromEntries(added), updated: Object.fromEntries(updated), removed: Object.fromEntries(removed) };
}

function invertRecords<Item>(change: RecordsChange<Item>): RecordsChange<Item> {
  const updated = Object.entries(change.updated).map(([key, [before, after]]) => [key, [after, before]] as const);
  return { added: change.removed, removed: change.added, updated: Object.fromEntries(updated) };
}

function applyTo<Item>(items: readonly Item[], change: RecordsChange<Item> | undefined, id: (item: Item) => string): Item[] {
  if (!change) return [...items];
  const present = new Map(items.map((item) => [id(item), item]));
  checkPresent(present, change);
  const next = items.filter((item) => !(id(item) in change.removed)).map((item) => change.updated[id(item)]?.[1] ?? item);
  for (const { index, item } of Object.values(change.added).sort((a, b) => a.index - b.index)) next.splice(index, 0, item);
  return next;
}

function applyToLayout(layout: Workflow['layout'], change: RecordsChange<Position>): Workflow['layout'] {
  checkPresent(new Map(Object.entries(layout)), change);
  const kept = Object.entries(layout).filter(([key]) => !(key in change.removed));
  const updated = Object.entries(change.updated).map(([key, [, after]]) => [key, after] as const);
  const added = Object.entries(change.added).map(([key, { item }]) => [key, item] as const);
  return Object.fromEntries([...kept, ...updated, ...added]);
}

function checkPresent<Item>(present: ReadonlyMap<string, Item>, change: RecordsChange<Item>): void {
  const expected = [
    ...Object.entries(change.removed).map(([key, { item }]) => [key, item] as const),
    ...Object.entries(change.updated).map(([key, [before]]) => [key, before] as const),
  ];
  for (const [key, item] of expected) {
    const now = present.get(key);
    if (now === undefined) throw new ChangeConflict(`"${key}" is not there any more`);
    if (canonicalJson(now) !== canonicalJson(item)) throw new ChangeConflict(`"${key}" was changed by someone else`);
  }
  for (const key of Object.keys(change.added)) {
    if (present.has(key) && !(key in change.removed)) throw new ChangeConflict(`"${key}" is there already`);
  }
}
