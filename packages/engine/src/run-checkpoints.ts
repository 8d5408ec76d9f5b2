import type { NodeManifest, Run, RunEventBody, Workflow } from '@millrace/workflow';
import { checkpointName } from './checkpoint-name.ts';
import type { NodeRunner, Sha256 } from './ports.ts';
import { manifestOf } from './workflow-graph.ts';

interface World {
  readonly runner: Pick<NodeRunner, 'removeCheckpoint'>;
  readonly sha256: Sha256;
  readonly manifests: () => ReadonlyMap<string, NodeManifest>;
}

/** The checkpoints of one run's nodes. */
export class RunCheckpoints {
  readonly #workflow: Workflow;
  readonly #world: World;

  constructor(workflow: Workflow, world: World) {
    this.#workflow = workflow;
    this.#world = world;
  }

  nameOf(runId: string, nodeId: string, key: string): string {
    return checkpointName({ runId, nodeId, key, effect: this.#effectOf(nodeId) }, this.#world.sha256);
  }

  /** Those that nodes of the run may go on from. */
  inUse(run: Run): string[] {
    return Object.values(run.nodes).flatMap(({ nodeId, key }) => (key === undefined ? [] : [this.nameOf(run.id, nodeId, key)]));
  }

  /** Removes those of nodes that need none any more. Another run may be making the same outputs (`busyKeys`) now: then the checkpoint is its. */
  async removeDone(run: Run, written: readonly RunEventBody[], of: { readonly busyKeys: () => ReadonlySet<string>; readonly ownKeys: ReadonlySet<string> }): Promise<void> {
    const done = written.flatMap((body) => (body.type === 'node.succeeded' || body.type === 'node.cancelled' ? [body.nodeId] : []));
    if (done.length === 0) return;
    const busy = of.busyKeys();
    await Promise.all(done.map(async (nodeId) => {
      const key = run.nodes[nodeId]?.key;
      if (key === undefined || (this.#effectOf(nodeId) === 'pure' && busy.has(key) && !of.ownKeys.has(key))) return;
      await this.#world.runner.removeCheckpoint(this.nameOf(run.id, nodeId, key));
    }));
  }

  #effectOf(nodeId: string): NodeManifest['effect'] | undefined {
    return manifestOf(this.#workflow, this.#world.manifests(), nodeId)?.effect;
  }
}
