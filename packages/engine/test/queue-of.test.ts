import { queueOf, type Preparation, type RunStanding } from '@millrace/engine';
import { emptyWorkflow, queueSchema, type ArtifactRef, type NodeManifest, type NodeRun, type Run, type WaitingNode } from '@millrace/workflow';
import { expect, test } from '@jest/globals';

const artifact: ArtifactRef = { kind: 'json', hash: 'a'.repeat(64), bytes: 1, form: 'value' };
const recipe = { plugin: { name: 'p', version: '1.0.0', codeHash: 'c' }, inputs: {}, files: {} };
const capacity = { cpu: 2, memoryMiB: 1000, gpu: 1 };
const manifests = new Map(Object.entries({ step: { cpu: 1, memoryMiB: 100, gpu: 0 }, wide: { cpu: 0, memoryMiB: 100, gpu: 0 }, big: { cpu: 1, memoryMiB: 900, gpu: 0 }, gpu: { cpu: 1, memoryMiB: 100, gpu: 1 } }).map(([type, resources]): [string, NodeManifest] => [
  type, { type, title: type, category: 'Test', plugin: recipe.plugin, effect: 'pure', inputs: [], outputs: [{ name: 'out', kind: 'json' }], params: {}, resources },
]));

/** A run of nodes `id:type`; those in `live` run now, `done` succeeded, the others are prepared unless they are `pending`. */
function standing(number: number, nodes: string, { edges = '', live = [], done = [], pending = [], delayed = [], state = 'running', keys = {}, node = {}, logIsAway = false }: {
  readonly edges?: string; readonly live?: readonly string[]; readonly done?: readonly string[]; readonly pending?: readonly string[]; readonly delayed?: readonly string[];
  readonly state?: Run['state']; readonly keys?: Readonly<Record<string, string>>; readonly node?: Readonly<Record<string, Partial<NodeRun>>>; readonly logIsAway?: boolean;
} = {}): RunStanding {
  const all = nodes.split(' ').map((text) => ({ id: text.split(':')[0] ?? '', type: text.split(':')[1] ?? '', params: {} }));
  const runOf = (nodeId: string): NodeRun => {
    const how = live.includes(nodeId) ? 'running' : done.includes(nodeId) ? 'succeeded' : 'waiting';
    return { nodeId, state: how, attempt: how === 'running' ? 1 : 0, infrastructureFailures: 0, metrics: {}, logLines: 0, outputs: how === 'succeeded' ? { out: artifact } : {}, ...node[nodeId] };
  };
  const keyOf = (id: string) => keys[id] ?? `${number}${id}`;
  return {
    run: { id: `run${number}`, number, workflowId: 'w', workflowVersion: 1, trigger: { kind: 'manual' }, queuedAt: '', seq: 1, state, nodes: Object.fromEntries(all.map(({ id }) => [id, runOf(id)])) },
    workflow: { ...emptyWorkflow(`Workflow ${number}`), nodes: all, edges: edges.split(' ').filter(Boolean).map((text) => ({ from: `${text.split('>')[0]}.out`, to: `${text.split('>')[1]}.from-${text.split('>')[0]}` })) },
    attempts: live.map((nodeId) => {
      const { cpu = 0, memoryMiB = 0, gpu = 0 } = manifests.get(all.find(({ id }) => id === nodeId)?.type ?? '')?.resources ?? {};
      return { nodeId, attempt: 1, key: keyOf(nodeId), demand: { cpu: cpu || capacity.cpu, memoryMiB, gpu } };
    }),
    prepared: new Map(all.filter(({ id }) => !live.includes(id)).map(({ id }): [string, Preparation] => [id, pending.includes(id) ? { state: 'pending' } : { state: 'ready', key: keyOf(id), recipe }])),
    delayed: new Set(delayed),
    logIsAway,
    retryAt: () => Date.UTC(2026, 0, 1, 12, 3),
  };
}

function queue(standings: readonly RunStanding[], { runId, limit }: { readonly runId?: string; readonly limit?: number } = {}) {
  const busyKeys = new Set(standings.flatMap(({ attempts }) => attempts.map(({ key }) => key)));
  return queueSchema.parse(queueOf(standings, { capacity, manifests, mostFailures: 3, busyKeys, runId, ...(limit === undefined ? {} : { limit }) }));
}

/** `run/node: reason`. */
function inWords({ number, nodeId, reason }: WaitingNode): string {
  const named = (at: { number: number; nodeId: string }) => `${at.number}/${at.nodeId}`;
  const details = () => {
    switch (reason.kind) {
      case 'upstream':
        return ` ${reason.nodeIds.join(', ')}`;
      case 'room':
        return ` ${reason.place}, lacks ${reason.lacks.join(', ') || 'nothing'}, taken by ${reason.holders.map(named).join(', ') || 'nobody'}${reason.behind ? `, behind ${named(reason.behind)}` : ''}`;
      case 'sameOutput':
        return ` ${reason.by ? named(reason.by) : 'somebody'}`;
      case 'retry':
        return ` ${reason.failures} of ${reason.mostFailures} at ${reason.until}: ${reason.message}`;
      default:
        return '';
    }
  };
  return `${number}/${nodeId}: ${reason.kind}${details()}`;
}
const waiting = (...asked: Parameters<typeof queue>) => queue(...asked).waiting.map(inWords);

