import { applyChange, changeBetween, emptyWorkflow, invertChange, parseWorkflow, type NodeManifest, type Workflow } from '@millrace/workflow';
import { duplicate, remove } from '../src/document/edits.ts';
import { addCell, addProse, setInput, sourcesOf } from '../src/document/notebook-edits.ts';
import { cellKey } from '../src/notebook/cell-key.ts';
import { cellsOf } from '../src/notebook/cells.ts';

const port = (name: string, kind: string) => ({ name, kind }) as NodeManifest['inputs'][number];
const manifest = (type: string, inputs: NodeManifest['inputs'], outputs: NodeManifest['outputs']): NodeManifest => ({
  type, title: type, category: 'data', plugin: { name: 'p', version: '1', codeHash: 'h' }, effect: 'pure', inputs, outputs, params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
});
const load = manifest('load', [], [port('table', 'table')]);
const clean = manifest('clean', [port('table', 'table')], [port('table', 'table')]);
const split = manifest('split', [port('table', 'table')], [port('train', 'table'), port('test', 'table')]);
const evaluate = manifest('evaluate', [port('model', 'model'), port('table', 'table')], [port('metrics', 'metrics')]);
const known = new Map([load, clean, split, evaluate].map((item) => [item.type, item]));

const node = (id: string, type = 'clean') => ({ id, type, params: {} });
const chain: Workflow = {
  ...emptyWorkflow('Chain'),
  nodes: [node('c'), node('b'), node('a', 'load')],
  edges: [{ from: 'a.table', to: 'b.table' }, { from: 'b.table', to: 'c.table' }],
  layout: { a: [600, 0], b: [300, 0], c: [0, 0] },
};
const ids = (workflow: Workflow) => cellsOf(workflow).map((cell) => cell.id);

describe('the notebook of a document', () => {
  it.each<[title: string, workflow: Workflow, order: string[]]>([
    ['puts what is read before what reads it, wherever they stand', chain, ['a', 'b', 'c']],
    ['goes from left to right where the wires leave a choice', { ...chain, edges: [] }, ['c', 'b', 'a']],
    ['goes from top to bottom in a column', { ...chain, edges: [], layout: { a: [0, 100], b: [0, 50], c: [0, 200] } }, ['b', 'a', 'c']],
    ['keeps the order of the document where places are equal', { ...chain, edges: [], layout: {} }, ['c', 'b', 'a']],
    ['shows nodes on a cycle last', { ...chain, nodes: [...chain.nodes, node('d')], edges: [...chain.edges, { from: 'c.table', to: 'b.table' }] }, ['d', 'a', 'c', 'b']],
    ['puts prose before the node that it names', { ...chain, notes: [{ id: 'n', text: '', before: 'b' }] }, ['a', 'n', 'b', 'c']],
    ['puts other prose before the first node that is not left of it', { ...chain, edges: [], notes: [{ id: 'n', text: '' }], layout: { ...chain.layout, n: [310, -90] } }, ['c', 'b', 'n', 'a']],
    ['puts prose right of everything at the end', { ...chain, notes: [{ id: 'n', text: '' }], layout: { ...chain.layout, n: [900, 0] } }, ['a', 'b', 'c', 'n']],
    ['takes prose whose node is unknown by its place', { ...chain, notes: [{ id: 'n', text: '', before: 'gone' }], layout: { ...chain.layout, n: [900, 0] } }, ['a', 'b', 'c', 'n']],
  ])('%s', (_title, workflow, order) => expect(ids(workflow)).toEqual(order));

  it('orders a thousand nodes', () => {
    const nodes = Array.from({ length: 1000 }, (_, index) => node(`n${index}`));
    expect(ids({ ...chain, nodes, edges: nodes.slice(1).map(({ id }, index) => ({ from: `n${index}.table`, to: `${id}.table` })), layout: {} })).toEqual(nodes.map(({ id }) => id));
  });
});

describe('edits from the notebook', () => {
  it.each([[undefined, 'a'], ['a', 'b'], ['b', 'c'], ['c', undefined]])('adds a node between %s and %s, where the notebook shows it', (after, before) => {
    const { document, nodeId } = addCell(chain, clean, { after, before }, known);
    const order = ids(document);
    expect(order[order.indexOf(nodeId) - 1]).toBe(after);
    expect(document.edges.filter((edge) => edge.to.startsWith(`${nodeId}.`))).toEqual(after === undefined ? [] : [{ from: `${after}.table`, to: `${nodeId}.table` }]);
  });

  it('wires only the ports that fit', () => {
    const { document, nodeId } = addCell(chain, evaluate, { after: 'c', before: undefined }, known);
    expect(document.edges.slice(chain.edges.length)).toEqual([{ from: 'c.table', to: `${nodeId}.table` }]);
  });

  it('adds prose into the gap, above what stands there, and can take it back', () => {
    const first = addProse(chain, { after: 'a', before: 'b' });
    const second = addProse(first.document, { after: 'a', before: 'b' });
    expect(ids(second.document)).toEqual(['a', second.noteId, first.noteId, 'b', 'c']);
    expect(parseWorkflow(second.document)).toEqual(second.document);
    expect(applyChange(second.document, invertChange(changeBetween(chain, second.document)))).toEqual(chain);
    expect(ids(addProse(chain, { after: 'c', before: undefined }).document).at(-1)).toBe('note');
    expect(ids(addProse(emptyWorkflow('Empty'), { after: undefined, before: undefined }).document)).toEqual(['note']);
  });

  it('lets prose stay when its node is removed', () => {
    const { document } = addProse(chain, { after: 'a', before: 'b' });
    expect(remove(document, new Set(['b'])).notes).toEqual([{ id: 'note', text: '' }]);
  });

  it('lets copied prose introduce the copy of its node, and nothing when that was not copied', () => {
    const { document } = addProse(chain, { after: 'a', before: 'b' });
    expect(duplicate(document, new Set(['b', 'note'])).document.notes.at(-1)).toEqual({ id: 'note-2', text: '', before: 'b-2' });
    expect(duplicate(document, new Set(['note'])).document.notes.at(-1)).toEqual({ id: 'note-2', text: '' });
  });

  it('lets an input read from another output, or from nothing', () => {
    expect(setInput(chain, 'c.table', 'a.table').edges).toEqual([{ from: 'a.table', to: 'b.table' }, { from: 'a.table', to: 'c.table' }]);
    expect(setInput(chain, 'c.table', undefined).edges).toEqual([{ from: 'a.table', to: 'b.table' }]);
    expect(sourcesOf([node('a', 'load'), node('s', 'split'), node('e', 'evaluate')], 'table', known).map(({ output }) => output)).toEqual(['a.table', 's.train', 's.test']);
  });
});

describe('keys of the notebook', () => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  it.each([
    ['j', false, { onCell: true, typing: false }, 'next'],
    ['ArrowUp', false, { onCell: true, typing: false }, 'previous'],
    ['Enter', false, { onCell: true, typing: false }, 'edit'],
    ['Enter', true, { onCell: false, typing: true }, 'run'],
    ['Delete', false, { onCell: true, typing: false }, 'delete'],
    ['Delete', false, { onCell: false, typing: true }, undefined],
    ['j', false, { onCell: false, typing: true }, undefined],
    ['Escape', false, { onCell: false, typing: true }, 'leave'],
  ] as const)('%s (shift: %s) with %j means %s', (key, shiftKey, where, action) => expect(cellKey({ ...plain, key, shiftKey }, where)).toBe(action));
});
