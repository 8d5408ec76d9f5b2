// A whole engine on real drivers, in a folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderArtifactStore, findPlugins, MemoryEventBus, MemoryQueue, openDatabase, ProcessNodeRunner, sha256, SqlRunLog, systemClock, WorkflowStore, type ProcessNodeRunnerOptions } from '@millrace/drivers';
import { Executor, planRun, type ExecutorLimits, type ExecutorOptions } from '@millrace/engine';
import { emptyWorkflow, type GivenOutputs, type Run, type RunEvent, type RunScope, type Workflow } from '@millrace/workflow';

export const pluginFolder = fileURLToPath(new URL('./fixtures/plugins', import.meta.url));
export const steps = join(pluginFolder, 'steps');

export interface EngineUnderTest {
  readonly folder: string;
  readonly executor: Executor;
  readonly log: SqlRunLog;
  readonly artifacts: FolderArtifactStore;
  readonly runner: ProcessNodeRunner;
  readonly problems: string[];
  /** Everything that was published, in order. */
  readonly published: RunEvent[];
  /** Makes a workflow and submits a run of it. Nodes are `id:type`, with parameters by id; edges `a.out>b.after`. */
  submit(nodes: string, edges?: string, params?: Readonly<Record<string, Workflow['nodes'][number]['params']>>, pinned?: Readonly<Record<string, GivenOutputs>>): Promise<{ runId: string; again: (scope?: RunScope) => Promise<string> }>;
  /** Submits and waits for the end. */
  run(...workflow: Parameters<EngineUnderTest['submit']>): Promise<Run>;
  /** Resolves with the first event that fits, published already or later. */
  event(fits: (event: RunEvent) => boolean): Promise<RunEvent>;
  /** What the output `out` of a node holds. */
  output(run: Run, nodeId: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function startEngine(options: {
  /** Kept at `close`. */
  readonly folder?: string;
  readonly limits?: Partial<ExecutorLimits>;
  readonly runner?: Partial<ProcessNodeRunnerOptions>;
  readonly world?: (world: Omit<ExecutorOptions, 'limits'>) => Partial<ExecutorOptions>;
} = {}): Promise<EngineUnderTest> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'millrace-engine-')));
  const database = await openDatabase({ dataDir: folder });
  const artifacts = new FolderArtifactStore(join(folder, 'artifacts'));
  const runner = new ProcessNodeRunner({ artifactFolder: join(folder, 'artifacts'), scratchFolder: join(folder, 'scratch'), plugins: await findPlugins([steps]), patience: { abortMs: 200, terminateMs: 200 }, ...options.runner });
  const { nodeTypes, plugins } = await runner.describe();
  const failed = plugins.find(({ status }) => status === 'failed');
  if (failed) throw new Error(failed.error);
  const manifests = new Map(nodeTypes.map((manifest) => [manifest.type, manifest]));
  const workflows = new WorkflowStore(database);
  const log = new SqlRunLog(database);
  const bus = new MemoryEventBus();
  const problems: string[] = [];
  const published: RunEvent[] = [];
  bus.subscribe((events) => published.push(...events));
  const world: Omit<ExecutorOptions, 'limits'> = {
    log, bus, artifacts, runner, workflows, sha256, queue: new MemoryQueue(), clock: systemClock, manifests: () => manifests,
    capacity: { cpu: 2, memoryMiB: 4096, gpu: 0 },
    files: { resolve: () => Promise.reject(new Error('There are no files here.')) },
    secrets: { use: () => Promise.reject(new Error('There are no secrets here.')) },
    host: { saveModel: () => Promise.reject(new Error('no registry')), deploy: () => Promise.reject(new Error('no deployments')) },
    onProblem: (message) => problems.push(message),
  };
  const limits = { retryDelayMs: 10, logBackoffMs: [10, 40], ...options.limits } as const;
  const executor = new Executor({ ...world, ...options.world?.(world), limits });
  await executor.start();

  const engine: EngineUnderTest = {
    folder, executor, log, artifacts, runner, problems, published,
    async submit(nodes, edges = '', params = {}, pinned = {}) {
      const document: Workflow = {
        ...emptyWorkflow('test'),
        nodes: nodes.split(' ').map((text) => {
          const [id = '', type = ''] = text.split(':');
          return { id, type: `test.${type}`, params: params[id] ?? {}, ...(pinned[id] ? { pinned: pinned[id] } : {}) };
        }),
        edges: edges.split(' ').filter(Boolean).map((text) => {
          const [from = '', to = ''] = text.split('>');
          return { from, to };
        }),
      };
      const { id } = await workflows.create(document);
      const again = async (scope?: RunScope) => (await executor.submit({ workflowId: id, workflowVersion: 1, trigger: { kind: 'manual' }, ...(await planRun(document, id, scope, { log, artifacts })) })).runId;
      return { runId: await again(), again };
    },
    run: async (...workflow) => executor.finished((await engine.submit(...workflow)).runId),
    event: (fits) => new Promise((resolve) => {
      const found = published.find(fits);
      if (found) return resolve(found);
      const stop = bus.subscribe((events) => {
        const first = events.find(fits);
        if (!first) return;
        stop();
        resolve(first);
      });
    }),
    async output(run, nodeId) {
      const artifact = run.nodes[nodeId]?.outputs['out'];
      if (!artifact) throw new Error(`${nodeId} is ${run.nodes[nodeId]?.state}: ${run.nodes[nodeId]?.error?.message}`);
      return JSON.parse(Buffer.from(await artifacts.read(artifact.hash)).toString());
    },
    async close() {
      await executor.close();
      await runner.close();
      await database.destroy();
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
  return engine;
}
