import { diagnosticsOfRun, emptyWorkflow, runScopeSchema, scopedNodes, unknownNode, wordsOf, type Diagnostic, type RunScope, type Workflow } from '@millrace/workflow';
import { expect, test } from '@jest/globals';

/** load → clean → train → report, load → plot, other. */
const workflow: Workflow = {
  ...emptyWorkflow('Mails'),
  nodes: ['load', 'clean', 'train', 'report', 'plot', 'other'].map((id) => ({ id, type: 'step', params: {}, ...(id === 'train' ? { name: 'Learn' } : {}) })),
  edges: ['load>clean', 'clean>train', 'train>report', 'load>plot'].map((wire) => ({ from: `${wire.split('>')[0]}.out`, to: `${wire.split('>')[1]}.in` })),
};

test.each<[RunScope | undefined, nodes: string, forced: string, given: string]>([
  [undefined, 'load clean train report plot other', '', ''],
  [{ only: ['train'] }, 'train', 'train', 'clean'],
  [{ only: ['report', 'clean'] }, 'clean report', 'clean report', 'load train'],
  [{ only: ['clean', 'train'] }, 'clean train', 'clean train', 'load'],
  [{ to: ['train'] }, 'load clean train', '', ''],
  [{ to: ['plot', 'other'] }, 'load plot other', '', ''],
  [{ from: ['train'] }, 'load clean train report', 'train report', ''],
  [{ from: ['load'] }, 'load clean train report plot', 'load clean train report plot', ''],
  [{ from: ['clean'], to: ['train'] }, 'load clean train', 'clean train', ''],
  [{ from: ['plot'], to: ['train'] }, 'load clean train', '', ''],
])('a run of %j has the nodes %s', (scope, nodeIds, forced, given) => {
  const words = (ids: readonly string[]) => ids.join(' ');
  const found = scopedNodes(workflow, scope);
  expect([words(found.nodeIds), words(found.forced), words(found.given)]).toEqual([nodeIds, forced, given]);
});

test.each<[RunScope, nodes: string, forced: string]>([
  [{ to: ['report'] }, 'train report', ''],
  [{ from: ['clean'] }, 'load clean', 'clean'],
  [{ from: ['report'] }, 'train report', 'report'],
])('a run of %j does not reach through a pinned node', (scope, nodeIds, forced) => {
  const artifact = { kind: 'json', hash: 'a'.repeat(64), bytes: 1, form: 'value' } as const;
  const pinned = { ...workflow, nodes: workflow.nodes.map((node) => (node.id === 'train' ? { ...node, pinned: { runId: 'r', number: 3, outputs: { out: artifact } } } : node)) };
  const found = scopedNodes(pinned, scope);
  expect([found.nodeIds.join(' '), found.forced.join(' ')]).toEqual([nodeIds, forced]);
});

test.each<[RunScope, string | undefined]>([
  [{ to: ['train'] }, undefined],
  [{ to: ['tarin'] }, '"Mails" has no node "tarin"; did you mean "train"?'],
  [{ from: ['clean'], to: ['learn'] }, '"Mails" has no node "learn"; did you mean "train"?'],
  [{ only: ['x-axis'] }, '"Mails" has no node "x-axis"; it has: load, clean, train, report, plot, other'],
])('of %j the first node that is not there is told: %s', (scope, sentence) => {
  const words = unknownNode(workflow, scope);
  expect(words && wordsOf(words)).toBe(sentence);
});

test.each([[{}], [{ only: [] }], [{ only: ['a'], to: ['b'] }], [{ until: ['a'] }]])('%j is no scope', (scope) => {
  expect(runScopeSchema.safeParse(scope).success).toBe(false);
});

test('a run of some nodes is concerned by what is wrong with these, with the wires into them, and with the whole', () => {
  const of = (message: string, where: Partial<Diagnostic>): Diagnostic => ({ code: 'parameter', severity: 'error', message, ...where });
  const all = [of('in', { nodeId: 'train' }), of('out', { nodeId: 'report' }), of('wire in', { edge: 'x.out->train.in' }), of('wire out', { edge: 'train.gone->report.in', nodeId: 'train' }), of('whole', {})];
  expect(diagnosticsOfRun(all, ['train']).map(({ message }) => message)).toEqual(['in', 'wire in', 'whole']);
});
