import { decide, type Effect, type Preparation, type Situation } from '@millrace/engine';
import { emptyWorkflow, wordsOf, type ArtifactRef, type NodeManifest, type NodeRun, type NodeRunState, type Run } from '@millrace/workflow';
import { describe, expect, test } from '@jest/globals';

const artifact: ArtifactRef = { kind: 'json', hash: 'a'.repeat(64), bytes: 1, form: 'value' };
const known = { runId: 'earlier', number: 12, outputs: { out: artifact } };
const port = { name: 'out', kind: 'json' } as const;
const machine = { cpu: 2, memoryMiB: 1000, gpu: 0 };

function manifest(type: string, over: Partial<NodeManifest> = {}): NodeManifest {
  return { type, title: type, category: 'Test', plugin: { name: 'p', version: '1.0.0', codeHash: 'c' }, effect: 'pure', inputs: [], outputs: [port], params: {}, resources: { cpu: 1, memoryMiB: 100, gpu: 0 }, ...over };
}

const manifests = new Map([
  manifest('step'),
  manifest('effect', { effect: 'sideEffect' }),
  manifest('wide', { resources: { cpu: 0, memoryMiB: 100, gpu: 0 } }),
  manifest('half', { resources: { cpu: 0.5, memoryMiB: 100, gpu: 0 } }),
  manifest('hungry', { resources: { cpu: 1, memoryMiB: 600, gpu: 0 } }),
  manifest('huge', { resources: { cpu: 64, memoryMiB: 1_000_000, gpu: 0 } }),
  manifest('gpu', { resources: { cpu: 1, memoryMiB: 100, gpu: 1 } }),
].map((one) => [one.type, one]));

interface Case {
  readonly title: string;
  /** Node ids with their types: `a:step b:wide`; `a:step:off` is disabled, `a:step:pin` has pinned outputs. */
  readonly nodes: string;
  /** `a>b b>c`. */
  readonly edges?: string;
  /** States other than waiting. */
  readonly states?: Readonly<Record<string, NodeRunState>>;
  readonly node?: Readonly<Record<string, Partial<NodeRun>>>;
  readonly runState?: Run['state'];
  /** Nodes that are not in the run, and whose earlier outputs are given to it. */
  readonly given?: readonly string[];
  readonly live?: readonly string[];
  /** Output keys of nodes that are prepared; `key!` has known outputs. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly failed?: Readonly<Record<string, string>>;
  readonly pending?: readonly string[];
  /** Nodes whose pinned outputs are there. */
  readonly pinned?: readonly string[];
  readonly delayed?: readonly string[];
  readonly busyKeys?: readonly string[];
  readonly free?: Partial<Situation['free']>;
  readonly capacity?: Partial<Situation['capacity']>;
  readonly effects: readonly string[];
  readonly starved?: boolean;
}

