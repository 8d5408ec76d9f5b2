import { emptyWorkflow, type NodeManifest, type PortKind, type Workflow } from '@millrace/workflow';
import { addAtEnd, insertInWire, insertionProblem, isUnwired } from '../src/document/wire-node.ts';
import { typesAtEnd, typesBetween } from '../src/document/ports-that-fit.ts';
import { wireUnder } from '../src/insert/wire-under.ts';
import { choicesFor, withChosen } from '../src/quick-add/quick-add-store.ts';

const ports = (kinds: readonly string[]) => kinds.map((text) => ({ name: text.replace(/[?:].*/, ''), kind: text.split(':')[1] as PortKind, ...(text.includes('?') ? { optional: true } : {}) })); // the tests write kinds
const type = (name: string, inputs: readonly string[], outputs: readonly string[]): NodeManifest => ({
  type: name, title: name, category: 'Test', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure',
  inputs: ports(inputs), outputs: ports(outputs), params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
});
const types = new Map([
  type('load', [], ['table:table']),
  type('clean', ['table:table'], ['table:table']),
  type('split', ['table:table'], ['train:table', 'test:table']),
  type('tokenize', ['labels?:json', 'table:table', 'tokenizer?:tokenizer'], ['dataset:dataset', 'tokenizer:tokenizer']),
  type('train', ['model?:model', 'dataset:dataset'], ['model:model', 'metrics:metrics']),
  type('report', ['value:json'], []),
  type('code', ['anything:any'], ['anything:any']),
].map((manifest) => [manifest.type, manifest]));
const all = [...types.values()];
const node = (id: string, name = id) => ({ id, type: name, params: {} });
const edge = { from: 'load.table', to: 'split.table' };
const workflow: Workflow = { ...emptyWorkflow('w'), nodes: [node('load'), node('split'), node('train'), node('clean')], edges: [edge], layout: { load: [0, 0], split: [600, 0], train: [900, 0], clean: [300, 0] } };
const names = (found: readonly NodeManifest[]) => found.map(({ title }) => title);

describe('a node on a wire', () => {
  it('goes in where its ports fit, in the place of the wire', () => {
    expect(insertionProblem(workflow, edge, types.get('clean')!, types)).toBeUndefined();
    expect(insertInWire(workflow, edge, 'clean', types.get('clean')!, types)).toEqual({ ...workflow, edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split.table' }] });
  });

  it('stays outside where they do not fit, and says why', () => {
    expect(insertionProblem(workflow, edge, types.get('load')!, types)).toBe('“load” has no input for what this wire carries: table');
    expect(insertionProblem(workflow, edge, types.get('tokenize')!, types)).toBe('“tokenize” has no output for where this wire leads: table');
    expect(insertInWire(workflow, edge, 'train', types.get('train')!, types)).toBe(workflow);
  });

  it('is only taken in while no wire is on it', () => {
    expect(['load', 'clean'].map((id) => isUnwired(workflow, id))).toEqual([false, true]);
  });

  it('is on the wire that passes nearest to its middle, and on none that only brushes it', () => {
    const wires = [{ id: 'near', from: [0, 50], to: [600, 50] }, { id: 'far', from: [0, 80], to: [600, 80] }, { id: 'steep', from: [300, -400], to: [320, 400] }] as const;
    const drawn = wires.map(({ id, from, to }) => ({ id, from: [...from] as [number, number], to: [...to] as [number, number] }));
    expect(wireUnder({ x: 200, y: 10, width: 224, height: 90 }, drawn)).toBe('near');
    expect(wireUnder({ x: 200, y: 48, width: 224, height: 90 }, drawn.slice(0, 1))).toBeUndefined();
    expect(wireUnder({ x: 620, y: 10, width: 224, height: 90 }, drawn)).toBeUndefined();
  });
});

describe('what fits at the end of a wire', () => {
  it('is every type with a port for it: the very kind first, then what takes anything', () => {
    expect(names(typesAtEnd(all, 'table', 'output'))).toEqual(['clean', 'split', 'tokenize', 'code']);
    expect(names(typesAtEnd(all, 'tokenizer', 'input'))).toEqual(['tokenize', 'code']);
    expect(names(typesAtEnd(all, 'metrics', 'output'))).toEqual(['report', 'code', 'tokenize']);
  });

  it('is wired to the port that suits it best, from whichever end the wire came', () => {
    expect(addAtEnd(workflow, types.get('tokenize')!, [5, 5], { node: 'load', port: 'table', side: 'output' }, types).document.edges).toEqual([edge, { from: 'load.table', to: 'tokenize.table' }]);
    expect(addAtEnd(workflow, types.get('tokenize')!, [5, 5], { node: 'train', port: 'dataset', side: 'input' }, types).document.edges).toEqual([edge, { from: 'tokenize.dataset', to: 'train.dataset' }]);
  });

  it('between two ports that do not fit each other is what makes the one of the other', () => {
    expect(names(typesBetween(all, 'table', 'dataset'))).toEqual(['tokenize', 'code']);
    const purpose = { kind: 'between', edge: { from: 'split.train', to: 'train.dataset' }, problem: 'No' } as const;
    expect(names(choicesFor(purpose, workflow, types))).toEqual(['tokenize', 'code']);
    const { document, nodeId } = withChosen({ purpose, at: [1, 2], screen: { x: 0, y: 0 } }, workflow, types.get('tokenize')!, types);
    expect([nodeId, document.layout.tokenize, document.edges.slice(1)]).toEqual(['tokenize', [1, 2], [{ from: 'split.train', to: 'tokenize.table' }, { from: 'tokenize.dataset', to: 'train.dataset' }]]);
  });
});
