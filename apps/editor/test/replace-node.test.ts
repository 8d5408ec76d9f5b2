import { emptyWorkflow, type NodeManifest, type PortManifest, type Workflow } from '@millrace/workflow';
import { replaceNode, replacements, wordsForWires } from '../src/document/replace-node.ts';

const table: PortManifest = { name: 'table', kind: 'table' };
const manifest = (type: string, inputs: readonly PortManifest[], outputs: readonly PortManifest[], params: object = {}): NodeManifest => ({
  type, title: type, category: 'Data', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure', inputs: [...inputs], outputs: [...outputs], params: { properties: { ...params } }, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
});
const types = new Map([
  manifest('load', [], [table]), manifest('clean', [table], [table], { trim: {}, path: {} }), manifest('select', [{ name: 'rows', kind: 'table' }], [{ name: 'out', kind: 'table' }], { trim: {} }),
  manifest('profile', [table], [{ name: 'report', kind: 'json' }]), manifest('model', [{ name: 'model', kind: 'model' }], []),
].map((type) => [type.type, type]));
const workflow: Workflow = {
  ...emptyWorkflow('w'), layout: { b: [1, 2] },
  nodes: [{ id: 'a', type: 'load', params: {} }, { id: 'b', type: 'clean', name: 'Mine', params: { trim: true, path: 'x' } }, { id: 'c', type: 'clean', params: {} }],
  edges: [{ from: 'a.table', to: 'b.table' }, { from: 'b.table', to: 'c.table' }],
};

describe('replacing a node', () => {
  it('keeps its id, name, shared parameters and the wires, at ports that fit', () => {
    const { document, lost } = replaceNode(workflow, 'b', types.get('select')!, types);
    expect(lost).toEqual([]);
    expect(document).toMatchObject({ layout: workflow.layout, edges: [{ from: 'a.table', to: 'b.rows' }, { from: 'b.out', to: 'c.table' }] });
    expect(document.nodes[1]).toEqual({ id: 'b', type: 'select', name: 'Mine', params: { trim: true } });
  });

  it('removes the wires that do not fit, and names them', () => {
    const { document, lost } = replaceNode(workflow, 'b', types.get('profile')!, types);
    expect([document.edges, wordsForWires(lost)]).toEqual([[{ from: 'a.table', to: 'b.table' }], 'b.table → c.table']);
  });

  it('offers the types that keep a wire, those that keep all first', () => {
    expect(replacements(workflow, 'b', types).map(({ type }) => type)).toEqual(['select', 'load', 'profile']);
  });
});
