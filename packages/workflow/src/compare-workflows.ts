import { edgeId } from './change.ts';
import { canonicalJson } from './stringify-workflow.ts';
import type { Edge, Workflow } from './workflow.ts';

/** A value that is another in the later document; `undefined` where a document has none. */
export interface FieldDifference {
  /** From the item inwards: `['params', 'steps', '0', 'column']`. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** One item that two documents do not have alike. An item that was both changed and moved is told of twice. */
export interface Difference {
  /** The list of the document that holds the item (`nodes`, `edges`, `notes`, …), or `workflow` for what a document has once. */
  readonly section: string;
  /** Of the item in its section, or its name where it has no id; for `workflow` the name of the field. */
  readonly id: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** What differs in an item that was changed or moved. */
  readonly fields: readonly FieldDifference[];
}

const apart = new Set(['millrace', 'layout']);
const order = ['nodes', 'edges', 'notes', 'triggers', 'subflows'];

/**
 * What tells `after` from `before`, for people to read: first what a document has once, then nodes, wires, notes, schedules
 * and any other list, each in the order of `after` with what was removed behind. The order of items in a list means nothing.
 */
export function compareWorkflows(before: Workflow, after: Workflow): readonly Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !apart.has(key));
  const part = (workflow: Workflow, key: string): unknown => Object.entries(workflow).find(([name]) => name === key)?.[1];
  const isList = (key: string) => [before, after].some((workflow) => isItems(part(workflow, key)));
  const once = keys.filter((key) => !isList(key)).flatMap((key): Difference[] => {
    const fields = fieldDifferences(part(before, key), part(after, key), []);
    return fields.length === 0 ? [] : [{ section: 'workflow', id: key, kind: 'changed', fields }];
  });
  const rank = (key: string) => (order.indexOf(key) + 1 || order.length + 1);
  const lists = keys.filter(isList).sort((a, b) => rank(a) - rank(b)).flatMap((key) => [
    ...itemDifferences(key, itemsById(key, part(before, key)), itemsById(key, part(after, key))),
    ...moves(key, before, after),
  ]);
  return [...once, ...lists];
}

function itemDifferences(section: string, before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Difference[] {
  const now = [...after].flatMap(([id, item]): Difference[] => {
    if (!before.has(id)) return [{ section, id, kind: 'added', fields: [] }];
    const fields = fieldDifferences(before.get(id), item, []);
    return fields.length === 0 ? [] : [{ section, id, kind: 'changed', fields }];
  });
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id): Difference => ({ section, id, kind: 'removed', fields: [] }));
  return [...now, ...gone];
}

/** Items that are in both documents and stand elsewhere. */
function moves(section: string, before: Workflow, after: Workflow): Difference[] {
  if (section === 'edges') return [];
  const was = itemsById(section, Object.entries(before).find(([name]) => name === section)?.[1]);
  const is = itemsById(section, Object.entries(after).find(([name]) => name === section)?.[1]);
  return [...is.keys()].filter((id) => was.has(id)).flatMap((id): Difference[] => {
    const fields = fieldDifferences(before.layout[id], after.layout[id], ['layout']);
    return fields.length === 0 ? [] : [{ section, id, kind: 'moved', fields: [{ path: ['layout'], before: before.layout[id], after: after.layout[id] }] }];
  });
}

/** The innermost values that differ: objects are looked into, and lists of the same length. */
function fieldDifferences(before: unknown, after: unknown, path: readonly string[]): FieldDifference[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  const [was, is] = [entries(before), entries(after)];
  const alike = was && is && Array.isArray(before) === Array.isArray(after) && (!Array.isArray(before) || was.size === is.size);
  if (!alike) return [{ path, before, after }];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => fieldDifferences(was.get(key), is.get(key), [...path, key]));
}

function entries(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function isItems(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && ('id' in item || 'name' in item || 'from' in item));
}

function itemsById(section: string, value: unknown): ReadonlyMap<string, unknown> {
  if (!isItems(value)) return new Map();
  return new Map(value.map((item) => [section === 'edges' ? edgeId(item as Edge) : String(Object(item).id ?? Object(item).name), item])); // by the schema of the section
}
