// Takes one run to its end. Each turn gathers what happened, asks `decide`, and acts; a transaction takes what the turns of a few
// milliseconds bring. A node that may change the world starts only when the log says so; a pure one may start before: if the
// server dies in between, the log does not know of it, and it runs again.
import { evolve, isFinished, type Run, type Workflow } from '@millrace/workflow';
import { AttemptNews, type Ended } from './attempt-news.ts';
import { outcomeOf } from './attempt-outcome.ts';
import type { Attempt } from './attempt.ts';
import { BackOff, BackOffClosed } from './back-off.ts';
import { decide, type Effect, type Situation } from './decide.ts';
import { Draft, isCurrent } from './draft.ts';
import { bodyOf } from './effect-body.ts';
import type { ExecutorLimits, ExecutorOptions } from './executor-options.ts';
import { RunLogConflict, type Capacity } from './ports.ts';
import { Preparations } from './preparations.ts';
import type { RunStanding } from './queue-of.ts';
import { RetryDelays } from './retry-delays.ts';
import { RunAttempts } from './run-attempts.ts';
import { RunCheckpoints } from './run-checkpoints.ts';
import { RunRequests, type RunRequest } from './run-requests.ts';
import { manifestOf } from './workflow-graph.ts';

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

export class RunActor {
  /** Something could start if the machine had room. */
  starved = false;
  /** Resolves when the run has ended; rejects when the executor closes before. */
  readonly done: Promise<Run>;
  readonly #world: World;
  readonly #machine: SharedMachine;
  readonly #workflow: Workflow;
  readonly #backOff: BackOff;
  readonly #attempts: RunAttempts;
  readonly #preparations: Preparations;
  readonly #checkpoints: RunCheckpoints;
  readonly #requests = new RunRequests();
  readonly #delays: RetryDelays;
  readonly #news = new AttemptNews();
  /** Nodes whose attempts wait until the log has their start. */
  readonly #held: string[] = [];
  /** What the log says. */
  #run: Run;
  #draft: Draft;
  #callOffCommit: (() => void) | undefined;
  #commitDue = false;
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
    this.#delays = new RetryDelays(world.clock, world.limits.retryDelayMs, () => this.poke());
    this.#preparations = new Preparations(workflow, world, this.#backOff, () => this.poke());
    this.#checkpoints = new RunCheckpoints(workflow, world);
    this.#attempts = new RunAttempts(world, {
      workflow,
      run: () => this.#draft.run,
      prepared: (nodeId) => this.#preparations.get(nodeId),
      checkpointOf: (nodeId, key) => this.#checkpoints.nameOf(run.id, nodeId, key),
      onMessages: () => this.poke(),
      onEnd: (attempt, result) => {
        this.#news.hearEnd(attempt, result);
        this.poke();
      },
    });
    this.done = new Promise((resolve, reject) => ([this.#resolve, this.#reject] = [resolve, reject]));
    this.done.catch(() => {});
  }

  /** As the log has it. */
  get run(): Run {
    return this.#run;
  }

  /** Attempts that are alive, by node. */
  get attempts(): ReadonlyMap<string, Attempt> {
    return this.#attempts.alive;
  }

  /** Keys that are being made, or were made and are not in the log yet. */
  get busyKeys(): string[] {
    return [...this.attempts.values(), ...this.#news.ended].map(({ key }) => key);
  }

  /** For who asks what runs and what waits. */
  get standing(): RunStanding {
    const attempts = [...this.attempts.values()];
    return { run: this.#draft.run, workflow: this.#workflow, attempts, prepared: this.#preparations.states, logIsAway: this.#backOff.isWaiting, delayed: this.#delays.nodeIds, retryAt: (nodeId) => this.#delays.until(nodeId) };
  }

  /** Takes turns until there is nothing to do. */
  poke(): void {
    this.#again = true;
    if (this.#turning || this.#closed) return;
    this.#turning = true;
    void this.#takeTurns();
  }

  /** Resolves when the request is in the log, or the run has ended. */
  ask(request: RunRequest): Promise<void> {
    const asked = this.#requests.make(request, this.#run);
    this.poke();
    return asked;
  }

  /** The checkpoints that nodes of this run may go on from. */
  get checkpoints(): string[] {
    return this.#checkpoints.inUse(this.#run);
  }

  /** What is known of nodes that wait for one of these keys is out of date. */
  forget(keys: ReadonlySet<string>): void {
    for (const nodeId of this.#preparations.withKeys(keys)) {
      if (this.attempts.has(nodeId)) continue;
      this.#preparations.forget(nodeId);
      this.poke();
    }
  }

  /** Stops every attempt and writes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#callOffCommit?.();
    this.#backOff.close();
    this.#delays.close();
    this.#attempts.abortAll();
    this.#reject(new Error(`Run ${this.#run.number} goes on when the server starts again.`));
    await this.#attempts.ended();
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
    const { hasEnds } = this.#news;
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
    const keys = this.#news.written(); // stay busy until the checkpoints are gone
    await this.#checkpoints.removeDone(this.#run, written, { busyKeys: () => this.#machine.busyKeys(), ownKeys: keys });
    this.#news.settle();
    for (const nodeId of this.#held.splice(0)) this.#attempts.dispatch(nodeId);
    if (keys.size > 0) this.#machine.keysDone(keys);
    this.#tellWaiters();
  }

  /** What was asked of the run may be in the log now, or can be said now. */
  #tellWaiters(): void {
    this.#requests.settle(this.#run);
    if (this.#requests.factFor(this.#run)) this.#again = true;
    if (isFinished(this.#run)) this.#resolve(this.#run);
  }

  /** The log has grown by another hand, or by an append of ours whose success we did not hear of: what it says is what counts. */
  async #reload(): Promise<void> {
    const events = await this.#backOff.retry(() => this.#world.log.read(this.#run.id, this.#run.seq));
    this.#run = events.reduce<Run>(evolve, this.#run);
    this.#draft = new Draft(this.#run, this.#world.clock.now());
    for (const nodeId of this.#held.splice(0)) this.#attempts.alive.delete(nodeId);
    for (const attempt of this.attempts.values()) if (!isCurrent(this.#run, attempt)) attempt.abort();
    this.#news.again();
    this.#world.bus.publish(events);
    this.#again = true;
    this.#tellWaiters();
  }

  #foldNews(): void {
    const draft = this.#draft;
    if (draft.run.state === 'queued') draft.add({ type: 'run.started' });
    for (const attempt of this.attempts.values()) if (attempt.isDue) this.#news.hear(attempt);
    const { told, ended } = this.#news.take();
    for (const { attempt, body } of told) draft.addFromAttempt([body], attempt);
    for (const end of ended) this.#foldEnd(end);
    const asked = this.#requests.factFor(draft.run);
    if (asked) draft.add(asked);
  }

  #foldEnd({ attempt, result }: Ended): void {
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
    const state = draft.run.nodes[attempt.nodeId]?.state;
    if (state === 'paused' || state === 'retrying') this.#preparations.forget(attempt.nodeId);
    if (state === 'retrying') this.#delays.add(attempt.nodeId, node.infrastructureFailures);
  }

  /** Asks `decide` until it has nothing more to say, and does what it says. */
  async #plan(): Promise<void> {
    for (;;) {
      const { effects, starved } = decide(this.#situation());
      let progressed = false;
      const toPrepare: string[] = [];
      for (const effect of effects) {
        if (effect.type === 'prepare') toPrepare.push(effect.nodeId);
        else if (effect.type === 'abort') this.attempts.get(effect.nodeId)?.abort();
        else if (effect.type === 'pause') this.attempts.get(effect.nodeId)?.pause();
        else {
          this.#draft.add(bodyOf(effect));
          progressed = true;
          if (effect.type === 'start') this.#start(effect);
        }
      }
      this.starved = starved;
      if (toPrepare.length > 0) progressed = (await this.#preparations.prepare(toPrepare, this.#draft.run)) || progressed;
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
      prepared: this.#preparations.states,
      delayed: this.#delays.nodeIds,
      busyKeys: this.#machine.busyKeys(),
      capacity: this.#world.capacity,
      free: this.#machine.freeFor(this),
    };
  }

  #start(start: Extract<Effect, { type: 'start' }>): void {
    this.#attempts.add(start);
    const isPure = manifestOf(this.#workflow, this.#world.manifests(), start.nodeId)?.effect === 'pure';
    if (isPure) this.#attempts.dispatch(start.nodeId);
    else this.#held.push(start.nodeId);
  }
}
