import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { NodeResult, NodeRunner, NodeTask } from '@millrace/engine';
import { nodeManifestSchema, say, told, type ColumnsAnswer, type NodeManifest, type NodeTypes, type PluginStatus } from '@millrace/workflow';
import { z } from 'zod';
import type { ColumnsTask } from './node-columns.ts';
import { codeHash, type PluginFolder } from './plugin-folder.ts';
import type { PluginAddress } from './protocol.ts';
import { WorkerProcess, type Patience } from './worker-process.ts';

export interface ProcessNodeRunnerOptions {
  /** The folder of the FolderArtifactStore that the executor uses. */
  readonly artifactFolder: string;
  /** Attempts write below `attempts` in it, which is emptied at the start, and keep checkpoints below `checkpoints`; best on the same file system as the artifacts. */
  readonly scratchFolder: string;
  readonly plugins: readonly PluginFolder[];
  /** Workers that wait, started, for the next attempt; 1 when left out. */
  readonly warm?: number;
  readonly patience?: Partial<Patience>;
  /** How long a plugin may take to load. */
  readonly loadTimeoutMs?: number;
  /** How long a node type may take to say which columns it gives. */
  readonly columnsTimeoutMs?: number;
}

interface DescribedPlugin {
  readonly status: PluginStatus;
  readonly manifests: readonly NodeManifest[];
}

/** More than an executor keeps of an attempt's log, so that the executor sees that there was more. */
const forwardedLogBytes = 4 * 1024 * 1024;
/** Idle workers beyond this many are let go. */
const mostIdle = Math.max(4, availableParallelism());

/** Runs node bodies in a pool of warm worker processes, without the server's secrets in their environment. */
export class ProcessNodeRunner implements NodeRunner {
  readonly #options: ProcessNodeRunnerOptions;
  readonly #patience: Patience;
  readonly #workers = new Set<WorkerProcess>();
  readonly #idle: WorkerProcess[] = [];
  readonly #checkpoints: string;
  readonly #addresses = new Map<string, Promise<PluginAddress>>();
  #scratchCleared: Promise<void> | undefined;
  #columnsWorker: WorkerProcess | undefined;
  #closed = false;

  constructor(options: ProcessNodeRunnerOptions) {
    this.#options = { ...options, artifactFolder: resolve(options.artifactFolder), scratchFolder: join(resolve(options.scratchFolder), 'attempts') };
    this.#checkpoints = join(resolve(options.scratchFolder), 'checkpoints');
    this.#patience = { abortMs: 1500, pauseMs: 60_000, terminateMs: 1000, ...options.patience };
  }

