// Takes one run to its end. Each turn gathers what happened, asks `decide`, appends all of it in one transaction, and then acts.
import { evolve, isFinished, type ArtifactRef, type Run, type RunEventBody, type Workflow } from '@millrace/workflow';
import { UserError } from '@millrace/sdk';
import { outcomeOf } from './attempt-outcome.ts';
import { Attempt } from './attempt.ts';
import { decide, type Effect, type Preparation } from './decide.ts';
import { Draft, isCurrent } from './draft.ts';
import type { ExecutorLimits, ExecutorOptions } from './executor-options.ts';
import { RunLogConflict, type Capacity, type HostCall, type NodeResult, type NodeTask } from './ports.ts';
import { prepareNodes, readsFiles, type PreparedNode } from './prepare-node.ts';
import { graphOf, inputsOf } from './workflow-graph.ts';

/** What the runs of one executor share. */
export interface SharedMachine {
  /** What of the machine this run may take now. */
  freeFor(actor: RunActor): Capacity;
  busyKeys(): ReadonlySet<string>;
  /** Room was made, or a run no longer waits for it. */
  roomChanged(): void;
  /** These keys are no longer being made: what waited for them asks the log again. */
  keysDone(keys: ReadonlySet<string>): void;
}

type World = Omit<ExecutorOptions, 'limits'> & { readonly limits: ExecutorLimits };
type Start = Extract<Effect, { type: 'start' }>;

interface Ended {
  readonly attempt: Attempt;
  readonly result: NodeResult;
}

class Closed extends Error {}

