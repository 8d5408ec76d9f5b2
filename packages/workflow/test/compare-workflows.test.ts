import { compareWorkflows, type Workflow } from '@millrace/workflow';
import { workflow } from './fixtures.ts';

const before = workflow({ layout: { load: [0, 0], split: [300, 0], train: [600, 0] }, notes: [{ id: 'note', text: 'Old' }] });
const withParams = (id: string, params: Workflow['nodes'][number]['params']) => before.nodes.map((node) => (node.id === id ? { ...node, params } : node));

test('equal documents have no differences, in whatever order their items stand', () => {
  expect(compareWorkflows(before, structuredClone(before))).toEqual([]);
  expect(compareWorkflows(before, { ...before, nodes: before.nodes.toReversed() })).toEqual([]);
});

test.each<[string, Partial<Workflow>, ReturnType<typeof compareWorkflows>]>([
  ['a node that came', { nodes: [...before.nodes, { id: 'new', type: 'load', params: {} }] }, [{ section: 'nodes', id: 'new', kind: 'added', fields: [] }]],
  ['a node that went', { nodes: before.nodes.slice(1) }, [{ section: 'nodes', id: 'load', kind: 'removed', fields: [] }]],
  ['a parameter', { nodes: withParams('split', { testSize: 0.3 }) }, [{ section: 'nodes', id: 'split', kind: 'changed', fields: [{ path: ['params', 'testSize'], before: undefined, after: 0.3 }] }]],
  ['a name', { nodes: before.nodes.map((node) => (node.id === 'load' ? { ...node, name: 'Days' } : node)) }, [{ section: 'nodes', id: 'load', kind: 'changed', fields: [{ path: ['name'], before: undefined, after: 'Days' }] }]],
  ['a move', { layout: { ...before.layout, train: [600, 90] } }, [{ section: 'nodes', id: 'train', kind: 'moved', fields: [{ path: ['layout'], before: [600, 0], after: [600, 90] }] }]],
  ['a wire that was put elsewhere', { edges: [before.edges[0]!, { from: 'split.test', to: 'train.table' }] }, [
    { section: 'edges', id: 'split.test->train.table', kind: 'added', fields: [] }, { section: 'edges', id: 'split.train->train.table', kind: 'removed', fields: [] },
  ]],
  ['a note', { notes: [{ id: 'note', text: 'New' }] }, [{ section: 'notes', id: 'note', kind: 'changed', fields: [{ path: ['text'], before: 'Old', after: 'New' }] }]],
  ['a schedule', { triggers: [{ id: 'daily', type: 'schedule', cron: '0 6 * * *', timeZone: 'UTC', enabled: true }] }, [{ section: 'triggers', id: 'daily', kind: 'added', fields: [] }]],
  ['an input of the workflow', { inputs: [{ name: 'rows', type: 'number', default: 5 }] }, [{ section: 'inputs', id: 'rows', kind: 'added', fields: [] }]],
  ['the name and description', { name: 'Other', description: 'Words' }, [
    { section: 'workflow', id: 'name', kind: 'changed', fields: [{ path: [], before: 'Test', after: 'Other' }] },
    { section: 'workflow', id: 'description', kind: 'changed', fields: [{ path: [], before: undefined, after: 'Words' }] },
  ]],
])('%s is told of', (_, parts, expected) => {
  const found = compareWorkflows(before, { ...before, ...parts });
  expect(found).toHaveLength(expected.length);
  expect(found).toEqual(expect.arrayContaining([...expected]));
});

test('a node that was changed and moved is told of as both', () => {
  const after = { ...before, nodes: withParams('train', { epochs: 2 }), layout: { ...before.layout, train: [0, 500] as [number, number] } };
  expect(compareWorkflows(before, after).map(({ id, kind }) => `${id} ${kind}`)).toEqual(['train changed', 'train moved']);
});

test('values are followed to where they differ: into lists of the same length, and no further into others', () => {
  const was = { ...before, nodes: withParams('split', { steps: [{ op: 'trim', column: 'a' }, { op: 'take', rows: 5 }], keep: ['a'] }) };
  const is = { ...before, nodes: withParams('split', { steps: [{ op: 'trim', column: 'b' }, { op: 'take', rows: 5 }], keep: ['a', 'b'] }) };
  expect(compareWorkflows(was, is)).toEqual([{
    section: 'nodes', id: 'split', kind: 'changed',
    fields: [{ path: ['params', 'steps', '0', 'column'], before: 'a', after: 'b' }, { path: ['params', 'keep'], before: ['a'], after: ['a', 'b'] }],
  }]);
});

test('a list that this version of the format does not have yet is compared item by item', () => {
  const later = (groups: readonly object[]) => ({ ...before, groups }) as Workflow; // as a later format may have it
  expect(compareWorkflows(later([{ id: 'g', title: 'A' }]), later([{ id: 'g', title: 'B' }]))).toEqual([
    { section: 'groups', id: 'g', kind: 'changed', fields: [{ path: ['title'], before: 'A', after: 'B' }] },
  ]);
});
