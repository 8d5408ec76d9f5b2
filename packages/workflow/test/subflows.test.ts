import { insideOf, mergeWorkflows, parseSelection, parseWorkflow, selectionOf, stringifyWorkflow, subflowPath, validate, withContents, type Subflow, type Workflow } from '@millrace/workflow';
import { manifests, workflow } from './fixtures.ts';

const subflow = (id: string, parts: Partial<Subflow> = {}): Subflow => ({ id, name: '', promoted: [], ...parts });
const within = (places: Readonly<Record<string, string>>, subflows: readonly Subflow[], of = workflow()): Workflow => ({
  ...of, nodes: of.nodes.map((node) => (places[node.id] === undefined ? node : { ...node, within: places[node.id] })), subflows: [...subflows],
});
/** "Learning" holds train and "Halves", which holds split. */
const nested = within({ split: 'halves', train: 'learn' }, [
  subflow('halves', { name: 'Halves', within: 'learn', promoted: [{ node: 'split', parameter: 'testSize' }] }), subflow('learn', { name: 'Learning' }),
]);

test('sub-workflows are a part of the text only where there are some, so older documents stay as they are', () => {
  expect(parseWorkflow(stringifyWorkflow(nested))).toEqual(nested);
  expect(stringifyWorkflow({ ...workflow(), subflows: [] })).toBe(stringifyWorkflow(workflow()));
  expect(() => parseWorkflow({ ...nested, subflows: [{ id: 'a b', name: '' }] })).toThrow(/subflows\.0\.id/);
});

test('what stands in a sub-workflow is found at every depth, and the way to it', () => {
  expect([...insideOf(nested, 'learn')]).toEqual(['split', 'train']);
  expect([...withContents(nested, new Set(['halves', 'load']))].sort()).toEqual(['halves', 'load', 'split']);
  expect(subflowPath(nested, 'halves').map(({ id }) => id)).toEqual(['learn', 'halves']);
});

test('a sub-workflow is copied with all that it holds', () => {
  const copied = selectionOf(nested, new Set(['learn']));
  expect(copied).toMatchObject({ nodes: [{ id: 'split' }, { id: 'train' }], edges: [{ from: 'split.train', to: 'train.table' }], subflows: [{ id: 'halves' }, { id: 'learn' }] });
  expect(parseSelection(JSON.stringify(copied))).toEqual(copied);
});

test('a workflow is as valid with sub-workflows as without, and what is wrong inside says where', () => {
  expect(validate(nested, manifests)).toEqual([]);
  const wrong = { ...nested, nodes: nested.nodes.map((node) => (node.id === 'split' ? { ...node, params: { testSize: 2 } } : node)) };
  expect(validate(wrong, manifests)).toMatchObject([{ nodeId: 'split', parameter: 'testSize', message: expect.stringMatching(/^In "Learning" › "Halves": "split", Test size:/) }]);
});

test.each<[string, Workflow, string[]]>([
  ['one that is not there', within({ load: 'gone' }, []), ['"load" stands in the sub-workflow "gone", which is not there: take "within" out of it']],
  ['one that stands in itself', within({}, [subflow('a', { within: 'a' })]), ['The sub-workflow "a" stands in itself: take one of them out of the other']],
  ['two that stand in each other', within({}, [subflow('a', { within: 'b', name: 'A' }), subflow('b', { within: 'a' })]), [
    'The sub-workflow "b" › "A" stands in itself: take one of them out of the other', 'The sub-workflow "A" › "b" stands in itself: take one of them out of the other',
  ]],
  ['one with the id of a node', within({}, [subflow('load')]), ['A sub-workflow and a node or note have the id "load": give one of them another']],
  ['two with one id', within({}, [subflow('a'), subflow('a')]), ['Two sub-workflows have the id "a": give one of them another']],
  ['a promoted parameter of a node outside', within({}, [subflow('a', { promoted: [{ node: 'load', parameter: 'path' }] })]), ['"a" shows "path" of the node "load", which does not stand in it: take it out of "promoted"']],
  ['too many in one another', within({}, Array.from({ length: 17 }, (_, index) => subflow(`s${index}`, index === 0 ? {} : { within: `s${index - 1}` }))), [expect.stringMatching(/^Sub-workflows stand in one another 17 deep, at most 16 may: "s0" ›/)]],
])('%s is told of in words', (_title, document, messages) => {
  expect(validate(document, manifests).map(({ message }) => message)).toEqual(messages);
});

test('a merge takes a sub-workflow that one made, and its name from the one who changed it', () => {
  const mine = within({ split: 'part' }, [subflow('part', { name: 'Part' })]);
  const theirs = { ...workflow(), name: 'Theirs' };
  expect(mergeWorkflows(workflow(), mine, theirs)).toEqual({ document: { ...mine, name: 'Theirs' }, conflicts: [] });
  const renamed = { ...mine, subflows: [subflow('part', { name: 'Halves' })] };
  expect(mergeWorkflows(mine, renamed, { ...mine, name: 'Theirs' }).document.subflows).toEqual(renamed.subflows);
});

test('a merge of what does not fit together leaves nothing in a sub-workflow that is gone, that holds itself, or that shows what is outside', () => {
  const base = within({ split: 'a' }, [subflow('a'), subflow('b')]);
  const added = { ...base, nodes: base.nodes.map((node) => ({ ...node, within: 'a' })) };
  const dissolved: Workflow = within({}, [subflow('b')]);
  expect(validate(mergeWorkflows(base, added, dissolved).document, manifests)).toEqual([]);
  const [into, out] = [within({ split: 'a' }, [subflow('a', { within: 'b' }), subflow('b')]), within({ split: 'a' }, [subflow('a'), subflow('b', { within: 'a' })])];
  expect(validate(mergeWorkflows(base, into, out).document, manifests)).toEqual([]);
  const promoted = within({ split: 'a' }, [subflow('a', { promoted: [{ node: 'split', parameter: 'testSize' }] }), subflow('b')]);
  expect(validate(mergeWorkflows(base, promoted, within({}, [subflow('a'), subflow('b')])).document, manifests)).toEqual([]);
});

test('where both made a sub-workflow under one id, mine gets another, and what it holds goes with it', () => {
  const mine = within({ split: 'part' }, [subflow('part', { name: 'Mine', promoted: [{ node: 'split', parameter: 'testSize' }] })]);
  const theirs = within({ load: 'part' }, [subflow('part', { name: 'Theirs' })]);
  const { document } = mergeWorkflows(workflow(), mine, theirs);
  expect(document.nodes.map(({ id, within: place }) => `${id} ${place}`)).toEqual(['load part', 'split part-2', 'train undefined']);
  expect(document.subflows?.map(({ id, name }) => `${id} ${name}`).sort()).toEqual(['part Theirs', 'part-2 Mine']);
});
