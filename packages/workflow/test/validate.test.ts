import { connectionProblem, hasErrors, validate, wordsOf, type Workflow } from '@millrace/workflow';
import { manifests, workflow } from './fixtures.ts';

const node = (id: string, type: string, params = {}) => ({ id, type, params });
const base = workflow();
const messages = (document: Workflow) => validate(document, manifests).map((diagnostic) => diagnostic.message);

test('a sound workflow has nothing wrong with it', () => {
  expect(validate(base, manifests)).toEqual([]);
  expect(hasErrors([])).toBe(false);
});

test.each<[string, Workflow, object]>([
  ['an empty workflow', workflow({ nodes: [], edges: [] }), { code: 'empty' }],
  ['an id used twice', workflow({ nodes: [...base.nodes, node('load', 'load')] }), { code: 'duplicate-id', nodeId: 'load' }],
  ['an unknown type', workflow({ nodes: [...base.nodes, node('x', 'spilt', {})] }), { code: 'unknown-type', nodeId: 'x', message: '"x" is of the unknown type "spilt": did you mean "split"?' }],
  ['a wire to nowhere', workflow({ edges: [...base.edges, { from: 'load.table', to: 'gone.table' }] }), { code: 'dangling-edge', edge: 'load.table->gone.table' }],
  ['a port that is not there', workflow({ edges: [base.edges[0]!, { from: 'split.trian', to: 'train.table' }] }), { code: 'unknown-port', nodeId: 'split', port: 'trian', message: '"split" has no output "trian"; it has: train, test' }],
  ['an input wired twice', workflow({ edges: [...base.edges, { from: 'split.test', to: 'train.table' }] }), { code: 'doubled-input', nodeId: 'train', port: 'table' }],
  ['an input left open', workflow({ edges: [base.edges[0]!] }), { code: 'missing-input', nodeId: 'train', port: 'table', message: '"train" needs a table at its input "table"' }],
  ['kinds that do not fit', workflow({ edges: [...base.edges, { from: 'split.test', to: 'train.model' }] }), { code: 'kind-mismatch', message: 'split.test gives a table, but train.model takes a model; train takes it at: table' }],
  ['a parameter out of range', workflow({ nodes: [base.nodes[0]!, node('split', 'split', { testSize: 2 }), base.nodes[2]!] }), { code: 'parameter', nodeId: 'split', parameter: 'testSize', message: '"split", Test size: Too big: expected number to be <1' }],
  ['a parameter that is not there', workflow({ nodes: [base.nodes[0]!, node('split', 'split', { testsize: 0.5 }), base.nodes[2]!] }), { code: 'parameter', parameter: 'testsize', message: '"split" has no parameter "testsize"; it has: testSize, steps' }],
  ['a field of a step', workflow({ nodes: [base.nodes[0]!, node('split', 'split', { steps: [{ op: 'take', rows: 'x' }] }), base.nodes[2]!] }), { code: 'parameter', parameter: 'steps.0.rows' }],
])('names %s', (_, document, expected) => {
  expect(validate(document, manifests)).toContainEqual(expect.objectContaining(expected));
});

test('a cycle is named node by node', () => {
  const document = workflow({
    nodes: [node('a', 'split'), node('b', 'split'), node('c', 'split')],
    edges: [{ from: 'a.train', to: 'b.table' }, { from: 'b.train', to: 'a.table' }, { from: 'b.test', to: 'c.table' }],
  });
  expect(messages(document)).toEqual(['The wires form a cycle: a → b → a. Remove one of them']);
});

test('a wire that would not fit is refused with the reason', () => {
  const refusal = (...given: Parameters<typeof connectionProblem>) => wordsOf(connectionProblem(...given)!);
  expect(refusal(base, manifests, { from: 'split.test', to: 'train.model' })).toMatch('split.test gives a table');
  expect(refusal(base, manifests, { from: 'split.test', to: 'train.table' })).toMatch('already wired to split.train');
  expect(refusal(workflow({ edges: [] }), manifests, { from: 'split.train', to: 'split.table' })).toMatch('cycle');
  expect(connectionProblem(workflow({ edges: [] }), manifests, base.edges[0]!)).toBeUndefined();
});

test('a disabled node need not be ready to run', () => {
  const disabled = (of: ReturnType<typeof node>) => ({ ...of, disabled: true as const });
  expect(validate(workflow({ nodes: [base.nodes[0]!, base.nodes[1]!, disabled(node('train', 'train', { wrong: 1 })), disabled(node('x', 'no-such-type'))], edges: [base.edges[0]!] }), manifests)).toEqual([]);
});
