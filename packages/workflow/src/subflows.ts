// Sub-workflows: which nodes, notes and sub-workflows stand in which. A view of the document; runs do not know of them.
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { say, type Phrase } from './phrase.ts';
import type { Subflow, Workflow } from './workflow.ts';

/** How deep sub-workflows may stand in one another. */
export const depthLimit = 16;

/** The sub-workflows around what stands `within` one, the outermost first. Ends where one names itself or what is not there. */
export function subflowPath(workflow: Pick<Workflow, 'subflows'>, within: string | undefined): readonly Subflow[] {
  const path: Subflow[] = [];
  let at = within === undefined ? undefined : find(workflow, within);
  while (at && !path.includes(at)) {
    path.unshift(at);
    const outer: string | undefined = at.within;
    at = outer === undefined ? undefined : find(workflow, outer);
  }
  return path;
}

/** The ids and those of all nodes, notes and sub-workflows that stand in one of them, at whatever depth. */
export function withContents(workflow: Workflow, ids: ReadonlySet<string>): ReadonlySet<string> {
  if (!workflow.subflows?.some(({ id }) => ids.has(id))) return ids;
  const held = new Set(ids);
  for (let before = -1; before < held.size;) {
    before = held.size;
    for (const { id, within } of workflow.subflows) if (within !== undefined && held.has(within)) held.add(id);
  }
  for (const { id, within } of [...workflow.nodes, ...workflow.notes]) if (within !== undefined && held.has(within)) held.add(id);
  return held;
}

/** Ids of the nodes in a sub-workflow, at whatever depth. */
export function insideOf(workflow: Workflow, subflowId: string): ReadonlySet<string> {
  const held = withContents(workflow, new Set([subflowId]));
  return new Set(workflow.nodes.flatMap(({ id }) => (held.has(id) ? [id] : [])));
}

/**
 * The document with nothing in a sub-workflow that is not there or that would hold itself, and no parameter promoted of a node
 * that does not stand in it: for what was put together from parts.
 */
export function soundSubflows(workflow: Workflow): Workflow {
  const { subflows: _subflows, ...rest } = workflow;
  if (!workflow.subflows) return workflow;
  const known = new Set(workflow.subflows.map(({ id }) => id));
  const settle = <Item extends { readonly within?: string | undefined }>(item: Item, holds: (within: string) => boolean): Item => {
    if (item.within === undefined || holds(item.within)) return item;
    const { within: _within, ...free } = item;
    return free as Item; // `within` is optional in every Item
  };
  const inKnown = (within: string) => known.has(within);
  let subflows = workflow.subflows.map((subflow) => settle(subflow, inKnown));
  for (const { id } of subflows) {
    subflows = subflows.map((subflow) => (subflow.id === id ? settle(subflow, () => !loops({ subflows }, subflow)) : subflow));
  }
  const sound = {
    ...rest,
    nodes: workflow.nodes.map((node) => settle(node, inKnown)),
    notes: workflow.notes.map((note) => settle(note, inKnown)),
    ...(subflows.length === 0 ? {} : { subflows }),
  };
  if (subflows.length === 0) return sound;
  return { ...sound, subflows: subflows.map((subflow) => withoutForeign(sound, subflow)) };
}

/** What is wrong with the sub-workflows of a document: they are few, so each is looked at by itself. */
export function subflowDiagnostics(workflow: Workflow): Diagnostic[] {
  const { subflows = [] } = workflow;
  const known = new Set(subflows.map(({ id }) => id));
  const items = new Set([...workflow.nodes, ...workflow.notes].map(({ id }) => id));
  const strayed = [...workflow.nodes, ...workflow.notes, ...subflows].flatMap(({ id, within }): Diagnostic[] => (within === undefined || known.has(within)
    ? []
    : [problem(say`"${id}" stands in the sub-workflow "${within}", which is not there: take "within" out of it`, items.has(id) ? id : undefined)]));
  return [...strayed, ...subflows.flatMap((subflow) => ofSubflow(workflow, subflow, items))];
}

function ofSubflow(workflow: Workflow, subflow: Subflow, items: ReadonlySet<string>): Diagnostic[] {
  const path = subflowPath(workflow, subflow.id);
  const words = path.map(({ id, name }) => `"${name || id}"`).join(' › ');
  if (items.has(subflow.id)) return [problem(say`A sub-workflow and a node or note have the id "${subflow.id}": give one of them another`)];
  if (loops(workflow, subflow)) return [problem(say`The sub-workflow ${words} stands in itself: take one of them out of the other`)];
  const inside = insideOf(workflow, subflow.id);
  return [
    ...(path.length > depthLimit ? [problem(say`Sub-workflows stand in one another ${path.length} deep, at most ${depthLimit} may: ${words}`)] : []),
    ...subflow.promoted.filter(({ node }) => !inside.has(node)).map(({ node, parameter }): Diagnostic => ({
      ...problem(say`${words} shows "${parameter}" of the node "${node}", which does not stand in it: take it out of "promoted"`), severity: 'warning',
    })),
  ];
}

function loops(workflow: Pick<Workflow, 'subflows'>, subflow: Subflow): boolean {
  const outermost = subflowPath(workflow, subflow.id)[0];
  return outermost?.within !== undefined && find(workflow, outermost.within) !== undefined;
}

function withoutForeign(workflow: Workflow, subflow: Subflow): Subflow {
  if (subflow.promoted.length === 0) return subflow;
  const inside = insideOf(workflow, subflow.id);
  const promoted = subflow.promoted.filter(({ node }) => inside.has(node));
  return promoted.length === subflow.promoted.length ? subflow : { ...subflow, promoted };
}

function problem(words: Phrase, nodeId?: string): Diagnostic {
  return diagnostic('subflow', words, nodeId === undefined ? {} : { nodeId });
}

function find(workflow: Pick<Workflow, 'subflows'>, id: string): Subflow | undefined {
  return workflow.subflows?.find((subflow) => subflow.id === id);
}