export class RunActor {
  /** Attempts that are alive, by node. */
  readonly attempts = new Map<string, Attempt>();
  /** Ends that are not in the log yet. */
  readonly ended: Ended[] = [];
  /** Something could start if the machine had room. */
  starved = false;
  /** Resolves when the run has ended; rejects when the executor closes before. */
  readonly done: Promise<Run>;
  readonly #world: World;
  readonly #machine: SharedMachine;
  readonly #workflow: Workflow;
  readonly #prepared = new Map<string, PreparedNode>();
  readonly #preparations = new Map<string, Preparation>();
  readonly #delays = new Map<string, () => void>();
  readonly #told: { readonly attempt: Attempt; readonly body: RunEventBody }[] = [];
  readonly #bodies = new Set<Promise<void>>();
  #run: Run;
  #cancelRequested = false;
  #cancelWaiters: (() => void)[] = [];
  #turning = false;
  #again = false;
  #closed = false;
  #endSleep: (() => void) | undefined;
  #resolve: (run: Run) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(run: Run, workflow: Workflow, world: World, machine: SharedMachine) {
    this.#run = run;
    this.#workflow = workflow;
    this.#world = world;
    this.#machine = machine;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.done.catch(() => {});
  }

  get run(): Run {
    return this.#run;
  }

  /** Takes turns until there is nothing to do. */
  poke(): void {
    this.#again = true;
    if (this.#turning || this.#closed) return;
    this.#turning = true;
    void this.#takeTurns();
  }

  /** Resolves when the request is in the log, or the run has ended. */
  cancel(): Promise<void> {
    if (this.#run.state === 'cancelling' || isFinished(this.#run)) return Promise.resolve();
    this.#cancelRequested = true;
    return new Promise((resolve) => {
      this.#cancelWaiters.push(resolve);
      this.poke();
    });
  }

  /** What is known of nodes that wait for one of these keys is out of date. */
  forget(keys: ReadonlySet<string>): void {
    for (const [nodeId, preparation] of this.#preparations) {
      if (preparation.state === 'ready' && keys.has(preparation.key) && !this.attempts.has(nodeId)) this.#forgetNode(nodeId);
    }
  }

  /** Stops every attempt and writes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const callOff of this.#delays.values()) callOff();
    for (const attempt of this.attempts.values()) attempt.abort();
    this.#endSleep?.();
    this.#reject(new Error(`Run ${this.#run.number} goes on when the server starts again.`));
    await Promise.all(this.#bodies);
  }

  async #takeTurns(): Promise<void> {
    try {
      await Promise.resolve(); // what happens in the same instant belongs to the same turn
      while (this.#again && !this.#closed && !isFinished(this.#run)) {
        this.#again = false;
        await this.#turn();
      }
    } catch (error) {
      if (!(error instanceof Closed)) {
        // Let go of the run: the next sweep reads it from the log and goes on with it.
        this.#world.onProblem?.(`Run ${this.#run.number} met an error of Millrace's own and is taken up again.`, error);
        void this.close();
      }
    } finally {
      this.#turning = false;
    }
  }

  async #turn(): Promise<void> {
    const wasStarved = this.starved;
    const draft = new Draft(this.#run, this.#world.clock.now());
    const ended = [...this.ended];
    const told = this.#takeTold();
    this.#fold(draft, told, ended);
    const { starts, aborts } = await this.#plan(draft);
    try {
      await this.#commit(draft.bodies);
    } catch (error) {
      for (const { nodeId } of starts) this.attempts.delete(nodeId);
      if (!(error instanceof RunLogConflict)) throw error;
      this.#told.unshift(...told);
      await this.#reload();
      return;
    }
    this.ended.splice(0, ended.length);
    for (const nodeId of aborts) this.attempts.get(nodeId)?.abort();
    for (const start of starts) this.#dispatch(start);
    if (ended.length > 0) this.#machine.keysDone(new Set(ended.map(({ attempt }) => attempt.key)));
    if (this.#run.state === 'cancelling' || isFinished(this.#run)) for (const resolve of this.#cancelWaiters.splice(0)) resolve();
    if (isFinished(this.#run)) this.#resolve(this.#run);
    if (ended.length > 0 || isFinished(this.#run) || (wasStarved && !this.starved)) this.#machine.roomChanged();
  }

  #takeTold(): { attempt: Attempt; body: RunEventBody }[] {
    for (const attempt of this.attempts.values()) {
      if (attempt.isDue) this.#told.push(...attempt.takeMessages().map((body) => ({ attempt, body })));
    }
    return this.#told.splice(0);
  }

  #fold(draft: Draft, told: readonly { attempt: Attempt; body: RunEventBody }[], ended: readonly Ended[]): void {
    if (draft.run.state === 'queued') draft.add({ type: 'run.started' });
    for (const { attempt, body } of told) draft.addFromAttempt([body], attempt);
    for (const { attempt, result } of ended) {
      const node = draft.run.nodes[attempt.nodeId];
      if (!node || !isCurrent(draft.run, attempt)) continue; // it lost its turn
      draft.addFromAttempt(outcomeOf(result, {
        node,
        key: attempt.key,
        cancelling: draft.run.state === 'cancelling',
        infrastructureRetries: this.#world.limits.infrastructureRetries,
        ...(attempt.timedOutAfterSeconds === undefined ? {} : { timedOutAfterSeconds: attempt.timedOutAfterSeconds }),
      }), attempt);
      if (draft.run.nodes[attempt.nodeId]?.state === 'retrying') this.#delay(attempt.nodeId, node.infrastructureFailures);
    }
    if (this.#cancelRequested && draft.run.state === 'running') draft.add({ type: 'run.cancelRequested' });
  }

  #delay(nodeId: string, failuresBefore: number): void {
    this.#forgetNode(nodeId);
    if (this.#delays.has(nodeId)) return;
    this.#delays.set(nodeId, this.#world.clock.after(this.#world.limits.retryDelayMs * 2 ** failuresBefore, () => {
      this.#delays.delete(nodeId);
      this.poke();
    }));
  }

  /** Asks `decide` until it has nothing more to say, and folds what it says. */
  async #plan(draft: Draft): Promise<{ starts: Start[]; aborts: string[] }> {
    const starts: Start[] = [];
    const aborts: string[] = [];
    for (;;) {
      const { effects, starved } = decide(this.#situation(draft.run));
      let progressed = false;
      const toPrepare: string[] = [];
      for (const effect of effects) {
        if (effect.type === 'prepare') {
          toPrepare.push(effect.nodeId);
        } else if (effect.type === 'abort') {
          aborts.push(effect.nodeId);
        } else {
          draft.add(bodyOf(effect));
          progressed = true;
          if (effect.type === 'start') {
            starts.push(effect);
            this.attempts.set(effect.nodeId, this.#attempt(effect));
          }
        }
      }
      this.starved = starved;
      if (toPrepare.length > 0) progressed = (await this.#prepare(toPrepare, draft.run)) || progressed;
      if (!progressed) return { starts, aborts };
    }
  }

  #situation(run: Run): Parameters<typeof decide>[0] {
    return {
      workflow: this.#workflow,
      manifests: this.#world.manifests(),
      run,
      live: new Set([...this.attempts.values()].filter((attempt) => isCurrent(run, attempt)).map(({ nodeId }) => nodeId)),
      prepared: this.#preparations,
      delayed: new Set(this.#delays.keys()),
      busyKeys: this.#machine.busyKeys(),
      capacity: this.#world.capacity,
      free: this.#machine.freeFor(this),
    };
  }

  #attempt(start: Start): Attempt {
    const { clock, limits } = this.#world;
    return new Attempt(start, { clock, messageIntervalMs: limits.messageIntervalMs, logBytes: limits.logBytesPerAttempt, onMessages: () => this.poke() });
  }

  /** Prepares nodes; those that read files go on in the background, since hashing a big file takes long. Returns whether any is prepared now. */
  async #prepare(nodeIds: readonly string[], run: Run): Promise<boolean> {
    const of = { workflow: this.#workflow, manifests: this.#world.manifests(), run };
    const prepare = async (ids: readonly string[]) => {
      const prepared = await this.#retrying('The run log could not be read', () => prepareNodes(ids, of, this.#world));
      for (const [nodeId, node] of prepared) {
        this.#prepared.set(nodeId, node);
        this.#preparations.set(nodeId, node.preparation);
      }
    };
    const slow = nodeIds.filter((nodeId) => readsFiles(nodeId, of));
    for (const nodeId of slow) {
      this.#preparations.set(nodeId, { state: 'pending' });
      prepare([nodeId]).then(() => this.poke(), () => {}); // rejects only when closed
    }
    const quick = nodeIds.filter((nodeId) => !slow.includes(nodeId));
    if (quick.length > 0) await prepare(quick);
    return quick.length > 0;
  }

  #forgetNode(nodeId: string): void {
    this.#prepared.delete(nodeId);
    this.#preparations.delete(nodeId);
  }

  async #commit(bodies: readonly RunEventBody[]): Promise<void> {
    if (bodies.length === 0) return;
    const { log, bus } = this.#world;
    const events = await this.#retrying('The run log could not be written', () => log.append(this.#run.id, bodies, { after: this.#run.seq }));
    this.#run = events.reduce<Run>((run, event) => evolve(run, event), this.#run);
    bus.publish(events);
  }

  /** The log has grown by another hand, or by an append of ours whose success we did not hear of: what it says is what counts. */
  async #reload(): Promise<void> {
    const events = await this.#retrying('The run log could not be read', () => this.#world.log.read(this.#run.id, this.#run.seq));
    this.#run = events.reduce<Run>((run, event) => evolve(run, event), this.#run);
    for (const attempt of this.attempts.values()) if (!isCurrent(this.#run, attempt)) attempt.abort();
    this.#world.bus.publish(events);
    this.#again = true;
  }

  async #retrying<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { limits, clock, onProblem } = this.#world;
    let [wait, longest] = limits.logBackoffMs;
    for (;;) {
      if (this.#closed) throw new Closed();
      try {
        return await work();
      } catch (error) {
        if (error instanceof RunLogConflict || this.#closed) throw error instanceof RunLogConflict ? error : new Closed();
        onProblem?.(`${what}; run ${this.#run.number} waits ${wait} ms and tries again.`, error);
        await new Promise<void>((resolve) => {
          const callOff = clock.after(wait, resolve);
          this.#endSleep = () => {
            callOff();
            resolve();
          };
        });
        wait = Math.min(wait * 2, longest);
      }
    }
  }

  #dispatch({ nodeId }: Start): void {
    const attempt = this.attempts.get(nodeId);
    const prepared = this.#prepared.get(nodeId);
    const node = graphOf(this.#workflow).nodes.get(nodeId);
    const manifest = node && this.#world.manifests().get(node.type);
    if (!attempt || !prepared || !node || !manifest) {
      if (attempt) this.#end(attempt, { status: 'failed', kind: 'infrastructure', message: `The node type "${node?.type ?? nodeId}" went away before the node could start.` });
      return;
    }
    const task: NodeTask = {
      runId: this.#run.id,
      nodeId,
      attempt: attempt.attempt,
      type: node.type,
      plugin: manifest.plugin.name,
      params: node.params,
      inputs: inputsOf(graphOf(this.#workflow), this.#run, nodeId),
      threads: Math.max(1, Math.round(attempt.demand.cpu)),
      files: Object.fromEntries(Object.entries(prepared.files).map(([path, { absolutePath }]) => [path, absolutePath])),
      idempotencyKey: `${this.#run.id}/${nodeId}`,
    };
    const body = attempt
      .run(task, this.#world.runner, { onCall: (call) => this.#call(attempt, task, call), ...(manifest.timeoutSeconds ? { timeoutSeconds: manifest.timeoutSeconds } : {}) })
      .then((result) => this.#sameFiles(result, prepared))
      .then((result) => this.#end(attempt, result));
    this.#bodies.add(body);
    void body.then(() => this.#bodies.delete(body));
  }

  /** A file that changed while the node read it would put wrong outputs under the key of the right ones. */
  async #sameFiles(result: NodeResult, { files }: PreparedNode): Promise<NodeResult> {
    if (result.status !== 'succeeded') return result;
    for (const [path, { fingerprint }] of Object.entries(files)) {
      const now = await this.#world.files.resolve(path).catch(() => undefined);
      if (now?.fingerprint !== fingerprint) return { status: 'failed', kind: 'transient', message: `The file "${path}" changed while the node read it.` };
    }
    return result;
  }

  #end(attempt: Attempt, result: NodeResult): void {
    this.#told.push(...attempt.takeMessages().map((body) => ({ attempt, body })));
    if (this.attempts.get(attempt.nodeId) === attempt) this.attempts.delete(attempt.nodeId);
    this.ended.push({ attempt, result });
    this.poke();
  }

  async #call(attempt: Attempt, task: NodeTask, call: HostCall): Promise<unknown> {
    if (!isCurrent(this.#run, attempt) || attempt.signal.aborted) throw new UserError('This attempt may no longer change anything: it was stopped.');
    const caller = { runId: task.runId, nodeId: task.nodeId, idempotencyKey: task.idempotencyKey, signal: attempt.signal };
    switch (call.method) {
      case 'models.save': {
        const model: ArtifactRef | undefined = Object.values(task.inputs).find(({ kind, hash }) => kind === 'model' && hash === call.hash);
        if (!model) throw new UserError('A node can save only a model that it was given as an input.');
        return this.#world.host.saveModel({ name: call.name, model, metrics: call.metrics }, caller);
      }
      case 'deployments.deploy':
        return this.#world.host.deploy({ name: call.name, model: call.model, version: call.version }, caller);
      default:
        return call satisfies never;
    }
  }
}

function bodyOf(effect: Exclude<Effect, { type: 'prepare' | 'abort' }>): RunEventBody {
  const { type } = effect;
  switch (type) {
    case 'start':
      return { type: 'node.started', nodeId: effect.nodeId, attempt: effect.attempt, key: effect.key };
    case 'reuse': {
      const { nodeId, key, reason, known } = effect;
      return { type: 'node.reused', nodeId, key, outputs: { ...known.outputs }, from: { runId: known.runId, number: known.number }, reason };
    }
    case 'fail':
      return { type: 'node.failed', nodeId: effect.nodeId, attempt: effect.attempt, error: effect.error, willRetry: false };
    case 'skip':
      return { type: 'node.skipped', nodeId: effect.nodeId, because: effect.because };
    case 'cancel':
      return { type: 'node.cancelled', nodeId: effect.nodeId };
    case 'finish':
      return { type: 'run.finished', outcome: effect.outcome, ...(effect.message ? { message: effect.message } : {}) };
    default:
      return type satisfies never;
  }
}