const cases: readonly Case[] = [
  { title: 'prepares what waits for nothing', nodes: 'a:step b:step c:step', edges: 'a>c', effects: ['prepare a', 'prepare b'] },
  { title: 'starts what is prepared', nodes: 'a:step', keys: { a: 'k' }, effects: ['start a 1 k'] },
  { title: 'starts in parallel as far as the CPUs go', nodes: 'a:step b:step c:step', keys: { a: '1', b: '2', c: '3' }, effects: ['start a 1 1', 'start b 1 2'], starved: true },
  { title: 'counts parts of a CPU', nodes: 'a:half b:half c:half d:half e:half', keys: { a: '1', b: '2', c: '3', d: '4', e: '5' }, effects: ['start a 1 1', 'start b 1 2', 'start c 1 3', 'start d 1 4'], starved: true },
  { title: 'starts nothing where nothing is free', nodes: 'a:step', keys: { a: 'k' }, free: { cpu: 0 }, effects: [], starved: true },
  { title: 'counts memory', nodes: 'a:hungry b:hungry', keys: { a: '1', b: '2' }, effects: ['start a 1 1'], starved: true },
  { title: 'gives the whole machine to a node that takes all cores', nodes: 'a:wide b:step', keys: { a: '1', b: '2' }, effects: ['start a 1 1'], starved: true },
  { title: 'keeps room for a wide node rather than pass it over', nodes: 'a:wide b:step', keys: { a: '1', b: '2' }, free: { cpu: 1 }, effects: [], starved: true },
  { title: 'gives the whole machine to a node that asks for more than there is', nodes: 'a:huge', keys: { a: 'k' }, effects: ['start a 1 k'] },
  { title: 'fails a node that needs a GPU where there is none', nodes: 'a:gpu', effects: ['fail a 1 user: This node needs 1 GPU; this machine offers 0.'] },
  { title: 'gives out GPUs one by one', nodes: 'a:gpu b:gpu', keys: { a: '1', b: '2' }, capacity: { gpu: 1 }, free: { gpu: 1 }, effects: ['start a 1 1'], starved: true },
  { title: 'fails a node of unknown type', nodes: 'a:gone', effects: ['fail a 1 user: The node type "gone" is not installed, or its plugin could not be loaded.'] },
  { title: 'fails a node that could not be prepared', nodes: 'a:step', failed: { a: 'The file is missing' }, effects: ['fail a 1 user: The file is missing'] },
  { title: 'waits for a node that is being prepared', nodes: 'a:step', pending: ['a'], effects: [] },
  { title: 'waits for running nodes', nodes: 'a:step b:step', edges: 'a>b', states: { a: 'running' }, live: ['a'], effects: [] },
  { title: 'goes on behind a node that succeeded', nodes: 'a:step b:step', edges: 'a>b', states: { a: 'succeeded' }, effects: ['prepare b'] },
  { title: 'goes on behind a node that was reused', nodes: 'a:step b:step', edges: 'a>b', states: { a: 'reused' }, effects: ['prepare b'] },
  { title: 'waits for every input', nodes: 'a:step b:step c:step', edges: 'a>c b>c', states: { a: 'succeeded', b: 'running' }, live: ['b'], effects: [] },
  { title: 'reuses what is known and says from where', nodes: 'a:step', keys: { a: 'k!' }, effects: ['reuse a k!: reused from run 12: nothing changed'] },
  { title: 'reuses where there is no room', nodes: 'a:step', keys: { a: 'k!' }, free: { cpu: 0 }, effects: ['reuse a k!: reused from run 12: nothing changed'] },
  { title: 'runs a node that is forced although its outputs are known', nodes: 'a:step b:step', edges: 'a>b', node: { a: { forced: true } }, keys: { a: 'k!' }, effects: ['start a 1 k!'] },
  { title: 'takes what is read from nodes that are not in the run from what was given', nodes: 'a:step b:step', edges: 'a>b', given: ['a'], effects: ['prepare b'] },
  { title: 'skips what reads an output that was not given', nodes: 'a:step b:step', edges: 'a.other>b', given: ['a'], effects: ['skip b: "a" gave no output "other" in run 12'] },
  { title: 'looks at the pinned outputs of a node at once, whatever is before it', nodes: 'a:step b:gone:pin c:step', edges: 'a>b b>c', states: { a: 'running' }, live: ['a'], effects: ['prepare b'] },
  { title: 'takes pinned outputs, also of a node whose type is not installed', nodes: 'a:step b:gone:pin', edges: 'a>b', states: { a: 'failed' }, pinned: ['b'], effects: ['takePinned b'] },
  { title: 'fails a node whose pinned outputs are gone', nodes: 'a:step:pin', failed: { a: 'no longer stored' }, effects: ['fail a 1 user: no longer stored'] },
  { title: 'does not skip a pinned node behind one that is disabled', nodes: 'a:step:off b:step:pin', edges: 'a>b', states: { a: 'skipped', b: 'reused' }, effects: ['finish succeeded'] },
  { title: 'finishes a run whose nodes are done, whatever else the workflow has', nodes: 'a:step b:step', edges: 'a>b', given: ['a'], states: { b: 'succeeded' }, effects: ['finish succeeded'] },
  { title: 'waits while somebody makes the same outputs', nodes: 'a:step', keys: { a: 'k' }, busyKeys: ['k'], effects: [] },
  { title: 'starts one of two nodes with the same key', nodes: 'a:step b:step', keys: { a: 'k', b: 'k' }, effects: ['start a 1 k'] },
  { title: 'starts both when they change the world', nodes: 'a:effect b:effect', keys: { a: 'k', b: 'k' }, effects: ['start a 1 k', 'start b 1 k'] },
  { title: 'skips what depends on a failed node, through others, and goes on with the rest', nodes: 'a:step b:step c:step d:step', edges: 'a>b b>c', states: { a: 'failed' }, effects: ['prepare d', 'skip b: "a" failed', 'skip c: "a" failed'] },
  { title: 'skips behind a node that was skipped before, for the same reason', nodes: 'a:step b:step c:step', edges: 'a>b b>c', states: { a: 'failed', b: 'skipped' }, node: { b: { reason: '"a" failed' } }, effects: ['skip c: "a" failed'] },
  { title: 'skips what is wired to an output that does not exist', nodes: 'a:step b:step', edges: 'a.other>b', states: { a: 'succeeded' }, effects: ['skip b: "a" gave no output "other"'] },
  { title: 'skips what is wired to a node that does not exist', nodes: 'b:step', edges: 'a>b', effects: ['skip b: It is wired to "a", which does not exist.'] },
  { title: 'skips a cycle rather than wait for ever', nodes: 'a:step b:step', edges: 'a>b b>a', effects: ['skip a: It waits for its own output: the workflow has a cycle.', 'skip b: It waits for its own output: the workflow has a cycle.'] },
  { title: 'tries again with the next attempt', nodes: 'a:step', states: { a: 'retrying' }, node: { a: { attempt: 1 } }, keys: { a: 'k' }, effects: ['start a 2 k'] },
  { title: 'waits until it may try again', nodes: 'a:step', states: { a: 'retrying' }, node: { a: { attempt: 1 } }, keys: { a: 'k' }, delayed: ['a'], effects: [] },
  { title: 'starts a node again whose attempt died with the server', nodes: 'a:step b:step', edges: 'a>b', states: { a: 'running' }, node: { a: { attempt: 1 } }, keys: { a: 'k' }, effects: ['start a 2 k'] },
  { title: 'stops what runs and starts nothing when cancelled', nodes: 'a:step b:step c:step', edges: 'a>b', states: { a: 'running' }, live: ['a'], keys: { c: 'k' }, runState: 'cancelling', effects: ['abort a', 'cancel b', 'cancel c'] },
  { title: 'cancels what ran when the server died', nodes: 'a:step', states: { a: 'running' }, runState: 'cancelling', effects: ['cancel a'] },
  { title: 'asks what runs to pause and starts nothing while pausing', nodes: 'a:step b:step', states: { a: 'running' }, live: ['a'], keys: { b: 'k' }, runState: 'pausing', effects: ['pause a'] },
  { title: 'pauses once nothing is alive, and a node that died with the server too', nodes: 'a:step b:step', states: { a: 'running' }, node: { a: { attempt: 1 } }, keys: { b: 'k' }, runState: 'pausing', effects: ['pauseNode a 1', 'pauseRun'] },
  { title: 'starts nothing in a paused run', nodes: 'a:step', states: { a: 'paused' }, keys: { a: 'k' }, runState: 'paused', effects: [] },
  { title: 'starts a paused node again when the run goes on', nodes: 'a:step', states: { a: 'paused' }, node: { a: { attempt: 1 } }, keys: { a: 'k' }, effects: ['start a 2 k'] },
  { title: 'cancels a paused node', nodes: 'a:step', states: { a: 'paused' }, runState: 'cancelling', effects: ['cancel a'] },
  { title: 'finishes when every node succeeded or was reused', nodes: 'a:step b:step', states: { a: 'succeeded', b: 'reused' }, effects: ['finish succeeded'] },
  { title: 'finishes a workflow without nodes', nodes: '', effects: ['finish succeeded'] },
  { title: 'finishes as failed and says which node and why', nodes: 'a:step b:step c:step', states: { a: 'failed', b: 'failed', c: 'skipped' }, node: { a: { error: { kind: 'user', message: 'no label' } } }, effects: ['finish failed: "a" failed: no label (1 more failed)'] },
  { title: 'finishes as failed when nodes could only be skipped', nodes: 'a:step', states: { a: 'skipped' }, node: { a: { reason: 'a cycle' } }, effects: ['finish failed: "a" could not run: a cycle'] },
  { title: 'skips a disabled node and all that depends on it, and runs the others', nodes: 'a:step b:step:off c:step d:step e:step', edges: 'a>b b>c c>d', states: { a: 'succeeded' }, keys: { e: 'k' }, effects: ['start e 1 k', 'skip b: It is disabled', 'skip c: It depends on "b", which is disabled', 'skip d: It depends on "b", which is disabled'] },
  { title: 'succeeds when only what is disabled was skipped', nodes: 'a:step b:step:off c:step', edges: 'a>b b>c', states: { a: 'succeeded', b: 'skipped', c: 'skipped' }, effects: ['finish succeeded'] },
  { title: 'finishes as failed when more was skipped than what is disabled', nodes: 'a:step:off b:step', states: { a: 'skipped', b: 'skipped' }, node: { b: { reason: 'a cycle' } }, effects: ['finish failed: "b" could not run: a cycle'] },
  { title: 'finishes as cancelled when a node was cancelled', nodes: 'a:step b:step', states: { a: 'failed', b: 'cancelled' }, runState: 'cancelling', effects: ['finish cancelled'] },
  { title: 'finishes as succeeded when the cancel came too late for any node', nodes: 'a:step', states: { a: 'succeeded' }, runState: 'cancelling', effects: ['finish succeeded'] },
  { title: 'does nothing in a run that has ended', nodes: 'a:step', states: { a: 'succeeded' }, runState: 'succeeded', effects: [] },
];

