// Edits of sub-workflows, as pure functions from one document to the next.
import type { Position, Subflow, Workflow } from '@millrace/workflow';
import { freeId } from './edits.ts';
import { withSubflows } from './subflow-list.ts';

interface Placed {
  readonly within?: string | undefined;
}

/**
 * Puts nodes, notes and sub-workflows that stand side by side into a new sub-workflow. Ids, parameters and wires stay as they
 * are, so nothing has to run again. The card lies in their middle. Nothing happens where no node or sub-workflow is named.
 */
export function extract(workflow: Workflow, ids: ReadonlySet<string>, name: string): { readonly document: Workflow; readonly subflowId?: string } {
  const chosen = [...workflow.nodes, ...workflow.subflows ?? []].filter(({ id }) => ids.has(id));
  const within = chosen[0]?.within;
  if (chosen.length === 0 || chosen.some((item) => item.within !== within)) return { document: workflow };
  const subflowId = freeId(workflow, name.toLowerCase());
  const put = <Item extends Placed & { readonly id: string }>(item: Item): Item => (ids.has(item.id) && item.within === within ? { ...item, within: subflowId } : item);
  const card: Subflow = { id: subflowId, name, ...(within === undefined ? {} : { within }), promoted: [] };
  return {
    subflowId,
    document: {
      ...workflow,
      nodes: workflow.nodes.map(put),
      notes: workflow.notes.map(put),
      subflows: [...(workflow.subflows ?? []).map(put), card],
      layout: { ...workflow.layout, [subflowId]: middleOf(workflow, chosen.map(({ id }) => id)) },
    },
  };
}

/** Takes a sub-workflow away and leaves what it held in its place, around where its card was. */
export function dissolve(workflow: Workflow, subflowId: string): Workflow {
  const card = workflow.subflows?.find(({ id }) => id === subflowId);
  if (!card) return workflow;
  const free = <Item extends Placed>(item: Item): Item => (item.within === subflowId ? placedIn(item, card.within) : item);
  const held = [...workflow.nodes, ...workflow.subflows ?? [], ...workflow.notes].filter(({ within }) => within === subflowId).map(({ id }) => id);
  const placed = [...workflow.nodes, ...workflow.subflows ?? []].filter(({ within }) => within === subflowId).map(({ id }) => id);
  const [x, y] = middleOf(workflow, placed);
  const [left, top] = workflow.layout[subflowId] ?? [x, y];
  const { [subflowId]: _card, ...layout } = workflow.layout;
  const moved = held.flatMap((id): [string, Position][] => {
    const place = layout[id];
    return place ? [[id, [place[0] + left - x, place[1] + top - y]]] : [];
  });
  return withSubflows(
    { ...workflow, nodes: workflow.nodes.map(free), notes: workflow.notes.map(free), layout: { ...layout, ...Object.fromEntries(moved) } },
    (workflow.subflows ?? []).filter(({ id }) => id !== subflowId).map(free),
  );
}

export function renameSubflow(workflow: Workflow, subflowId: string, name: string): Workflow {
  return updateSubflow(workflow, subflowId, (subflow) => ({ ...subflow, name }));
}

/** Shows a parameter of a node in the form of a sub-workflow around it, as the last. */
export function promote(workflow: Workflow, subflowId: string, node: string, parameter: string): Workflow {
  return updateSubflow(workflow, subflowId, (subflow) => (isPromoted(subflow, node, parameter) ? subflow : { ...subflow, promoted: [...subflow.promoted, { node, parameter }] }));
}

/** Takes a parameter out of the form of a sub-workflow; its value stays. */
export function demote(workflow: Workflow, subflowId: string, node: string, parameter: string): Workflow {
  return updateSubflow(workflow, subflowId, (subflow) => ({ ...subflow, promoted: subflow.promoted.filter((one) => one.node !== node || one.parameter !== parameter) }));
}

export function isPromoted(subflow: Subflow, node: string, parameter: string): boolean {
  return subflow.promoted.some((one) => one.node === node && one.parameter === parameter);
}

/** Moves what was just added into a sub-workflow, or out of all. */
export function putWithin(workflow: Workflow, ids: ReadonlySet<string>, subflowId: string | undefined): Workflow {
  const put = <Item extends Placed & { readonly id: string }>(item: Item): Item => (ids.has(item.id) ? placedIn(item, subflowId) : item);
  return withSubflows({ ...workflow, nodes: workflow.nodes.map(put), notes: workflow.notes.map(put) }, (workflow.subflows ?? []).map(put));
}

function updateSubflow(workflow: Workflow, subflowId: string, update: (subflow: Subflow) => Subflow): Workflow {
  if (!workflow.subflows) return workflow;
  return { ...workflow, subflows: workflow.subflows.map((subflow) => (subflow.id === subflowId ? update(subflow) : subflow)) };
}

function placedIn<Item extends Placed>({ within: _within, ...item }: Item, subflowId: string | undefined): Item {
  return (subflowId === undefined ? item : { ...item, within: subflowId }) as Item; // only `within`, which is optional, is another
}

function middleOf(workflow: Workflow, ids: readonly string[]): Position {
  const places = ids.flatMap((id) => (workflow.layout[id] ? [workflow.layout[id]] : []));
  if (places.length === 0) return [0, 0];
  const middle = (axis: 0 | 1) => Math.round((Math.min(...places.map((place) => place[axis])) + Math.max(...places.map((place) => place[axis]))) / 2);
  return [middle(0), middle(1)];
}
