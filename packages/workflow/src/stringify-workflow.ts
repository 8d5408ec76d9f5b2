import type { Workflow } from './workflow.ts';

const topLevel = ['millrace', 'name', 'description', 'inputs', 'nodes', 'edges', 'notes', 'triggers', 'groups', 'subflows', 'layout'];
const inItems = ['id', 'type', 'name', 'disabled', 'within', 'from', 'to', 'params', 'pinned'];

/**
 * The document as text: two spaces, keys always in the same order, wires and positions on a line each, so that a diff
 * shows what changed and nothing else. The same document always gives the same bytes.
 */
export function stringifyWorkflow(workflow: Workflow): string {
  const { groups = [], subflows = [], ...rest } = workflow;
  const parts = ordered({ ...rest, ...(groups.length > 0 ? { groups } : {}), ...(subflows.length > 0 ? { subflows } : {}) }, topLevel).map(([key, value]) => `  ${JSON.stringify(key)}: ${section(key, value)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** JSON with every object's keys sorted: equal values give equal text. Used for keys and comparisons. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{${ordered(value as Record<string, unknown>).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

function section(key: string, value: unknown): string {
  if (key === 'edges' && Array.isArray(value)) return lines(value.map((edge) => inline(edge)), '[', ']');
  if (key === 'layout') {
    return lines(ordered(value as Workflow['layout']).map(([id, position]) => `${JSON.stringify(id)}: ${inline(position)}`), '{', '}');
  }
  return JSON.stringify(sortKeys(value), null, 2).replaceAll('\n', '\n  ');
}

function lines(items: readonly string[], open: string, close: string): string {
  return items.length === 0 ? open + close : `${open}\n${items.map((item) => `    ${item}`).join(',\n')}\n  ${close}`;
}

function inline(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.map(inline).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{ ${ordered(value as Record<string, unknown>, inItems).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`).join(', ')} }`
      : JSON.stringify(value);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(ordered(value as Record<string, unknown>, inItems).map(([key, item]) => [key, sortKeys(item)]));
}

/** Entries with the named keys first and the rest by code point; absent values are left out. */
function ordered<Value>(object: Record<string, Value>, first: readonly string[] = []): [string, Value][] {
  const rank = (key: string) => (first.indexOf(key) + 1 || first.length + 1);
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
