import { emptyWorkflow, insideOf, selectionOf, stringifyWorkflow, type NodeManifest, type NodeRun, type NodeRunState, type PortManifest, type Workflow } from '@millrace/workflow';
import { duplicate, move, paste, remove } from '../src/document/edits.ts';
import { demote, dissolve, extract, promote, putWithin } from '../src/document/subflow-edits.ts';
import { foldGroups } from '../src/document/group-edits.ts';
import { placesWithin } from '../src/groups/folded-elements.ts';
import { drawnLevel } from '../src/canvas/drawn-level.ts';
import { insideState } from '../src/subflows/inside-state.ts';
import { beyond, beyondIds, crossingWires, endOfHandle, levelOf, portsOf, shapeOf } from '../src/subflows/level.ts';
import { subflowElements } from '../src/subflows/subflow-elements.ts';

const manifest = (type: string, inputs: PortManifest[], outputs: PortManifest[]): NodeManifest => ({
  type, title: type.toUpperCase(), category: 'Data', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure', inputs, outputs, params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
});
const types = new Map([
  manifest('load', [], [{ name: 'table', kind: 'table' }]),
  manifest('step', [{ name: 'table', kind: 'table' }, { name: 'model', kind: 'model', optional: true }], [{ name: 'table', kind: 'table' }, { name: 'model', kind: 'model' }]),
].map((one) => [one.type, one]));
/** load → clean → split → train; clean → plot. */
const chain: Workflow = {
  ...emptyWorkflow('Chain'),
  nodes: [{ id: 'load', type: 'load', params: {} }, ...['clean', 'split', 'train', 'plot'].map((id) => ({ id, type: 'step', params: { of: id } }))],
  edges: ['load>clean', 'clean>split', 'split>train', 'clean>plot'].map((wire) => ({ from: `${wire.split('>')[0]}.table`, to: `${wire.split('>')[1]}.table` })),
  notes: [{ id: 'note', text: 'Why' }],
  layout: { load: [0, 0], clean: [300, 0], split: [600, 0], train: [900, 0], plot: [600, 200], note: [300, -100] },
};
const { document: extracted } = extract(chain, new Set(['clean', 'split', 'note']), 'Prepare');

test('a selection becomes a sub-workflow in its place; nodes keep their ids, parameters and wires, so that nothing has to run again', () => {
  expect(extracted.subflows).toEqual([{ id: 'prepare', name: 'Prepare', promoted: [] }]);
  expect([...extracted.nodes, ...extracted.notes].filter(({ within }) => within === 'prepare').map(({ id }) => id)).toEqual(['clean', 'split', 'note']);
  expect(extracted.layout).toEqual({ ...chain.layout, prepare: [450, 0] });
  const { subflows: _subflows, ...rest } = extracted;
  expect({ ...rest, layout: chain.layout, nodes: rest.nodes.map(({ within: _within, ...node }) => node), notes: rest.notes.map(({ within: _within, ...note }) => note) }).toEqual(chain);
});

test('a dissolved sub-workflow leaves the workflow to the byte as it was, however deep it stood', () => {
  expect(stringifyWorkflow(dissolve(extracted, 'prepare'))).toBe(stringifyWorkflow(chain));
  const { document: outer, subflowId = '' } = extract(extracted, new Set(['prepare', 'plot']), 'Outer');
  expect(outer.subflows).toEqual([{ id: 'prepare', name: 'Prepare', within: 'outer', promoted: [] }, { id: 'outer', name: 'Outer', promoted: [] }]);
  expect(dissolve(outer, 'prepare').nodes.map(({ within }) => within)).toEqual([undefined, 'outer', 'outer', undefined, 'outer']);
  expect(stringifyWorkflow(dissolve(dissolve(outer, subflowId), 'prepare'))).toBe(stringifyWorkflow(chain));
  const moved = dissolve(move(extracted, { prepare: [1450, 500] }), 'prepare');
  expect([moved.layout.clean, moved.layout.split, moved.layout.note]).toEqual([[1300, 500], [1600, 500], [1300, 400]]);
});

test('only what stands side by side is extracted, and only where there is a node', () => {
  expect(extract(extracted, new Set(['load', 'clean']), 'x').document).toBe(extracted);
  expect(extract(chain, new Set(['note']), 'x').document).toBe(chain);
});

