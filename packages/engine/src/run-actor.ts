// Takes one run to its end. Each turn gathers what happened, asks `decide`, and acts; a transaction takes what the turns of a few
// milliseconds bring. A node that may change the world starts only when the log says so; a pure one may start before: if the
// server dies in between, the log does not know of it, and it runs again.
import { evolve, isFinished, type NodeManifest, type Run, type RunEventBody, type Workflow } from '@millrace/workflow';
import { UserError } from '@millrace/sdk';
import { outcomeOf } from './attempt-outcome.ts';
import { checkFiles, performCall, taskOf } from './attempt-task.ts';
import { Attempt } from './attempt.ts';
import { BackOff, BackOffClosed } from './back-off.ts';
import { checkpointName } from './checkpoint-name.ts';
import { decide, type Effect, type Preparation, type Situation } from './decide.ts';
import { Draft, isCurrent } from './draft.ts';
import { bodyOf } from './effect-body.ts';
import type { ExecutorLimits, ExecutorOptions } from './executor-options.ts';
import { RunLogConflict, type Capacity, type HostCall, type NodeResult, type NodeTask } from './ports.ts';
import { prepareNodes, readsFiles, type PreparedNode } from './prepare-node.ts';
import { graphOf } from './workflow-graph.ts';

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

/** What attempts have told and how they ended. */
interface News {
  readonly told: { readonly attempt: Attempt; readonly body: RunEventBody }[];
  readonly ended: { readonly attempt: Attempt; readonly result: NodeResult }[];
}

