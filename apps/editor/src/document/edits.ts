// Every edit of a document that the editor makes, as a pure function from one document to the next.
import { edgeId, parseEndpoint, selectionOf, withContents, type Edge, type Note, type Position, type Selection, type Subflow, type Trigger, type Workflow, type WorkflowNode } from '@millrace/workflow';
import { withGroups, withoutMembers } from './groups.ts';
import { withoutItems, withSubflows } from './subflow-list.ts';

export type Params = WorkflowNode['params'];

/** Adds a node of a type; its id is made from the type's last word. */
export function addNode(workflow: Workflow, type: string, position: Position): { readonly document: Workflow; readonly nodeId: string } {
  const nodeId = freeId(workflow, type.split('.').at(-1) ?? 'node');
  const node: WorkflowNode = { id: nodeId, type, params: {} };
  return {
    nodeId,
    document: { ...workflow, nodes: [...workflow.nodes, node], layout: { ...workflow.layout, [nodeId]: rounded(position) } },
  };
}

export function addNote(workflow: Workflow, text: string, position: Position): { readonly document: Workflow; readonly noteId: string } {
  const noteId = freeId(workflow, 'note');
  return {
    noteId,
    document: { ...workflow, notes: [...workflow.notes, { id: noteId, text }], layout: { ...workflow.layout, [noteId]: rounded(position) } },
  };
}

/** Removes nodes, notes and sub-workflows with all that these hold, with their wires, places and membership, and the named edges. */
export function remove(workflow: Workflow, named: ReadonlySet<string>, edges: ReadonlySet<string> = new Set()): Workflow {
  const ids = withContents(workflow, named);
  const stays = (edge: Edge) => !edges.has(edgeId(edge)) && !ids.has(parseEndpoint(edge.from).node) && !ids.has(parseEndpoint(edge.to).node);
  return {
    ...withoutItems(withGroups(workflow, withoutMembers(workflow.groups ?? [], ids)), ids),
    nodes: workflow.nodes.filter((node) => !ids.has(node.id)),
    notes: workflow.notes.filter((note) => !ids.has(note.id)).map((note) => introducesNone(note, ids)),
    edges: workflow.edges.filter(stays),
    layout: Object.fromEntries(Object.entries(workflow.layout).filter(([id]) => !ids.has(id))),
  };
}

export function connect(workflow: Workflow, edge: Edge): Workflow {
  return { ...workflow, edges: [...workflow.edges, edge] };
}

/** Copies nodes and notes a little to the side, with the wires among them and the groups of which all is copied. */
export function duplicate(workflow: Workflow, ids: ReadonlySet<string>): { readonly document: Workflow; readonly copies: readonly string[] } {
  const { document, pasted } = paste(workflow, selectionOf(workflow, ids), undefined, (within) => within);
  return { document, copies: pasted };
}

/**
 * Adds what was copied, under ids that are free here. Its middle comes to `at`; without that it lies a little beside where it
 * stood. Further aside, where that very place is taken. `home` says in which sub-workflow stands what comes without its own.
 */
export function paste(workflow: Workflow, { nodes, edges, notes, groups = [], subflows = [], layout }: Selection, at?: Position, home: (within: string | undefined) => string | undefined = () => undefined): { readonly document: Workflow; readonly pasted: readonly string[] } {
  const names = new Map<string, string>();
  let document = workflow;
  for (const { id: old } of subflows) {
    const id = freeId(document, old.replace(/-\d+$/, ''));
    names.set(old, id);
    document = withSubflows(document, [...document.subflows ?? [], { id, name: '', promoted: [] }]);
  }
  const within = (item: { readonly within?: string | undefined }): { readonly within?: string | undefined } => {
    const place = names.get(item.within ?? '') ?? home(item.within);
    return place === undefined ? {} : { within: place };
  };
  const inner = new Set([...nodes, ...notes, ...subflows].filter((item) => names.has(item.within ?? '')).map(({ id }) => id));
  for (const node of nodes) {
    const id = freeId(document, node.id.replace(/-\d+$/, ''));
    names.set(node.id, id);
    document = { ...document, nodes: [...document.nodes, { ...free(node), id, ...within(node) }] };
  }
  for (const { before, ...note } of notes) {
    const introduced = names.get(before ?? '');
    const id = freeId(document, note.id.replace(/-\d+$/, ''));
    names.set(note.id, id);
    document = { ...document, notes: [...document.notes, { ...free(note), id, ...within(note), ...(introduced === undefined ? {} : { before: introduced }) }] };
  }
  for (const group of groups) {
    const members = group.members.flatMap((old) => names.get(old) ?? []);
    const id = freeId(document, group.id.replace(/-\d+$/, ''));
    if (members.length > 0) document = withGroups(document, [...(document.groups ?? []), { ...group, id, members }]);
  }
  const cards = new Map(subflows.map((subflow): [string, Subflow] => {
    const promoted = subflow.promoted.flatMap(({ node, parameter }) => (names.has(node) ? [{ node: names.get(node) ?? node, parameter }] : []));
    const id = names.get(subflow.id) ?? subflow.id;
    return [id, { ...free(subflow), id, ...within(subflow), promoted }];
  }));
  if (cards.size > 0) document = withSubflows(document, (document.subflows ?? []).map((subflow) => cards.get(subflow.id) ?? subflow));
  const wires = edges.flatMap(({ from, to }) => {
    const [source, target] = [parseEndpoint(from), parseEndpoint(to)];
    const [fromNode, toNode] = [names.get(source.node), names.get(target.node)];
    return fromNode && toNode ? [{ from: `${fromNode}.${source.port}`, to: `${toNode}.${target.port}` }] : [];
  });
  const [left, top] = asideFrom(workflow, Object.entries(layout).flatMap(([id, place]) => (inner.has(id) ? [] : [place])), at);
  const places = [...names].map(([old, id], index): [string, Position] => {
    const [x, y] = layout[old] ?? [index * 40, index * 40];
    return [id, rounded(inner.has(old) ? [x, y] : [x + left, y + top])];
  });
  return {
    document: { ...document, edges: [...document.edges, ...wires], layout: { ...document.layout, ...Object.fromEntries(places) } },
    pasted: [...names.values()],
  };
}

