import type { NodeRunState, Run, RunScope, RunState } from '@millrace/workflow';
import { againScope } from '../src/run-scope/again-scope.ts';
import { scopeWords } from '../src/run-scope/scope-words.ts';
import { emptyRunView, foldEvents } from '../src/runs/run-view.ts';
import { eventsOf } from './run-events.ts';

const base = foldEvents(emptyRunView, eventsOf('run-1')).view.run!;
const run = (state: RunState, nodes: Readonly<Record<string, NodeRunState>>, scope?: RunScope): Run => ({
  ...base, state, ...(scope ? { scope } : {}),
  nodes: Object.fromEntries(Object.entries(nodes).map(([id, of]) => [id, { ...base.nodes['load']!, nodeId: id, state: of }])),
});

test.each<[string, Run, RunScope | undefined]>([
  ['what failed and all that follows, not what succeeded', run('failed', { a: 'succeeded', b: 'failed', c: 'skipped', d: 'reused' }), { from: ['b'] }],
  ['everything that was cancelled', run('cancelled', { a: 'succeeded', b: 'cancelled', c: 'cancelled' }), { from: ['b', 'c'] }],
  ['nothing beyond what the run was asked for', run('failed', { a: 'failed', b: 'skipped' }, { to: ['b'] }), { from: ['a'], to: ['b'] }],
  ['one node where the run had one', run('failed', { b: 'failed' }, { only: ['b'] }), { only: ['b'] }],
  ['nothing of a run that succeeded', run('succeeded', { a: 'succeeded' }), undefined],
  ['nothing of a run that goes on', run('running', { a: 'failed', b: 'running' }), undefined],
  ['nothing of a run in which no node failed', run('failed', { a: 'skipped' }), undefined],
])('running again from the failure runs %s', (_title, failed, scope) => {
  expect(againScope(failed)).toEqual(scope);
});

test.each<[RunScope, string]>([
  [{ to: ['clean'] }, 'to Clean'],
  [{ only: ['clean', 'split', 'load'] }, 'only Clean and 2 more'],
  [{ from: ['load'] }, 'from Load'],
  [{ from: ['load'], to: ['split'] }, 'from Load to Split'],
])('%j is told in words: %s', (scope, words) => {
  expect(scopeWords(scope, (id) => `${id[0]?.toUpperCase()}${id.slice(1)}`)).toBe(words);
});