test('says what a node waits for that comes after others, for the run that was asked about', () => {
  const runs = [standing(1, 'a:step b:step c:step d:step', { edges: 'a>c b>c c>d', live: ['a'], done: ['b'] })];
  expect(waiting(runs, { runId: 'run1' })).toEqual(['1/c: upstream a', '1/d: upstream c']);
  expect(queue(runs)).toMatchObject({ waiting: [], moreWaiting: 0, runIds: ['run1'] });
});

test('says who has the cores, and what each waits behind: the older run first, then the order of the graph', () => {
  const runs = [standing(3, 'x:step', {}), standing(1, 'a:step b:step c:step d:step', { live: ['a', 'b'] }), standing(2, 'e:wide')];
  expect(waiting(runs)).toEqual([
    '1/c: room 1, lacks cpu, taken by 1/a, 1/b',
    '1/d: room 2, lacks cpu, taken by 1/a, 1/b, behind 1/c',
    '2/e: room 3, lacks cpu, taken by 1/a, 1/b, behind 1/d',
    '3/x: room 4, lacks cpu, taken by 1/a, 1/b, behind 2/e',
  ]);
});

test('a small node that would fit waits behind a wide one, and lacks nothing itself', () => {
  expect(waiting([standing(1, 'a:step', { live: ['a'] }), standing(2, 'b:wide c:step')])).toEqual(['2/b: room 1, lacks cpu, taken by 1/a', '2/c: room 2, lacks nothing, taken by nobody, behind 2/b']);
});

test('tells memory and GPUs from cores', () => {
  expect(waiting([standing(1, 'a:big', { live: ['a'] }), standing(2, 'b:big')])).toEqual(['2/b: room 1, lacks memoryMiB, taken by 1/a']);
  expect(waiting([standing(1, 'a:gpu', { live: ['a'] }), standing(2, 'b:gpu')])).toEqual(['2/b: room 1, lacks gpu, taken by 1/a']);
});

test('what is about to start waits for nothing', () => {
  expect(waiting([standing(1, 'a:step b:step')])).toEqual([]);
});

test('names the node, of whichever run, that makes the same output', () => {
  expect(waiting([standing(1, 'a:step', { live: ['a'], keys: { a: 'k' } }), standing(2, 'b:step', { keys: { b: 'k' } })])).toEqual(['2/b: sameOutput 1/a']);
});

test('says when a node is tried again, and why its last attempt failed', () => {
  const failed = { state: 'retrying', attempt: 2, infrastructureFailures: 2, error: { kind: 'infrastructure', message: 'the disk is full' } } as const;
  expect(waiting([standing(1, 'a:step', { delayed: ['a'], node: { a: failed } })])).toEqual(['1/a: retry 2 of 3 at 2026-01-01T12:03:00.000Z: the disk is full']);
});

test('says that the run log cannot be reached', () => {
  expect(waiting([standing(1, 'a:step b:step c:step', { live: ['a'], edges: 'a>c', logIsAway: true })])).toEqual(['1/b: log']);
});

test('says that files are read, and that a run is paused or being paused', () => {
  expect(waiting([standing(1, 'a:step', { pending: ['a'] })])).toEqual(['1/a: reading']);
  expect(waiting([standing(1, 'a:step b:step', { state: 'paused', edges: 'a>b' })])).toEqual(['1/a: paused', '1/b: paused']);
  expect(waiting([standing(1, 'a:step b:step', { state: 'pausing', live: ['a'] })])).toEqual(['1/b: pausing']);
  expect(waiting([standing(1, 'a:step b:step', { state: 'cancelling', live: ['a'] })])).toEqual([]);
});

test('tells what runs, and leaves out no node of the run that was asked about before others', () => {
  const runs = [standing(1, 'a:wide b:step c:step', { live: ['a'] }), standing(2, 'd:step e:step')];
  expect(queue(runs).working).toEqual([{ runId: 'run1', number: 1, workflowId: 'w', workflowName: 'Workflow 1', nodeId: 'a', type: 'wide', attempt: 1, takes: { cpu: 2, memoryMiB: 100, gpu: 0 } }]);
  expect(queue(runs).free).toEqual({ cpu: 0, memoryMiB: 900, gpu: 1 });
  const some = queue(runs, { runId: 'run2', limit: 3 });
  expect(some.waiting.map(({ nodeId }) => nodeId)).toEqual(['b', 'd', 'e']);
  expect(some.moreWaiting).toBe(1);
});