export class RunActor {
  /** Attempts that are alive, by node. */
  readonly attempts = new Map<string, Attempt>();
  /** Something could start if the machine had room. */
  starved = false;
  /** Resolves when the run has ended; rejects when the executor closes before. */
  readonly done: Promise<Run>;
  readonly #world: World;
  readonly #machine: SharedMachine;
  readonly #workflow: Workflow;
  readonly #backOff: BackOff;
  readonly #prepared = new Map<string, PreparedNode>();
  readonly #preparations = new Map<string, Preparation>();
  readonly #delays = new Map<string, () => void>();
  readonly #bodies = new Set<Promise<void>>();
  /** Not looked at yet. */
  readonly #news: News = { told: [], ended: [] };
  /** In the draft, but not in the log yet. */
  readonly #unwritten: News = { told: [], ended: [] };
  /** Starts that wait until the log has them. */
  #held: Start[] = [];
  /** What the log says. */
  #run: Run;
  #draft: Draft;
  #callOffCommit: (() => void) | undefined;
  #commitDue = false;
  #cancelRequested = false;
  #pauseRequested = false;
  #resumeRequested = false;
  #waiters: { readonly until: (run: Run) => boolean; readonly resolve: () => void }[] = [];
  #turning = false;
  #again = false;
  #closed = false;
  #resolve: (run: Run) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(run: Run, workflow: Workflow, world: World, machine: SharedMachine) {
    this.#run = run;
    this.#draft = new Draft(run, world.clock.now());
    this.#workflow = workflow;
    this.#world = world;
    this.#machine = machine;
    this.#backOff = new BackOff({
      clock: world.clock,
      wait: world.limits.logBackoffMs,
      onWait: (error, milliseconds) => world.onProblem?.(`The run log cannot be reached; run ${run.number} waits ${milliseconds} ms and tries again.`, error),
    });
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.done.catch(() => {});
  }

  /** As the log has it. */
  get run(): Run {
    return this.#run;
  }

  /** Keys that are being made, or were made and are not in the log yet. */
  get busyKeys(): string[] {
    return [...this.attempts.values(), ...[this.#news, this.#unwritten].flatMap(({ ended }) => ended.map(({ attempt }) => attempt))].map(({ key }) => key);
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
    return this.#until((run) => run.state === 'cancelling');
  }

  /** Resolves when the request is in the log, or the run has ended. */
  pause(): Promise<void> {
    if (this.#run.state !== 'queued' && this.#run.state !== 'running') return Promise.resolve();
    this.#pauseRequested = true;
    return this.#until((run) => run.state !== 'queued' && run.state !== 'running');
  }

  /** Resolves when the run goes on, or has ended. A run that is still being paused goes on once it is paused. */
  resume(): Promise<void> {
    if (this.#run.state !== 'pausing' && this.#run.state !== 'paused') return Promise.resolve();
    this.#resumeRequested = true;
    return this.#until((run) => run.state !== 'pausing' && run.state !== 'paused');
  }

  /** The checkpoints that nodes of this run may go on from. */
  get checkpoints(): string[] {
    return Object.values(this.#run.nodes).flatMap(({ nodeId, key }) => (key === undefined ? [] : [this.#checkpointOf(nodeId, key)]));
  }

  #until(until: (run: Run) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ until, resolve });
      this.poke();
    });
  }

  #effectOf(nodeId: string): NodeManifest['effect'] | undefined {
    return this.#world.manifests().get(graphOf(this.#workflow).nodes.get(nodeId)?.type ?? '')?.effect;
  }

  #checkpointOf(nodeId: string, key: string): string {
    return checkpointName({ runId: this.#run.id, nodeId, key, effect: this.#effectOf(nodeId) }, this.#world.sha256);
  }

  /** What is known of nodes that wait for one of these keys is out of date. */
  forget(keys: ReadonlySet<string>): void {
    for (const [nodeId, preparation] of this.#preparations) {
      if (preparation.state !== 'ready' || !keys.has(preparation.key) || this.attempts.has(nodeId)) continue;
      this.#forgetNode(nodeId);
      this.poke();
    }
  }

  /** Stops every attempt and writes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#callOffCommit?.();
    this.#backOff.close();
    for (const callOff of this.#delays.values()) callOff();
    for (const attempt of this.attempts.values()) attempt.abort();
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
      if (!(error instanceof BackOffClosed)) {
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
    const hasEnds = this.#news.ended.length > 0;
    this.#foldNews();
    await this.#plan();
    const finished = isFinished(this.#draft.run);
    if (hasEnds || finished || (wasStarved && !this.starved)) this.#machine.roomChanged();
    const waitedFor = finished || this.#held.length > 0 || this.attempts.size === 0 || this.#draft.run.state !== 'running';
    if (this.#draft.bodies.length === 0) return;
    if (waitedFor || this.#commitDue) return this.#commit();
    this.#callOffCommit ??= this.#world.clock.after(this.#world.limits.commitDelayMs, () => {
      this.#callOffCommit = undefined;
      this.#commitDue = true;
      this.poke();
    });
  }

  /** Writes the draft to the log and publishes it; then starts what waited for that. */
  async #commit(): Promise<void> {
    this.#callOffCommit?.();
    this.#callOffCommit = undefined;
    this.#commitDue = false;
    const { log, bus, clock } = this.#world;
    const { id, seq } = this.#run;
    const written = this.#draft.bodies;
    try {
      const events = await this.#backOff.retry(() => log.append(id, this.#draft.bodies, { after: seq }));
      this.#run = events.reduce<Run>(evolve, this.#run);
      bus.publish(events);
    } catch (error) {
      if (!(error instanceof RunLogConflict)) throw error;
      return this.#reload();
    }
    this.#draft = new Draft(this.#run, clock.now());
    this.#unwritten.told.length = 0;
    await this.#removeCheckpoints(written);
    const ended = this.#unwritten.ended.splice(0);
    for (const start of this.#held.splice(0)) this.#dispatch(start);
    if (ended.length > 0) this.#machine.keysDone(new Set(ended.map(({ attempt }) => attempt.key)));
    this.#tellWaiters();
  }

  /** Of nodes that need none any more. Another run may be making the same outputs now: then the checkpoint is its. */
  async #removeCheckpoints(written: readonly RunEventBody[]): Promise<void> {
    const done = written.flatMap((body) => (body.type === 'node.succeeded' || body.type === 'node.cancelled' ? [body.nodeId] : []));
    if (done.length === 0) return;
    const busy = this.#machine.busyKeys();
    const own = new Set(this.#unwritten.ended.map(({ attempt }) => attempt.key)); // stay busy until the folder is gone
    await Promise.all(done.map(async (nodeId) => {
      const key = this.#run.nodes[nodeId]?.key;
      if (key === undefined || (this.#effectOf(nodeId) === 'pure' && busy.has(key) && !own.has(key))) return;
      await this.#world.runner.removeCheckpoint(this.#checkpointOf(nodeId, key));
    }));
  }

  #tellWaiters(): void {
    const { state } = this.#run;
    if (state !== 'queued' && state !== 'running') this.#pauseRequested = false;
    if (state !== 'pausing' && state !== 'paused') this.#resumeRequested = false;
    if (state === 'paused' && (this.#resumeRequested || this.#cancelRequested)) this.#again = true;
    const waiting = this.#waiters.splice(0);
    for (const waiter of waiting) {
      if (isFinished(this.#run) || waiter.until(this.#run)) waiter.resolve();
      else this.#waiters.push(waiter);
    }
    if (isFinished(this.#run)) this.#resolve(this.#run);
  }

  /** The log has grown by another hand, or by an append of ours whose success we did not hear of: what it says is what counts. */
  async #reload(): Promise<void> {
    const events = await this.#backOff.retry(() => this.#world.log.read(this.#run.id, this.#run.seq));
    this.#run = events.reduce<Run>(evolve, this.#run);
    this.#draft = new Draft(this.#run, this.#world.clock.now());
    for (const { nodeId } of this.#held.splice(0)) this.attempts.delete(nodeId);
    for (const attempt of this.attempts.values()) if (!isCurrent(this.#run, attempt)) attempt.abort();
    this.#news.told.unshift(...this.#unwritten.told.splice(0));
    this.#news.ended.unshift(...this.#unwritten.ended.splice(0));
    this.#world.bus.publish(events);
    this.#again = true;
    this.#tellWaiters();
  }

  #foldNews(): void {
    const draft = this.#draft;
    if (draft.run.state === 'queued') draft.add({ type: 'run.started' });
    for (const attempt of this.attempts.values()) {
      if (attempt.isDue) this.#news.told.push(...attempt.takeMessages().map((body) => ({ attempt, body })));
    }
    for (const told of this.#news.told.splice(0)) {
      draft.addFromAttempt([told.body], told.attempt);
      this.#unwritten.told.push(told);
    }
    for (const end of this.#news.ended.splice(0)) {
      this.#foldEnd(end);
      this.#unwritten.ended.push(end);
    }
    const { state } = draft.run;
    if (this.#cancelRequested) {
      if (state === 'running' || state === 'pausing' || state === 'paused') draft.add({ type: 'run.cancelRequested' });
    } else if (this.#pauseRequested && state === 'running') {
      draft.add({ type: 'run.pauseRequested' });
    } else if (this.#resumeRequested && state === 'paused') {
      draft.add({ type: 'run.resumed' });
    }
  }

  #foldEnd({ attempt, result }: News['ended'][number]): void {
    const draft = this.#draft;
    const node = draft.run.nodes[attempt.nodeId];
    if (!node || !isCurrent(draft.run, attempt)) return; // it lost its turn
    draft.addFromAttempt(outcomeOf(result, {
      node,
      key: attempt.key,
      recipe: attempt.recipe,
      cancelling: draft.run.state === 'cancelling',
      pausing: draft.run.state === 'pausing',
      infrastructureRetries: this.#world.limits.infrastructureRetries,
      ...(attempt.timedOutAfterSeconds === undefined ? {} : { timedOutAfterSeconds: attempt.timedOutAfterSeconds }),
    }), attempt);
    if (draft.run.nodes[attempt.nodeId]?.state === 'paused') this.#forgetNode(attempt.nodeId);
    if (draft.run.nodes[attempt.nodeId]?.state === 'retrying') this.#delay(attempt.nodeId, node.infrastructureFailures);
  }

  #delay(nodeId: string, failuresBefore: number): void {
    this.#forgetNode(nodeId);
    if (this.#delays.has(nodeId)) return;
    this.#delays.set(nodeId, this.#world.clock.after(this.#world.limits.retryDelayMs * 2 ** failuresBefore, () => {
      this.#delays.delete(nodeId);
      this.poke();
    }));
  }

  /** Asks `decide` until it has nothing more to say, and does what it says. */
  async #plan(): Promise<void> {
    for (;;) {
      const { effects, starved } = decide(this.#situation());
      let progressed = false;
      const toPrepare: string[] = [];
      for (const effect of effects) {
        if (effect.type === 'prepare') {
          toPrepare.push(effect.nodeId);
        } else if (effect.type === 'abort') {
          this.attempts.get(effect.nodeId)?.abort();
        } else if (effect.type === 'pause') {
          this.attempts.get(effect.nodeId)?.pause();
        } else {
          this.#draft.add(bodyOf(effect));
          progressed = true;
          if (effect.type === 'start') this.#start(effect);
        }
      }
      this.starved = starved;
      if (toPrepare.length > 0) progressed = (await this.#prepare(toPrepare)) || progressed;
      if (!progressed) return;
    }
  }

  #situation(): Situation {
    const { run } = this.#draft;
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

  #start(start: Start): void {
    const { clock, limits } = this.#world;
    this.attempts.set(start.nodeId, new Attempt(start, { clock, messageIntervalMs: limits.messageIntervalMs, logBytes: limits.logBytesPerAttempt, onMessages: () => this.poke() }));
    const type = graphOf(this.#workflow).nodes.get(start.nodeId)?.type ?? '';
    if (this.#world.manifests().get(type)?.effect === 'pure') this.#dispatch(start);
    else this.#held.push(start);
  }

  /** Prepares nodes; those that read files go on in the background, since hashing a big file takes long. Returns whether any is prepared now. */
  async #prepare(nodeIds: readonly string[]): Promise<boolean> {
    const of = { workflow: this.#workflow, manifests: this.#world.manifests(), run: this.#draft.run };
    const prepare = async (ids: readonly string[]) => {
      const prepared = await this.#backOff.retry(() => prepareNodes(ids, of, this.#world));
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

  #dispatch({ nodeId }: Start): void {
    const attempt = this.attempts.get(nodeId);
    const prepared = this.#prepared.get(nodeId);
    const type = graphOf(this.#workflow).nodes.get(nodeId)?.type ?? '';
    const manifest = this.#world.manifests().get(type);
    if (!attempt) return;
    if (!prepared || !manifest) {
      this.#end(attempt, { status: 'failed', kind: 'infrastructure', message: `The node type "${type}" went away before the node could start.` });
      return;
    }
    const task = taskOf(attempt, { run: this.#draft.run, workflow: this.#workflow, manifest, prepared, checkpoint: this.#checkpointOf(nodeId, attempt.key) });
    const body = attempt
      .run(task, this.#world.runner, { onCall: (call) => this.#call(attempt, task, manifest.effect, call), ...(manifest.timeoutSeconds ? { timeoutSeconds: manifest.timeoutSeconds } : {}) })
      .then((result) => checkFiles(result, prepared, this.#world.files))
      .then((result) => this.#end(attempt, result));
    this.#bodies.add(body);
    void body.then(() => this.#bodies.delete(body));
  }

  #end(attempt: Attempt, result: NodeResult): void {
    this.#news.told.push(...attempt.takeMessages().map((body) => ({ attempt, body })));
    if (this.attempts.get(attempt.nodeId) === attempt) this.attempts.delete(attempt.nodeId);
    this.#news.ended.push({ attempt, result });
    this.poke();
  }

  async #call(attempt: Attempt, task: NodeTask, effect: NodeManifest['effect'], call: HostCall): Promise<unknown> {
    if (!isCurrent(this.#draft.run, attempt) || attempt.signal.aborted) throw new UserError('This attempt may no longer change anything: it was stopped.');
    return performCall(call, task, { attempt, effect, host: this.#world.host });
  }
}