test('a card has ports for what crosses its edge, for what lacks a wire, and for what nobody reads yet', () => {
  const held = insideOf(extracted, 'prepare');
  const names = (ports: readonly { readonly end: string }[]) => ports.map(({ end }) => end).join(' ');
  expect(names(portsOf(extracted, held, types).inputs)).toBe('clean.table');
  expect(names(portsOf(extracted, held, types).outputs)).toBe('clean.table clean.model split.table split.model');
  expect(names(portsOf({ ...extracted, edges: [] }, held, types).inputs)).toBe('clean.table split.table');
  expect(portsOf(extracted, held, types).inputs).toEqual([{ end: 'clean.table', kind: 'table', node: 'STEP', title: 'table' }]);
  expect(portsOf(extracted, held, new Map()).inputs).toEqual([{ end: 'clean.table', kind: 'any', node: 'step', title: 'table' }]);
});

test('the wires of a level end at nodes, at cards, or beyond its edge', () => {
  const words = (wires: ReturnType<typeof crossingWires>) => wires.map(({ source, sourceHandle, target, targetHandle }) => `${source} ${sourceHandle} > ${target} ${targetHandle}`);
  expect(words(crossingWires(extracted, undefined))).toEqual(['load table > prepare clean.table', 'prepare split.table > train table', 'prepare clean.table > plot table']);
  expect(words(crossingWires(extracted, 'prepare'))).toEqual([
    `${beyondIds.inputs} load.table > clean table`, `split table > ${beyondIds.outputs} train.table`, `clean table > ${beyondIds.outputs} plot.table`,
  ]);
  expect(crossingWires(chain, undefined)).toEqual([]);
  expect([beyond(extracted, 'prepare', types).inputs.map(({ end }) => end), beyond(extracted, 'prepare', types).outputs.map(({ end }) => end)]).toEqual([['load.table'], ['train.table', 'plot.table']]);
  expect([endOfHandle('prepare', 'clean.table'), endOfHandle('load', 'table')]).toEqual(['clean.table', 'load.table']);
});

test('a level shows what stands on it, and is arranged with its cards as nodes', () => {
  expect(levelOf(extracted, undefined).nodes.map(({ id }) => id)).toEqual(['load', 'train', 'plot']);
  expect(levelOf(extracted, 'prepare').nodes.map(({ id }) => id)).toEqual(['clean', 'split']);
  expect(levelOf(chain, undefined)).toBe(chain);
  expect(shapeOf(extracted, undefined).nodes.map(({ id }) => id)).toEqual(['load', 'train', 'plot', 'prepare']);
  expect(shapeOf(extracted, undefined).edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['load.table>prepare.clean.table', 'prepare.split.table>train.table', 'prepare.clean.table>plot.table']);
});

test('what did not change on the canvas is the same object as before', () => {
  const before = subflowElements(extracted, 'prepare', types, []);
  expect(before.map(({ id, position }) => [id, position])).toEqual([[beyondIds.inputs, { x: 60, y: 0 }], [beyondIds.outputs, { x: 900, y: 0 }]]);
  expect(subflowElements(move(extracted, { load: [1, 1] }), 'prepare', types, before)[0]).toBe(before[0]);
  const [card] = subflowElements(extracted, undefined, types, []);
  expect(subflowElements(move(extracted, { train: [1, 1] }), undefined, types, [card!])[0]).toBe(card);
  expect(subflowElements(move(extracted, { prepare: [1, 1] }), undefined, types, [{ ...card!, selected: true }])[0]).toMatchObject({ selected: true, position: { x: 1, y: 1 } });
});

test('a sub-workflow is removed and copied with all that it holds and what it promotes', () => {
  const promoting = promote(promote(extracted, 'prepare', 'clean', 'of'), 'prepare', 'split', 'of');
  expect(demote(demote(promoting, 'prepare', 'clean', 'of'), 'prepare', 'split', 'of')).toEqual(extracted);
  expect(remove(promoting, new Set(['prepare']))).toEqual(remove(chain, new Set(['clean', 'split', 'note'])));
  expect(remove(promoting, new Set(['clean'])).subflows?.[0]?.promoted).toEqual([{ node: 'split', parameter: 'of' }]);
  const pasted = paste(chain, selectionOf(promoting, new Set(['prepare']))).document;
  expect(pasted.subflows).toEqual([{ id: 'prepare', name: 'Prepare', promoted: [{ node: 'clean-2', parameter: 'of' }, { node: 'split-2', parameter: 'of' }] }]);
  expect(pasted.nodes.slice(5).map(({ id, within }) => `${id} ${within}`)).toEqual(['clean-2 prepare', 'split-2 prepare']);
  expect(pasted.layout['clean-2']).toEqual(chain.layout.clean);
  expect(paste(extracted, selectionOf(chain, new Set(['plot'])), undefined, () => 'prepare').document.nodes.at(-1)).toMatchObject({ id: 'plot-2', within: 'prepare' });
  expect(paste(chain, selectionOf(extracted, new Set(['split']))).document.nodes.at(-1)).toEqual({ id: 'split-2', type: 'step', params: { of: 'split' } });
  expect(duplicate(extracted, new Set(['split'])).document.nodes.at(-1)).toMatchObject({ id: 'split-2', within: 'prepare' });
  expect(putWithin(putWithin(chain, new Set(['plot']), 'x'), new Set(['plot']), undefined)).toEqual(chain);
});

