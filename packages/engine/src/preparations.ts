import type { NodeManifest, Run, Workflow } from '@millrace/workflow';
import type { BackOff } from './back-off.ts';
import type { Preparation } from './decide.ts';
import type { ArtifactStore, FileCatalog, RunLog, Sha256 } from './ports.ts';
import { prepareNodes, readsFiles, type PreparedNode } from './prepare-node.ts';

interface World {
  readonly log: Pick<RunLog, 'findOutputs'>;
  readonly artifacts: Pick<ArtifactStore, 'has'>;
  readonly files: FileCatalog;
  readonly sha256: Sha256;
  readonly manifests: () => ReadonlyMap<string, NodeManifest>;
}

/** What is known of the nodes of one run that are about to start. */
export class Preparations {
  readonly #prepared = new Map<string, PreparedNode>();
  readonly #states = new Map<string, Preparation>();
  readonly #workflow: Workflow;
  readonly #world: World;
  readonly #backOff: BackOff;
  readonly #onPrepared: () => void;

  /** `onPrepared` hears of nodes that were prepared in the background. */
  constructor(workflow: Workflow, world: World, backOff: BackOff, onPrepared: () => void) {
    this.#workflow = workflow;
    this.#world = world;
    this.#backOff = backOff;
    this.#onPrepared = onPrepared;
  }

  get states(): ReadonlyMap<string, Preparation> {
    return this.#states;
  }

  get(nodeId: string): PreparedNode | undefined {
    return this.#prepared.get(nodeId);
  }

  /** Prepares nodes; those that read files go on in the background, since hashing a big file takes long. Returns whether any is prepared now. */
  async prepare(nodeIds: readonly string[], run: Run): Promise<boolean> {
    const of = { workflow: this.#workflow, manifests: this.#world.manifests(), run };
    const prepare = async (ids: readonly string[]) => {
      const prepared = await this.#backOff.retry(() => prepareNodes(ids, of, this.#world));
      for (const [nodeId, node] of prepared) {
        this.#prepared.set(nodeId, node);
        this.#states.set(nodeId, node.preparation);
      }
    };
    const slow = nodeIds.filter((nodeId) => readsFiles(nodeId, of));
    for (const nodeId of slow) {
      this.#states.set(nodeId, { state: 'pending' });
      prepare([nodeId]).then(this.#onPrepared, () => {}); // rejects only when closed
    }
    const quick = nodeIds.filter((nodeId) => !slow.includes(nodeId));
    if (quick.length > 0) await prepare(quick);
    return quick.length > 0;
  }

  forget(nodeId: string): void {
    this.#prepared.delete(nodeId);
    this.#states.delete(nodeId);
  }

  /** Nodes whose output key is one of these. */
  withKeys(keys: ReadonlySet<string>): string[] {
    return [...this.#states].flatMap(([nodeId, preparation]) => (preparation.state === 'ready' && keys.has(preparation.key) ? [nodeId] : []));
  }
}
