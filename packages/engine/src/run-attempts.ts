import { phraseOfError, UserError } from '@millrace/sdk';
import { say, told, type NodeManifest, type Run, type Workflow } from '@millrace/workflow';
import { checkFiles, performCall, secretsOf, taskOf } from './attempt-task.ts';
import { Attempt } from './attempt.ts';
import type { Effect } from './decide.ts';
import { isCurrent } from './draft.ts';
import type { ExecutorLimits, ExecutorOptions } from './executor-options.ts';
import type { HostCall, NodeResult, NodeTask } from './ports.ts';
import type { PreparedNode } from './prepare-node.ts';
import { graphOf, manifestOf } from './workflow-graph.ts';

type World = Pick<ExecutorOptions, 'clock' | 'runner' | 'host' | 'files' | 'secrets' | 'manifests'> & { readonly limits: ExecutorLimits };

/** What an attempt needs to know of its run. */
export interface AttemptSurroundings {
  readonly workflow: Workflow;
  /** As it is now, with what is not in the log yet. */
  readonly run: () => Run;
  readonly prepared: (nodeId: string) => PreparedNode | undefined;
  readonly checkpointOf: (nodeId: string, key: string) => string;
  /** An attempt has something to tell. */
  readonly onMessages: () => void;
  readonly onEnd: (attempt: Attempt, result: NodeResult) => void;
}

/** The attempts of one run: brings them to life, lets them call the server, and says how they ended. */
export class RunAttempts {
  /** By node. */
  readonly alive = new Map<string, Attempt>();
  readonly #world: World;
  readonly #of: AttemptSurroundings;
  readonly #bodies = new Set<Promise<void>>();

  constructor(world: World, of: AttemptSurroundings) {
    this.#world = world;
    this.#of = of;
  }

  /** Takes the attempt's place on the machine; `dispatch` lets it go. */
  add(start: Extract<Effect, { type: 'start' }>): void {
    const { clock, limits } = this.#world;
    this.alive.set(start.nodeId, new Attempt(start, { clock, messageIntervalMs: limits.messageIntervalMs, logBytes: limits.logBytesPerAttempt, onMessages: this.#of.onMessages }));
  }

  dispatch(nodeId: string): void {
    const attempt = this.alive.get(nodeId);
    if (!attempt) return;
    const { workflow, run, checkpointOf } = this.#of;
    const prepared = this.#of.prepared(nodeId);
    const manifest = manifestOf(workflow, this.#world.manifests(), nodeId);
    if (!prepared || !manifest) {
      this.#end(attempt, { status: 'failed', kind: 'infrastructure', ...told(say`The node type "${graphOf(workflow).nodes.get(nodeId)?.type ?? ''}" went away before the node could start.`) });
      return;
    }
    const task = taskOf(attempt, { run: run(), workflow, manifest, prepared, checkpoint: checkpointOf(nodeId, attempt.key) });
    const body = this.#run(attempt, task, manifest)
      .then((result) => checkFiles(result, prepared, this.#world.files))
      .then((result) => this.#end(attempt, result));
    this.#bodies.add(body);
    void body.then(() => this.#bodies.delete(body));
  }

  abortAll(): void {
    for (const attempt of this.alive.values()) attempt.abort();
  }

  /** Resolves when nothing of them runs any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#bodies);
  }

  #end(attempt: Attempt, result: NodeResult): void {
    if (this.alive.get(attempt.nodeId) === attempt) this.alive.delete(attempt.nodeId);
    this.#of.onEnd(attempt, result);
  }

  async #run(attempt: Attempt, task: NodeTask, manifest: NodeManifest): Promise<NodeResult> {
    const { runner, secrets: source } = this.#world;
    const options = { onCall: (call: HostCall) => this.#call(attempt, task, manifest.effect, call), ...(manifest.timeoutSeconds ? { timeoutSeconds: manifest.timeoutSeconds } : {}) };
    try {
      const asked = secretsOf(task, manifest, source);
      const secrets = asked && (await asked);
      return await attempt.run(task, runner, secrets ? { ...options, secrets } : options);
    } catch (error) {
      if (error instanceof UserError) return { status: 'failed', kind: 'user', ...told(phraseOfError(error)) };
      return { status: 'failed', kind: 'infrastructure', ...told(say`The node's secrets could not be read: ${error instanceof Error ? error.message : String(error)}`) };
    }
  }

  async #call(attempt: Attempt, task: NodeTask, effect: NodeManifest['effect'], call: HostCall): Promise<unknown> {
    if (!isCurrent(this.#of.run(), attempt) || attempt.signal.aborted) throw new UserError(say`This attempt may no longer change anything: it was stopped.`);
    return performCall(call, task, { attempt, effect, host: this.#world.host });
  }
}