  /**
   * Loads the plugins and says what each brings, or why it could not be loaded. They share a process, since most of what they import
   * is the same; one that throws, ends that process or never finishes loading is tried once more alone and keeps no other from being used.
   */
  async describe(): Promise<NodeTypes> {
    const described: Promise<DescribedPlugin>[] = [];
    let worker = this.#spawn();
    for (const plugin of this.#options.plugins) {
      const attempt = await this.#describe(plugin, worker);
      if (attempt.status.status === 'failed') {
        await worker.kill(); // whatever state it is in
        worker = this.#spawn();
      }
      described.push(attempt.status.status === 'failed' ? this.#describeAlone(plugin) : Promise.resolve(attempt));
    }
    this.#putBack(worker);
    const nodeTypes = new Map<string, NodeManifest>();
    const plugins = (await Promise.all(described)).map(({ status, manifests }): PluginStatus => {
      const doubled = manifests.find(({ type }) => nodeTypes.has(type));
      if (doubled) return { ...status, status: 'failed', error: `The plugin ${nodeTypes.get(doubled.type)?.plugin.name} brings the node type "${doubled.type}" already.` };
      for (const manifest of manifests) nodeTypes.set(manifest.type, manifest);
      return status;
    });
    this.#warmUp();
    return { nodeTypes: [...nodeTypes.values()], plugins };
  }

  async run(task: NodeTask, watch: Parameters<NodeRunner['run']>[1]): Promise<NodeResult> {
    let worker: WorkerProcess | undefined;
    try {
      const plugin = await this.#addressOf(task.plugin);
      await (this.#scratchCleared ??= rm(this.#options.scratchFolder, { recursive: true, force: true })); // left by a server that was killed
      if (watch.signal.aborted || watch.pause?.aborted || this.#closed) return { status: 'aborted' };
      worker = this.#take(plugin);
      const { result, spent } = await worker.run(task, plugin, watch, this.#patience);
      if (spent) await worker.kill(); // the next attempt may take over the checkpoint: nothing of this one may live
      else this.#putBack(worker);
      return this.#closed && result.status !== 'succeeded' ? { status: 'aborted' } : result;
    } catch (error) {
      await worker?.kill();
      return { status: 'failed', kind: 'infrastructure', ...told(say`The node could not be run: ${error instanceof Error ? error.message : String(error)}`) };
    } finally {
      this.#warmUp();
    }
  }

  /**
   * Asks a node type which columns its tables have, in a process of its own that no attempt uses and that is killed when it does not
   * answer in time. Rejects with the reason.
   */
  async columns(task: ColumnsTask): Promise<ColumnsAnswer> {
    const plugin = await this.#addressOf(task.plugin);
    if (this.#closed) throw new Error('the server is stopping');
    const worker = this.#columnsWorker?.isAlive ? this.#columnsWorker : (this.#columnsWorker = this.#spawn());
    try {
      return await worker.columns(task, plugin, this.#options.columnsTimeoutMs ?? 5_000);
    } catch (error) {
      if (this.#columnsWorker === worker) this.#columnsWorker = undefined;
      await worker.kill();
      throw error;
    }
  }

  async removeCheckpoint(checkpoint: string): Promise<void> {
    const removed = join(this.#checkpoints, `removed-${randomUUID()}`);
    try {
      await rename(join(this.#checkpoints, checkpoint), removed); // at once: nobody finds half of it
      await rm(removed, { recursive: true, force: true });
    } catch {
      // there was none, or it is removed when it is old
    }
  }

  async removeOldCheckpoints(olderThanMs: number, except: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#checkpoints).catch(() => [])) {
      const home = join(this.#checkpoints, name);
      const folders = await readdir(home).catch(() => []);
      const times = await Promise.all([home, ...folders.map((folder) => join(home, folder))].map((path) => stat(path).then(({ mtimeMs }) => mtimeMs, () => 0)));
      if (!except.has(name) && Math.max(...times) < Date.now() - olderThanMs) await this.removeCheckpoint(name);
    }
  }

  /** Kills the workers and waits until they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#workers].map((worker) => worker.kill()));
  }

  /** Process ids of the workers that are alive. */
  get workerPids(): number[] {
    return [...this.#workers].flatMap(({ pid }) => pid ?? []);
  }

  /** The attempts that run now, by the process that each runs in. */
  get attempts(): ReadonlyMap<number, Pick<NodeTask, 'runId' | 'nodeId' | 'attempt'>> {
    return new Map([...this.#workers].flatMap(({ pid, task }) => (pid === undefined || !task ? [] : [[pid, task] as const])));
  }

  async #describe({ name, version }: PluginFolder, worker: WorkerProcess): Promise<DescribedPlugin> {
    const timeoutMs = this.#options.loadTimeoutMs ?? 30_000;
    let timer: NodeJS.Timeout | undefined;
    try {
      const tooSlow = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`It did not finish loading within ${timeoutMs / 1000} seconds.`)), timeoutMs);
      });
      const described = await Promise.race([worker.describe(await this.#addressOf(name)), tooSlow]);
      return { status: { name, version, status: 'loaded' }, manifests: z.array(nodeManifestSchema).parse(described) };
    } catch (error) {
      return { status: { name, version, status: 'failed', error: error instanceof Error ? error.message : String(error) }, manifests: [] };
    } finally {
      clearTimeout(timer);
    }
  }

  async #describeAlone(plugin: PluginFolder): Promise<DescribedPlugin> {
    const worker = this.#spawn();
    const described = await this.#describe(plugin, worker);
    await worker.kill();
    return described;
  }

  #addressOf(name: string): Promise<PluginAddress> {
    const known = this.#addresses.get(name);
    if (known) return known;
    const plugin = this.#options.plugins.find((candidate) => candidate.name === name);
    if (!plugin) return Promise.reject(new Error(`There is no plugin "${name}".`));
    const address = codeHash(plugin.path).then((hash) => ({ name, version: plugin.version, path: plugin.path, codeHash: hash }));
    this.#addresses.set(name, address);
    return address;
  }

  #take(plugin: PluginAddress): WorkerProcess {
    const loaded = this.#idle.findLastIndex((worker) => worker.isAlive && worker.plugins.has(plugin.name));
    const [worker] = this.#idle.splice(loaded === -1 ? this.#idle.length - 1 : loaded, 1);
    return worker?.isAlive ? worker : this.#spawn();
  }

  #putBack(worker: WorkerProcess): void {
    if (this.#closed || this.#idle.length >= mostIdle) void worker.kill();
    else if (worker.isAlive) this.#idle.push(worker);
  }

  #warmUp(): void {
    while (!this.#closed && this.#idle.length < (this.#options.warm ?? 1)) this.#idle.push(this.#spawn());
  }

  #spawn(): WorkerProcess {
    const { artifactFolder, scratchFolder } = this.#options;
    const worker = new WorkerProcess({ artifactFolder, scratchFolder, checkpointFolder: this.#checkpoints, logBytes: forwardedLogBytes });
    this.#workers.add(worker);
    void worker.gone.then(() => {
      this.#workers.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index !== -1) this.#idle.splice(index, 1);
    });
    return worker;
  }
}
