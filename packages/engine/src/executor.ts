import { evolve, isFinished, isSettled, resolveExpressions, say, told, type Queue, type Run, type RunEvent, type RunEventBody } from '@millrace/workflow';
import { without } from './decide.ts';
import { defaultLimits, type ExecutorLimits, type ExecutorOptions } from './executor-options.ts';
import type { Capacity, CreatedRun, NewRun } from './ports.ts';
import { queueOf } from './queue-of.ts';
import { RunActor, type SharedMachine } from './run-actor.ts';

const nothing: Capacity = { cpu: 0, memoryMiB: 0, gpu: 0 };

/** Runs accepted runs to their end: folds the log, asks `decide` what to do, and does it. */
export class Executor {
  readonly #world: Omit<ExecutorOptions, 'limits'> & { readonly limits: ExecutorLimits };
  readonly #actors = new Map<string, RunActor>();
  readonly #opening = new Map<string, Promise<void>>();
  readonly #machine: SharedMachine;
  #stopListening: (() => void) | undefined;
  #stopSweep: (() => void) | undefined;
  #closed = false;

  constructor(options: ExecutorOptions) {
    this.#world = { ...options, limits: { ...defaultLimits, ...options.limits } };
    this.#machine = {
      freeFor: (actor) => this.#freeFor(actor),
      busyKeys: () => new Set([...this.#actors.values()].flatMap((actor) => actor.busyKeys)),
      roomChanged: () => {
        for (const actor of this.#byAge()) if (actor.starved) actor.poke();
      },
      keysDone: (keys) => {
        for (const actor of this.#actors.values()) actor.forget(keys);
      },
    };
  }

  /** Goes on with the runs that have not ended and listens for new ones. After a crash it starts the same way. */
  async start(): Promise<void> {
    this.#stopListening = this.#world.queue.onWake((runId) => void this.#open(runId));
    await this.#sweep();
    const inUse = new Set([...this.#actors.values()].flatMap((actor) => actor.checkpoints));
    await this.#world.runner.removeOldCheckpoints(this.#world.limits.checkpointAgeMs, inUse);
  }

  /** Accepts a run. The workflow must have been validated. */
  async submit(run: NewRun): Promise<CreatedRun> {
    const created = await this.#world.log.create(run);
    await this.#world.queue.wake(created.runId);
    return created;
  }

  /** Asks a run to stop; resolves when the request is recorded. Does nothing when the run has ended. Rejects when there is no such run. */
  async cancel(runId: string): Promise<void> {
    await this.#openOrThrow(runId);
    await this.#actors.get(runId)?.ask('cancel');
  }

  /** Asks a run to stop until it is resumed; resolves when the request is recorded. Does nothing unless it is queued or running. Rejects when there is no such run. */
  async pause(runId: string): Promise<void> {
    await this.#openOrThrow(runId);
    await this.#actors.get(runId)?.ask('pause');
  }

  /** Lets a paused run go on; resolves when that is recorded. Does nothing when it is not paused or being paused. Rejects when there is no such run. */
  async resume(runId: string): Promise<void> {
    await this.#openOrThrow(runId);
    await this.#actors.get(runId)?.ask('resume');
  }

  /** What runs now, what waits and why; of the nodes that wait for others before them, only those of the run that is asked about. */
  queue(runId?: string): Queue {
    const { capacity, manifests, limits } = this.#world;
    return queueOf([...this.#actors.values()].map(({ standing }) => standing), {
      capacity, manifests: manifests(), mostFailures: limits.infrastructureRetries + 1, busyKeys: this.#machine.busyKeys(), runId,
    });
  }

  /** Resolves when the run has ended. */
  async finished(runId: string): Promise<Run> {
    const run = await this.#openOrThrow(runId);
    return this.#actors.get(runId)?.done ?? run;
  }

  /** Stops every attempt and leaves the runs as they are; `start` of the next executor goes on with them. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening?.();
    this.#stopSweep?.();
    await Promise.all(this.#opening.values());
    await Promise.all([...this.#actors.values()].map((actor) => actor.close()));
  }

  /** A queue may lose a wake-up; the log is the truth. */
  async #sweep(): Promise<void> {
    const runIds = await this.#world.log.unfinished();
    await Promise.all(runIds.map((runId) => this.#open(runId)));
    if (!this.#closed) this.#stopSweep = this.#world.clock.after(this.#world.limits.sweepMs, () => void this.#sweepAgain());
  }

  async #sweepAgain(): Promise<void> {
    try {
      await this.#sweep();
    } catch (error) {
      this.#world.onProblem?.('The run log could not be asked for unfinished runs.', error);
      if (!this.#closed) this.#stopSweep = this.#world.clock.after(this.#world.limits.sweepMs, () => void this.#sweepAgain());
    }
  }

  async #openOrThrow(runId: string): Promise<Run> {
    await this.#open(runId);
    const run = this.#actors.get(runId)?.run ?? fold(await this.#world.log.read(runId));
    if (!run) throw new Error(`There is no run "${runId}".`);
    return run;
  }

  /** Makes sure that a run which has not ended is worked on. A failure is reported; the next sweep tries again. */
  #open(runId: string): Promise<void> {
    if (this.#closed || this.#actors.has(runId)) return Promise.resolve();
    const opening = this.#opening.get(runId) ?? this.#load(runId)
      .catch((error: unknown) => this.#world.onProblem?.(`The run ${runId} could not be read.`, error))
      .finally(() => this.#opening.delete(runId));
    this.#opening.set(runId, opening);
    return opening;
  }

  async #load(runId: string): Promise<void> {
    const { log, workflows, bus } = this.#world;
    const run = fold(await log.read(runId));
    if (!run || isFinished(run)) return;
    const workflow = await workflows.getVersion(run.workflowId, run.workflowVersion);
    if (!workflow) {
      bus.publish(await log.append(runId, endWithoutWorkflow(run), { after: run.seq }));
      return;
    }
    if (this.#closed) return;
    // From here on there are plain values only. An expression that gives none was refused before the run was accepted; its node fails in words.
    const { document } = resolveExpressions(workflow, run.inputs);
    const actor = new RunActor(run, document, this.#world, this.#machine);
    this.#actors.set(runId, actor);
    const remove = () => void this.#actors.delete(runId);
    actor.done.then(remove, remove);
    actor.poke();
  }

  #byAge(): RunActor[] {
    return [...this.#actors.values()].sort((a, b) => a.run.number - b.run.number);
  }

  /** An older run that waits for room comes first. */
  #freeFor(actor: RunActor): Capacity {
    let free = this.#world.capacity;
    for (const other of this.#actors.values()) {
      if (other.starved && other.run.number < actor.run.number) return nothing;
      for (const { demand } of other.attempts.values()) free = without(free, demand);
    }
    return free;
  }
}

function fold(events: readonly RunEvent[]): Run | undefined {
  return events.reduce<Run | undefined>((run, event) => evolve(run, event), undefined);
}

function endWithoutWorkflow(run: Run): RunEventBody[] {
  const { message: because, ...words } = told(say`Version ${run.workflowVersion} of the workflow does not exist any more.`);
  const open = Object.values(run.nodes).filter((node) => !isSettled(node));
  return [...open.map(({ nodeId }) => ({ type: 'node.skipped', nodeId, because, ...words }) as const), { type: 'run.finished', outcome: 'failed', message: because, ...words }];
}
