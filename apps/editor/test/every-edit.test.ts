import { edgeId, emptyWorkflow, mergeWorkflows, selectionOf, stringifyWorkflow, type NodeManifest, type Trigger, type Workflow } from '@millrace/workflow';
import { aligned, distributed } from '../src/arrange/align.ts';
import { tidyPlaces } from '../src/arrange/tidy-places.ts';
import { toTidy } from '../src/arrange/to-tidy.ts';
import { addNode, addNote, connect, duplicate, move, paste, remove, removeTrigger, rename, renameNode, setDescription, setDisabled, setNote, setParam, setPinned, setTrigger, type Params } from '../src/document/edits.ts';
import { dissolveGroup, foldGroups, groupNodes, joinGroup, leaveGroups, setGroup } from '../src/document/group-edits.ts';
import { addAtEnd, insertInWire } from '../src/document/wire-node.ts';
import { demote, dissolve, extract, promote, putWithin, renameSubflow } from '../src/document/subflow-edits.ts';
import { placesWithin } from '../src/groups/folded-elements.ts';
import { close, emptyHistory, record, redo, undo, type Edited } from '../src/document/history.ts';

/** Numbers in [0, 1) from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Chance {
  readonly number: (below: number) => number;
  readonly of: <Item>(items: readonly Item[]) => Item | undefined;
  readonly some: (items: readonly { readonly id: string }[]) => ReadonlySet<string>;
}

type Edit = (document: Workflow, chance: Chance) => Workflow;

const types = ['data.load', 'data.clean', 'data.split', 'train.bert'];
const everything = ({ nodes, notes }: Workflow) => [...nodes, ...notes];
const ids = (items: readonly { readonly id: string }[]) => new Set(items.map(({ id }) => id));
const one = (item: { readonly id: string } | undefined) => new Set(item ? [item.id] : []);
const place = ({ number }: Chance): [number, number] => [number(2000) - 1000, number(2000) - 1000];
const param = (value: (chance: Chance) => Params[string] | undefined): Edit => (document, chance) => setParam(document, chance.of(document.nodes)?.id ?? '', chance.of(['path', 'size', 'steps']) ?? '', value(chance));
const trigger = (id: string, { number }: Chance): Trigger => ({ id, type: 'schedule', cron: `${number(60)} * * * *`, timeZone: 'UTC', enabled: number(2) === 0 });
const wire: Edit = (document, { of, number }) => {
  const edge = { from: `${of(document.nodes)?.id ?? 'a'}.out`, to: `${of(document.nodes)?.id ?? 'b'}.in-${number(50)}` };
  return document.nodes.length === 0 || document.edges.some((other) => edgeId(other) === edgeId(edge)) ? document : connect(document, edge);
};
const boxes = (document: Workflow) => everything(document).map(({ id }) => ({ id, x: document.layout[id]?.[0] ?? 0, y: document.layout[id]?.[1] ?? 0, width: 224, height: 96 }));
const some = (document: Workflow, chance: Chance) => {
  const chosen = chance.some(everything(document));
  return boxes(document).filter(({ id }) => chosen.has(id));
};
const clean: NodeManifest = {
  type: 'data.clean', title: 'Clean', category: 'Data', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure',
  inputs: [{ name: 'in', kind: 'table' }], outputs: [{ name: 'out', kind: 'table' }], params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
};
const known = new Map([[clean.type, clean]]);
const group = ({ groups = [] }: Workflow, { of }: Chance) => of(groups)?.id ?? '';
const other: Workflow = {
  ...emptyWorkflow('Other'), nodes: [{ id: 'load', type: 'data.load', params: { path: 'x' } }, { id: 'far', type: 'data.clean', params: {} }],
  edges: [{ from: 'load.out', to: 'far.in' }], notes: [{ id: 'note', text: 'From elsewhere' }], groups: [{ id: 'group', title: 'Far', color: 'slate', members: ['load', 'far'] }], layout: { load: [0, 0], far: [10, 10], note: [5, 5] },
};

const edits: Readonly<Record<string, Edit>> = {
  'add a node': (document, chance) => addNode(document, chance.of(types) ?? '', place(chance)).document,
  'add two nodes': (document, chance) => addNode(addNode(document, 'data.load', place(chance)).document, 'data.load', place(chance)).document,
  'add a note': (document, chance) => addNote(document, 'Text', place(chance)).document,
  'add a node and wire it': (document, chance) => wire(addNode(document, 'data.split', place(chance)).document, chance),
  'connect': wire,
  'connect twice': (document, chance) => wire(wire(document, chance), chance),
  'rewire': (document, chance) => wire(remove(document, new Set(), new Set([document.edges[0]].flatMap((edge) => (edge ? [edgeId(edge)] : [])))), chance),
  'remove a node': (document, { of }) => remove(document, one(of(document.nodes))),
  'remove a note': (document, { of }) => remove(document, one(of(document.notes))),
  'remove a wire': (document, { of }) => remove(document, new Set(), new Set([of(document.edges)].flatMap((edge) => (edge ? [edgeId(edge)] : [])))),
  'remove all wires': (document) => remove(document, new Set(), new Set(document.edges.map(edgeId))),
  'remove nodes and notes': (document, { some }) => remove(document, some(everything(document))),
  'remove nodes and a wire': (document, { some, of }) => remove(document, some(document.nodes), new Set([of(document.edges)].flatMap((edge) => (edge ? [edgeId(edge)] : [])))),
  'remove everything': (document, { number }) => (number(4) === 0 ? remove(document, ids(everything(document))) : document),
  'move one': (document, chance) => move(document, Object.fromEntries([...one(chance.of(everything(document)))].map((id) => [id, place(chance)]))),
  'move many': (document, chance) => move(document, Object.fromEntries([...chance.some(everything(document))].map((id) => [id, place(chance)]))),
  'nudge': (document, { of }) => move(document, Object.fromEntries([...one(of(document.nodes))].map((id) => [id, [(document.layout[id]?.[0] ?? 0) + 5, document.layout[id]?.[1] ?? 0]]))),
  'align': (document, chance) => move(document, aligned(some(document, chance), chance.of(['left', 'center', 'right', 'top', 'middle', 'bottom']) ?? 'left')),
  'distribute': (document, chance) => move(document, distributed(some(document, chance), chance.of(['horizontally', 'vertically']) ?? 'vertically')),
  'tidy': (document) => move(document, tidyPlaces(toTidy(document, boxes(document)))),
  'tidy some': (document, { some: chosen }) => move(document, tidyPlaces(toTidy(document, boxes(document), chosen(everything(document))))),
  'group': (document, chance) => groupNodes(document, chance.some(everything(document)), { title: `Group ${chance.number(9)}`, color: 'amber' }).document,
  'write the title of a group': (document, chance) => setGroup(document, group(document, chance), { title: `Title ${chance.number(9)}` }),
  'colour a group': (document, chance) => setGroup(document, group(document, chance), { color: chance.of(['rose', 'cyan'] as const) ?? 'rose' }),
  'join a group': (document, chance) => joinGroup(document, chance.some(everything(document)), group(document, chance)),
  'leave groups': (document, chance) => leaveGroups(document, chance.some(everything(document))),
  'dissolve a group': (document, chance) => dissolveGroup(document, group(document, chance)),
  'move a group': (document, chance) => move(document, Object.fromEntries((chance.of(document.groups ?? [])?.members ?? []).map((id) => [id, place(chance)]))),
  'fold a group': (document, chance) => foldGroups(document, one(chance.of(document.groups ?? [])), 'folded'),
  'unfold a group': (document, chance) => foldGroups(document, one(chance.of((document.groups ?? []).filter(({ folded }) => folded))), 'unfolded'),
  'unfold all groups': (document) => foldGroups(document, ids(document.groups ?? []), 'unfolded'),
  'move a folded group': (document, chance) => move(document, placesWithin(document, undefined, Object.fromEntries((document.groups ?? []).filter(({ folded }) => folded).slice(0, 1).map(({ id }) => [id, place(chance)])))),
  'insert into a wire': (document, chance) => {
    const edge = chance.of(document.edges);
    const { document: next, nodeId } = addNode(document, 'data.clean', place(chance));
    return edge ? insertInWire(next, edge, nodeId, clean, known) : document;
  },
  'add at the end of a wire': (document, chance) => addAtEnd(document, clean, place(chance), { node: chance.of(document.nodes)?.id ?? 'a', port: 'out', side: 'output' }, known).document,
  'set a text': param(({ number }) => `text ${number(9)}`),
  'set an empty text': param(() => ''),
  'set a number': param(({ number }) => number(100) / 7),
  'set a flag': param(({ number }) => number(2) === 0),
  'set a list': param(({ number }) => Array.from({ length: number(4) }, (_, index) => index)),
  'set an object': param(({ number }) => ({ b: { c: number(5) }, a: [1] })),
  'set a list of objects': param(({ number }) => [{ op: 'take', rows: number(5) }]),
  'set nothing at all': param(() => null),
  'clear a parameter': param(() => undefined),
  'rename a node': (document, { of, number }) => renameNode(document, of(document.nodes)?.id ?? '', `Name ${number(5)}`),
  'take a node its name': (document, { of }) => renameNode(document, of(document.nodes)?.id ?? '', ''),
  'disable a node': (document, { of }) => setDisabled(document, one(of(document.nodes)), 'disabled'),
  'disable nodes': (document, { some }) => setDisabled(document, some(document.nodes), 'disabled'),
  'enable a node': (document, { of }) => setDisabled(document, one(of(document.nodes)), 'enabled'),
  'pin outputs': (document, { of }) => setPinned(document, of(document.nodes)?.id ?? '', { runId: 'r', number: 1, outputs: {} }),
  'unpin outputs': (document, { of }) => setPinned(document, of(document.nodes)?.id ?? '', undefined),
  'enable all': (document) => setDisabled(document, ids(document.nodes), 'enabled'),
  'rename the workflow': (document, { number }) => rename(document, `Workflow ${number(9)}`),
  'describe the workflow': (document, { number }) => setDescription(document, `About ${number(9)}`),
  'take the description out': (document) => setDescription(document, ''),
  'write a note': (document, { of, number }) => setNote(document, of(document.notes)?.id ?? '', `# ${number(99)}`),
  'empty a note': (document, { of }) => setNote(document, of(document.notes)?.id ?? '', ''),
  'add a schedule': (document, chance) => setTrigger(document, trigger(`s${chance.number(6)}`, chance)),
  'change a schedule': (document, chance) => setTrigger(document, trigger(document.triggers[0]?.id ?? 's0', chance)),
  'remove a schedule': (document, { of }) => removeTrigger(document, of(document.triggers)?.id ?? ''),
  'duplicate a node': (document, { of }) => duplicate(document, one(of(document.nodes))).document,
  'duplicate many': (document, { some, number }) => (number(3) === 0 ? duplicate(document, some(everything(document))).document : document),
  'paste from another workflow': (document) => paste(document, selectionOf(other, ids(everything(other)))).document,
  'paste at a place': (document, chance) => paste(document, selectionOf(other, new Set(['load', 'far'])), place(chance)).document,
  'extract a node': (document, { of }) => extract(document, one(of(document.nodes)), 'Part').document,
  'extract nodes and notes': (document, { some }) => extract(document, some(everything(document)), 'Clean mails').document,
  'extract what stands side by side': (document, { of, some }) => {
    const within = of(document.nodes)?.within;
    return extract(document, some([...document.nodes, ...document.subflows ?? []].filter((item) => item.within === within)), 'Mehr').document;
  },
  'dissolve': (document, { of }) => dissolve(document, of(document.subflows ?? [])?.id ?? ''),
  'rename a sub-workflow': (document, { of, number }) => renameSubflow(document, of(document.subflows ?? [])?.id ?? '', `Part ${number(5)}`),
  'promote': (document, { of }) => promote(document, of(document.subflows ?? [])?.id ?? '', of(document.nodes)?.id ?? '', of(['path', 'size']) ?? ''),
  'demote': (document, { of }) => {
    const subflow = of(document.subflows ?? []);
    const { node, parameter } = of(subflow?.promoted ?? []) ?? { node: '', parameter: '' };
    return demote(document, subflow?.id ?? '', node, parameter);
  },
  'remove a sub-workflow': (document, { of }) => remove(document, one(of(document.subflows ?? []))),
  'duplicate a sub-workflow': (document, { of, number }) => (number(3) === 0 ? duplicate(document, one(of(document.subflows ?? []))).document : document),
  'put a node into a sub-workflow': (document, { of }) => putWithin(document, one(of(document.nodes)), of(document.subflows ?? [])?.id),
  'cut': (document, { some }) => remove(document, some(document.nodes)),
  'cut and paste': (document, chance) => {
    const chosen = chance.some(document.nodes);
    return paste(remove(document, chosen), selectionOf(document, chosen), place(chance)).document;
  },
  'merge a group': (document, { some: chosen, number }) => mergeWorkflows(document, rename(document, `Mine ${number(9)}`), groupNodes(document, chosen(everything(document)), { title: 'Theirs', color: 'blue' }).document).document,
  'merge': (document, { number }) => mergeWorkflows(document, rename(document, 'Mine'), setDescription(addNode(document, 'data.load', [number(9), 0]).document, 'Theirs')).document,
  'replace by another document': (document, { number }) => (number(6) === 0 ? other : document),
};

test('there are at least forty kinds of edit', () => {
  expect(Object.keys(edits).length).toBeGreaterThanOrEqual(40);
});

test.each([1, 2, 3, 4, 5, 6])('any sequence of edits is undone and redone to the same bytes (seed %i)', (seed) => {
  const random = randomFrom(seed);
  const number = (below: number) => Math.floor(random() * below);
  const chance: Chance = { number, of: (items) => items[number(items.length)], some: (items) => ids(items.filter(() => random() < 0.4).slice(0, 12)) };
  const names = Object.keys(edits);
  const seen = new Set<string>();
  let edited: Edited = { document: emptyWorkflow('Test'), history: emptyHistory };
  const states = [stringifyWorkflow(edited.document)];
  for (let step = 0; step < 250; step++) {
    const name = names[step < names.length ? step : number(names.length)] ?? '';
    const next = record(edited, edits[name]!(edited.document, chance), number(8) === 0 ? 'gesture' : undefined);
    edited = { ...next, history: close(next.history) };
    if (stringifyWorkflow(edited.document) === states.at(-1)) continue;
    seen.add(name);
    states.push(stringifyWorkflow(edited.document));
    expect(undoneAndRedone(edited, name)).toEqual([name, states.at(-2), states.at(-1)]);
  }
  expect(edited.history.undo).toHaveLength(states.length - 1);
  for (const state of states.slice(0, -1).reverse()) {
    edited = undo(edited);
    expect(stringifyWorkflow(edited.document)).toBe(state);
  }
  for (const state of states.slice(1)) {
    edited = redo(edited);
    expect(stringifyWorkflow(edited.document)).toBe(state);
  }
  expect(seen.size).toBeGreaterThanOrEqual(40);
});

function undoneAndRedone(edited: Edited, name: string): string[] {
  const back = undo(edited);
  return [name, stringifyWorkflow(back.document), stringifyWorkflow(redo(back).document)];
}