describe('decide', () => {
  test.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => {
    const { effects, starved } = decide(situationOf(one));
    expect(effects.map(inWords)).toEqual(one.effects);
    expect(starved).toBe(one.starved ?? false);
  });
});

function situationOf(one: Case): Situation {
  const nodes = one.nodes.split(' ').filter(Boolean).map((text) => {
    const [id = '', type = '', disabled] = text.split(':');
    return { id, type, params: {}, ...(disabled === 'off' ? { disabled: true as const } : {}), ...(disabled === 'pin' ? { pinned: known } : {}) };
  });
  const edges = (one.edges ?? '').split(' ').filter(Boolean).map((text) => {
    const [from = '', to = ''] = text.split('>');
    return { from: from.includes('.') ? from : `${from}.out`, to: `${to}.from-${from.replace('.', '-')}` };
  });
  const nodeRun = (nodeId: string): NodeRun => {
    const state = one.states?.[nodeId] ?? 'waiting';
    const outputs = state === 'succeeded' || state === 'reused' ? { out: artifact } : {};
    return { nodeId, state, attempt: 0, infrastructureFailures: 0, metrics: {}, logLines: 0, outputs, ...one.node?.[nodeId] };
  };
  const run: Run = {
    id: 'r', number: 1, workflowId: 'w', workflowVersion: 1, trigger: { kind: 'manual' }, queuedAt: '', seq: 1,
    state: one.runState ?? 'running', nodes: Object.fromEntries(nodes.flatMap(({ id }) => (one.given?.includes(id) ? [] : [[id, nodeRun(id)]]))),
    ...(one.given ? { given: Object.fromEntries(one.given.map((id) => [id, known])) } : {}),
  };
  const prepared = new Map<string, Preparation>([
    ...Object.entries(one.keys ?? {}).map(([id, key]): [string, Preparation] => [id, { state: 'ready', key, recipe: { plugin: { name: 'p', version: '1.0.0', codeHash: 'c' }, inputs: {}, files: {} }, ...(key.endsWith('!') ? { known } : {}) }]),
    ...Object.entries(one.failed ?? {}).map(([id, message]): [string, Preparation] => [id, { state: 'failed', error: { kind: 'user', message } }]),
    ...(one.pinned ?? []).map((id): [string, Preparation] => [id, { state: 'pinned', known }]),
    ...(one.pending ?? []).map((id): [string, Preparation] => [id, { state: 'pending' }]),
  ]);
  return {
    workflow: { ...emptyWorkflow('test'), nodes, edges }, manifests, run, prepared,
    live: new Set(one.live), delayed: new Set(one.delayed), busyKeys: new Set(one.busyKeys),
    capacity: { ...machine, ...one.capacity }, free: { ...machine, ...one.free },
  };
}

function inWords(effect: Effect): string {
  switch (effect.type) {
    case 'start':
      return `start ${effect.nodeId} ${effect.attempt} ${effect.key}`;
    case 'reuse':
      return `reuse ${effect.nodeId} ${effect.key}: ${wordsOf(effect.reason)}`;
    case 'fail':
      return `fail ${effect.nodeId} ${effect.attempt} ${effect.error.kind}: ${effect.error.message}`;
    case 'skip':
      return `skip ${effect.nodeId}: ${wordsOf(effect.because)}`;
    case 'pauseNode':
      return `pauseNode ${effect.nodeId} ${effect.attempt}`;
    case 'pauseRun':
      return 'pauseRun';
    case 'finish':
      return `finish ${effect.outcome}${effect.message ? `: ${wordsOf(effect.message)}` : ''}`;
    default:
      return `${effect.type} ${effect.nodeId}`;
  }
}