/** How far what stood at `places` moves when it is pasted. */
function asideFrom(workflow: Workflow, places: readonly Position[], at: Position | undefined): Position {
  const middle = (axis: 0 | 1) => (Math.min(...places.map((place) => place[axis])) + Math.max(...places.map((place) => place[axis]))) / 2;
  let [x, y]: Position = at && places.length > 0 ? [at[0] - middle(0) - 110, at[1] - middle(1) - 45] : at ?? [40, 40];
  const taken = new Set(Object.values(workflow.layout).map((place) => place.join()));
  while (places.some((place) => taken.has(rounded([place[0] + x, place[1] + y]).join()))) [x, y] = [x + 40, y + 40];
  return [x, y];
}

export function move(workflow: Workflow, positions: Readonly<Record<string, Position>>): Workflow {
  const moved = Object.entries(positions).map(([id, position]) => [id, rounded(position)] as const);
  return { ...workflow, layout: { ...workflow.layout, ...Object.fromEntries(moved) } };
}

/** Sets one parameter; `undefined` takes it out, so that the default holds. */
export function setParam(workflow: Workflow, nodeId: string, name: string, value: Params[string] | undefined): Workflow {
  return updateNode(workflow, nodeId, (node) => {
    const { [name]: _old, ...rest } = node.params;
    return { ...node, params: value === undefined ? rest : { ...node.params, [name]: value } };
  });
}

export function renameNode(workflow: Workflow, nodeId: string, name: string): Workflow {
  return updateNode(workflow, nodeId, ({ name: _old, ...node }) => (name === '' ? node : { ...node, name }));
}

/** A disabled node is skipped by runs, with all that depends on it. */
export function setDisabled(workflow: Workflow, named: ReadonlySet<string>, to: 'disabled' | 'enabled'): Workflow {
  const ids = withContents(workflow, named);
  return {
    ...workflow,
    nodes: workflow.nodes.map((node) => {
      if (!ids.has(node.id) || Boolean(node.disabled) === (to === 'disabled')) return node;
      const { disabled: _old, params, ...rest } = node;
      return to === 'disabled' ? { ...rest, disabled: true, params } : { ...rest, params };
    }),
  };
}

/** Gives a node the outputs of a run, whatever it would make; `undefined` lets it run again. */
export function setPinned(workflow: Workflow, nodeId: string, outputs: WorkflowNode['pinned']): Workflow {
  return updateNode(workflow, nodeId, ({ pinned: _old, ...node }) => (outputs === undefined ? node : { ...node, pinned: outputs }));
}

export function rename(workflow: Workflow, name: string): Workflow {
  return { ...workflow, name };
}

/** An empty description is none. */
export function setDescription(workflow: Workflow, text: string): Workflow {
  const { description: _old, ...rest } = workflow;
  return text === '' ? rest : { ...workflow, description: text };
}

export function setNote(workflow: Workflow, noteId: string, text: string): Workflow {
  return { ...workflow, notes: workflow.notes.map((note) => (note.id === noteId ? { ...note, text } : note)) };
}

/** Puts a trigger in the place of the one with its id, or at the end. */
export function setTrigger(workflow: Workflow, trigger: Trigger): Workflow {
  const known = workflow.triggers.some((other) => other.id === trigger.id);
  const triggers = known ? workflow.triggers.map((other) => (other.id === trigger.id ? trigger : other)) : [...workflow.triggers, trigger];
  return { ...workflow, triggers };
}

export function removeTrigger(workflow: Workflow, triggerId: string): Workflow {
  return { ...workflow, triggers: workflow.triggers.filter((trigger) => trigger.id !== triggerId) };
}

/** The word itself when nothing in the document has it, else with the first free number behind it. */
export function freeId(workflow: Workflow, word: string): string {
  const taken = new Set([...workflow.nodes, ...workflow.notes, ...workflow.triggers, ...workflow.groups ?? [], ...workflow.subflows ?? []].map((item) => item.id));
  const base = word.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+/, '').slice(0, 56) || 'node';
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}

function free<Item extends { readonly within?: string | undefined }>({ within: _within, ...item }: Item): Omit<Item, 'within'> {
  return item;
}

function updateNode(workflow: Workflow, nodeId: string, update: (node: WorkflowNode) => WorkflowNode): Workflow {
  return { ...workflow, nodes: workflow.nodes.map((node) => (node.id === nodeId ? update(node) : node)) };
}

// Prose whose node goes stays where it is on the canvas.
function introducesNone({ before, ...note }: Note, ids: ReadonlySet<string>): Note {
  return before === undefined || ids.has(before) ? note : { ...note, before };
}

function rounded([x, y]: Position): Position {
  return [Math.round(x), Math.round(y)];
}
