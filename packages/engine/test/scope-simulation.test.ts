// Runs of parts of random workflows, played through `decide` and `evolve` in a random order, with servers that die in between.
import { decide, planRun, type Effect, type Preparation } from '@millrace/engine';
import { emptyWorkflow, evolve, isFinished, scopedNodes, wordsOf, type ArtifactRef, type NodeEnd, type NodeManifest, type Run, type RunEvent, type RunEventBody, type RunScope, type Workflow } from '@millrace/workflow';
import { expect, test } from '@jest/globals';

const artifact: ArtifactRef = { kind: 'json', hash: 'a'.repeat(64), bytes: 1, form: 'value' };
const recipe = { plugin: { name: 'p', version: '1.0.0', codeHash: 'c' }, inputs: {}, files: {} };
const manifest: NodeManifest = { type: 'step', title: 'Step', category: 'Test', plugin: recipe.plugin, effect: 'pure', inputs: [], outputs: [{ name: 'out', kind: 'json' }], params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 } };
const capacity = { cpu: 2, memoryMiB: 10, gpu: 0 };

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function randomWorkflow(pick: (below: number) => number): Workflow {
  const nodes = Array.from({ length: 2 + pick(9) }, (_, index) => ({ id: `n${index}`, type: 'step', params: {} }));
  const edges = nodes.flatMap((node, index) => nodes.slice(0, index).flatMap((from) => (pick(3) === 0 ? [{ from: `${from.id}.out`, to: `${node.id}.${from.id}` }] : [])));
  return { ...emptyWorkflow('random'), nodes, edges };
}

function randomScope(workflow: Workflow, pick: (below: number) => number): RunScope | undefined {
  const some = () => [...new Set(Array.from({ length: 1 + pick(2) }, () => workflow.nodes[pick(workflow.nodes.length)]?.id ?? ''))];
  return [undefined, { only: some() }, { to: some() }, { from: some() }, { from: some(), to: some() }][pick(5)];
}

/** Plays a run to its end; a node of a "known" key has outputs of an earlier run. Returns the log. */
async function play(workflow: Workflow, scope: RunScope | undefined, known: ReadonlySet<string>, pick: (below: number) => number): Promise<RunEvent[] | undefined> {
  const ends = [...known].map((nodeId): NodeEnd => ({ runId: 'r0', number: 1, workflowVersion: 1, at: '', body: { type: 'node.succeeded', nodeId, attempt: 1, key: nodeId, outputs: { out: artifact } } }));
  const plan = await planRun(workflow, 'w', scope, { log: { ends: async () => ends }, artifacts: { has: async () => true } }).catch(() => undefined);
  if (!plan) return undefined;
  const events: RunEvent[] = [];
  let run: Run | undefined;
  const write = (body: RunEventBody) => {
    events.push({ runId: 'r1', seq: events.length + 1, at: '', ...body });
    run = evolve(run, events.at(-1)!);
  };
  write({ type: 'run.queued', number: 2, workflowId: 'w', workflowVersion: 1, trigger: { kind: 'manual' }, nodeIds: [...plan.nodeIds], ...(plan.scope ? { scope: plan.scope } : {}), ...(plan.forced ? { forced: [...plan.forced] } : {}), ...(plan.given ? { given: { ...plan.given } } : {}) });
  write({ type: 'run.started' });
  let prepared = new Map<string, Preparation>();
  let live = new Map<string, number>();
  const perform = (effect: Effect) => {
    if (effect.type === 'prepare') prepared.set(effect.nodeId, { state: 'ready', key: effect.nodeId, recipe, ...(known.has(effect.nodeId) ? { known: { runId: 'r0', number: 1, outputs: { out: artifact } } } : {}) });
    else if (effect.type === 'start') {
      live.set(effect.nodeId, effect.attempt);
      write({ type: 'node.started', nodeId: effect.nodeId, attempt: effect.attempt, key: effect.key });
    } else if (effect.type === 'reuse') write({ type: 'node.reused', nodeId: effect.nodeId, key: effect.key, outputs: effect.known.outputs, from: { runId: 'r0', number: 1 }, reason: wordsOf(effect.reason), recipe });
    else if (effect.type === 'skip') write({ type: 'node.skipped', nodeId: effect.nodeId, because: wordsOf(effect.because) });
    else if (effect.type === 'finish') write({ type: 'run.finished', outcome: effect.outcome });
    else throw new Error(`unexpected ${effect.type}`);
  };
  while (run && !isFinished(run)) {
    const { effects } = decide({ workflow, manifests: new Map([['step', manifest]]), run, live: new Set(live.keys()), prepared, delayed: new Set(), busyKeys: new Set(), capacity, free: { ...capacity, cpu: capacity.cpu - live.size } });
    if (pick(12) === 0) { // the server dies, and the next one has the log alone
      run = events.reduce<Run | undefined>(evolve, undefined);
      prepared = new Map();
      live = new Map();
    } else if (effects.length > 0) {
      effects.forEach(perform);
    } else {
      const [nodeId, attempt] = [...live][pick(live.size)] ?? ['', 0];
      live.delete(nodeId);
      write(pick(8) === 0 ? { type: 'node.failed', nodeId, attempt, error: { kind: 'user', message: 'no' }, willRetry: false } : { type: 'node.succeeded', nodeId, attempt, key: nodeId, outputs: { out: artifact }, recipe });
    }
  }
  return events;
}

test('a run of a part ends, has no other nodes, forces what it should and reuses what it may, whenever the server dies', async () => {
  let played = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const pick = random(seed);
    const workflow = randomWorkflow(pick);
    const scope = randomScope(workflow, pick);
    const known = new Set(workflow.nodes.flatMap(({ id }) => (pick(2) === 0 ? [id] : [])));
    const events = await play(workflow, scope, known, pick);
    const { nodeIds, forced, given } = scopedNodes(workflow, scope);
    if (!events) {
      const nothingBetween = scope !== undefined && 'from' in scope && scope.to !== undefined && forced.length === 0;
      expect([seed, nothingBetween || given.some((id) => !known.has(id))]).toEqual([seed, true]);
      continue;
    }
    played++;
    const run = events.reduce<Run | undefined>(evolve, undefined)!;
    expect([seed, Object.keys(run.nodes)]).toEqual([seed, nodeIds]);
    expect(run.scope).toEqual(scope);
    const wrong = Object.values(run.nodes).filter(({ nodeId, state, reason }) => {
      if (state === 'skipped') return reason?.endsWith('failed') !== true;
      if (state === 'failed') return run.state !== 'failed';
      return state !== (known.has(nodeId) && !forced.includes(nodeId) ? 'reused' : 'succeeded');
    });
    expect([seed, wrong]).toEqual([seed, []]);
  }
  expect(played).toBeGreaterThan(150);
});
