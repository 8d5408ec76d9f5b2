import { emptyWorkflow, type NodeManifest, type Workflow } from '@millrace/workflow';
import { edgeOfConnection, edgeOfDrag, sameSideProblem } from '../src/canvas/connections.ts';
import { elementsOf, wiresOf } from '../src/canvas/flow-elements.ts';
import { move, setParam } from '../src/document/edits.ts';

const load: NodeManifest = {
  type: 'data.load', title: 'Load', category: 'Data', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure',
  inputs: [], outputs: [{ name: 'table', kind: 'table' }], params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
};
const known = new Map([[load.type, load]]);
const workflow: Workflow = {
  ...emptyWorkflow('w'),
  nodes: [{ id: 'load', type: 'data.load', params: {} }, { id: 'odd', type: 'gone.node', params: { a: 1 } }],
  edges: [{ from: 'load.table', to: 'odd.in' }, { from: 'odd.out', to: 'nowhere.in' }],
  notes: [{ id: 'note', text: 'Hello' }],
  layout: { load: [0, 10], odd: [300, 10] },
};

describe('what the canvas draws', () => {
  it('draws every node and note where the document puts it', () => {
    const elements = elementsOf(workflow, known, []);
    expect(elements.map(({ id, type }) => [id, type])).toEqual([['note', 'note'], ['load', 'step'], ['odd', 'step']]);
    expect(elements.find(({ id }) => id === 'odd')?.position).toEqual({ x: 300, y: 10 });
  });

  it('keeps a node of unknown type, with the ports that wires name', () => {
    const odd = elementsOf(workflow, known, []).find(({ id }) => id === 'odd');
    expect(odd?.data).toMatchObject({ missingPorts: { inputs: ['in'], outputs: ['out'] } });
  });

  it('gives back the same element when nothing about it changed', () => {
    const before = elementsOf(workflow, known, []).map((element) => ({ ...element, selected: true, measured: { width: 224, height: 90 } }));
    const after = elementsOf(setParam(workflow, 'load', 'path', 'a.csv'), known, before);
    const same = (id: string) => after.find((element) => element.id === id) === before.find((element) => element.id === id);
    expect([same('note'), same('load'), same('odd')]).toEqual([true, false, true]);
    expect(after.find(({ id }) => id === 'load')).toMatchObject({ selected: true, measured: { width: 224 } });
    expect(elementsOf(move(workflow, { odd: [1, 2] }), known, before).find(({ id }) => id === 'odd')).toMatchObject({ position: { x: 1, y: 2 }, selected: true });
  });

  it('colours wires by what they carry and leaves dangling ones out', () => {
    const wires = wiresOf(workflow, known, []);
    expect(wires).toEqual([{
      id: 'load.table->odd.in', type: 'wire', source: 'load', sourceHandle: 'table', target: 'odd', targetHandle: 'in', data: { kind: 'table' },
    }]);
    expect(wiresOf(workflow, known, wires)[0]).toBe(wires[0]);
  });
});

describe('drawing a wire', () => {
  const out = { nodeId: 'load', id: 'table', type: 'source' } as const;
  const into = { nodeId: 'odd', id: 'in', type: 'target' } as const;

  it('runs from the output to the input, from whichever end it is drawn', () => {
    const edge = { from: 'load.table', to: 'odd.in' };
    expect(edgeOfDrag({ fromHandle: out, toHandle: into })).toEqual(edge);
    expect(edgeOfDrag({ fromHandle: into, toHandle: out })).toEqual(edge);
    expect(edgeOfConnection({ source: 'load', sourceHandle: 'table', target: 'odd', targetHandle: 'in' })).toEqual(edge);
    expect(edgeOfDrag({ fromHandle: out, toHandle: null })).toBeUndefined();
  });

  it('says why two ports of the same side cannot be wired', () => {
    expect(sameSideProblem({ fromHandle: out, toHandle: { ...out, nodeId: 'odd' } })).toMatch(/outputs cannot be wired together/);
    expect(sameSideProblem({ fromHandle: into, toHandle: into })).toMatch(/inputs cannot be wired together/);
    expect(sameSideProblem({ fromHandle: out, toHandle: into })).toBeUndefined();
  });
});