test.each<[string, (NodeRunState | undefined)[], NodeRunState | undefined]>([
  ['nothing ran', [undefined, undefined], undefined],
  ['nothing began', ['waiting', 'waiting'], 'waiting'],
  ['a part waits', ['succeeded', 'waiting'], 'running'],
  ['one runs', ['reused', 'running'], 'running'],
  ['one failed while another runs', ['failed', 'running'], 'failed'],
  ['all are reused', ['reused', 'reused'], 'reused'],
  ['some are reused', ['reused', 'succeeded'], 'succeeded'],
  ['one was skipped', ['succeeded', 'skipped'], 'skipped'],
])('the state of a card in which %s is told', (_title, states, state) => {
  const run = (index: number): NodeRun | undefined => states[index] && { nodeId: `n${index}`, state: states[index], attempt: 1, infrastructureFailures: 0, metrics: {}, logLines: 0, outputs: {} };
  const found = insideState(states.map((_, index) => String(index)), (id) => run(Number(id)), () => undefined);
  expect([found.state, found.failed]).toEqual([state, state === 'failed' ? 'n0' : undefined]);
});

describe('a folded group', () => {
  const framed: Workflow = { ...chain, groups: [{ id: 'frame', title: 'Prepare', color: 'cyan', members: ['clean', 'split', 'note'] }] };
  const folded = foldGroups(framed, new Set(['frame']), 'folded');

  it('is one card in place of what is in it, at the corner of its frame, with the wires in and out at its border', () => {
    const { elements, wires } = drawnLevel(folded, undefined, types);
    expect(elements.map(({ id, type }) => `${id} ${type}`)).toEqual(['load step', 'train step', 'plot step', 'frame folded']);
    expect(elements.at(-1)).toMatchObject({ position: { x: 282, y: -150 }, data: { members: ['clean', 'split', 'note'], inside: ['clean', 'split'] } });
    expect(wires.map(({ source, sourceHandle, target, targetHandle }) => `${source} ${sourceHandle} > ${target} ${targetHandle}`)).toEqual(['load table > frame clean.table', 'frame split.table > train table', 'frame clean.table > plot table']);
    expect(shapeOf(folded, undefined).nodes.map(({ id }) => id)).toEqual(['load', 'train', 'plot', 'frame']);
  });

  it('moves what is in it, and unfolds to the very document that it was', () => {
    expect(placesWithin(folded, undefined, { frame: [382, -50], load: [1, 1] })).toEqual({ load: [1, 1], clean: [400, 100], split: [700, 100], note: [400, 0] });
    expect(placesWithin(framed, undefined, { load: [1, 1] })).toEqual({ load: [1, 1] });
    expect(foldGroups(folded, new Set(['frame']), 'unfolded')).toEqual(framed);
    expect(foldGroups(framed, new Set(['frame']), 'unfolded')).toBe(framed);
  });

  it('holds the sub-workflows in it with all their nodes, and stands on each level on which something of it stands', () => {
    const { document: deep } = extract({ ...folded, groups: [{ ...folded.groups![0]!, members: ['load', 'prepare'] }] }, new Set(['clean', 'split']), 'Prepare');
    expect(drawnLevel(deep, undefined, types).elements.map(({ id }) => id)).toEqual(['note', 'train', 'plot', 'frame']);
    expect(drawnLevel(deep, undefined, types).wires.map(({ source, target }) => `${source} > ${target}`)).toEqual(['frame > train', 'frame > plot']);
    const { document: half } = extract(folded, new Set(['clean']), 'Part');
    expect([undefined, 'part'].map((level) => drawnLevel(half, level, types).elements.find(({ id }) => id === 'frame')?.data)).toMatchObject([{ members: ['split', 'note'] }, { members: ['clean'] }]);
  });
});
