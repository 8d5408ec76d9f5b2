// The composition root: opens what the server stands on, puts the services together, and closes all of it in reverse.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  DeploymentStore, findPlugins, FolderArtifactStore, lockDataFolder, machineCapacity, MemoryEventBus, MemoryQueue, ModelStore, openDatabase, ProcessNodeRunner, ProcessSampler, ScheduleStore,
  SecretStore, SettingStore, sha256, SqlRunLog, systemClock, WorkflowStore,
} from '@millrace/drivers';
import { Executor } from '@millrace/engine';
import { startModelWorker } from '@millrace/serving';
import { openTables } from '@millrace/tables';
import type { INestApplication } from '@nestjs/common';
import { ArrangedTables } from './artifacts/arranged-tables.ts';
import { ArtifactsController } from './artifacts/artifacts.controller.ts';
import { ArtifactsService } from './artifacts/artifacts.service.ts';
import { TableReader } from './artifacts/table-reader.ts';
import type { AdmissionRules } from './auth/admission.ts';
import { loadToken } from './auth/token.ts';
import { ColumnsController } from './columns/columns.controller.ts';
import { ColumnsService } from './columns/columns.service.ts';
import { DeploymentsController } from './deployments/deployments.controller.ts';
import { DeploymentsService } from './deployments/deployments.service.ts';
import { createFileCatalog } from './files/file-catalog.ts';
import { FileResolver } from './files/file-resolver.ts';
import { FilesController } from './files/files.controller.ts';
import { FilesService } from './files/files.service.ts';
import { Changes } from './gateway/changes.ts';
import { QueueGateway } from './gateway/queue.gateway.ts';
import { RunGateway } from './gateway/run.gateway.ts';
import { HealthController } from './health/health.controller.ts';
import { createApp } from './http/create-app.ts';
import { createLog } from './logging/log.ts';
import { LineageService } from './models/lineage.service.ts';
import { ModelsController } from './models/models.controller.ts';
import { ModelsService } from './models/models.service.ts';
import { createNodeHost } from './node-host.ts';
import { NodeTypesController } from './node-types/node-types.controller.ts';
import { NodeTypesService } from './node-types/node-types.service.ts';
import { OpenApiController } from './openapi/openapi.controller.ts';
import type { RegisteredRoute } from './openapi/registered-routes.ts';
import { QueueController } from './queue/queue.controller.ts';
import { QueueService } from './queue/queue.service.ts';
import { repositoryRoot } from './repository-root.ts';
import { NodeRecordsService } from './runs/node-records.service.ts';
import { RunsController } from './runs/runs.controller.ts';
import { RunsService } from './runs/runs.service.ts';
import { runSampleOnce } from './sample.ts';
import { SchedulesController } from './schedules/schedules.controller.ts';
import { SchedulesService } from './schedules/schedules.service.ts';
import { loadSecretCipher } from './secrets/secret-keys.ts';
import { SecretsController } from './secrets/secrets.controller.ts';
import { SecretsService } from './secrets/secrets.service.ts';
import type { Settings } from './settings/settings.ts';
import { StartUpError } from './start-up-error.ts';
import { SweepsController } from './sweeps/sweeps.controller.ts';
import { SweepsService } from './sweeps/sweeps.service.ts';
import { TemplatesController } from './templates/templates.controller.ts';
import { TemplatesService } from './templates/templates.service.ts';
import { WorkflowsController } from './workflows/workflows.controller.ts';
import { WorkflowsService } from './workflows/workflows.service.ts';

export interface StartServerOptions {
  readonly settings: Settings;
  /** Where the user started the server: workflows may read files below it. */
  readonly launchFolder: string;
  /** Runs the sample if no workflow was ever saved here. */
  readonly sample: boolean;
}

export interface RunningServer {
  readonly url: string;
  readonly token: string;
  /** The address to open in a browser. */
  readonly link: string;
  readonly routes: readonly RegisteredRoute[];
  close(): Promise<void>;
}

type Close = () => unknown;

/** Starts a server. Throws a StartUpError for what the user can mend; whatever was opened before is closed again. */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const opened: Close[] = [];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    return { ...(await open(options, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open({ settings, launchFolder, sample }: StartServerOptions, opened: Close[]): Promise<Omit<RunningServer, 'close'>> {
  const { dataDir } = settings;
  await takeDataFolder(dataDir, opened);
  const token = settings.token ?? loadToken(dataDir);
  const log = createLog(settings.logLevel, [token, ...settings.secretKeys, ...(settings.databaseUrl ? [settings.databaseUrl] : [])]);

  const database = await connect(settings);
  opened.push(() => database.destroy());
  const artifactFolder = join(dataDir, 'artifacts');
  const artifacts = new FolderArtifactStore(artifactFolder);
  await artifacts.removeTemporary();
  const temporaryFolder = join(dataDir, 'tables');
  rmSync(temporaryFolder, { recursive: true, force: true });
  const tables = await openTables({ memoryLimit: '1GB', temporaryFolder });
  opened.push(() => tables.close());
  const arranged = new ArrangedTables(tables, join(temporaryFolder, 'arranged'));
  const plugins = await findPlugins([join(repositoryRoot, 'plugins'), ...settings.pluginsDirs]);
  const runner = new ProcessNodeRunner({ artifactFolder, scratchFolder: join(dataDir, 'scratch'), plugins });
  opened.push(() => runner.close());
  const nodeTypes = new NodeTypesService(await runner.describe());

  const changes = new Changes();
  const store = new WorkflowStore(database);
  const runLog = new SqlRunLog(database);
  const bus = new MemoryEventBus();
  const queue = new MemoryQueue();
  opened.push(() => queue.close());
  const fileFolders = { dataDir, roots: [launchFolder, repositoryRoot, ...settings.fileRoots] };
  const columns = new ColumnsService({ nodeTypes, files: new FileResolver(fileFolders), ask: (task) => runner.columns(task) });
  const secretStore = new SecretStore(database, loadSecretCipher(settings, log));
  const renewed = await secretStore.renewOld();
  if (renewed.length > 0) log.info({ secrets: renewed }, 'Secrets were encrypted anew, with the key that is the first now');
  const secrets = new SecretsService({ store: secretStore, workflows: store, changes, log });
  const workflows = new WorkflowsService({ store, nodeTypes, changes, columns, secrets });
  const models = new ModelsService({ store: new ModelStore(database), artifacts, changes });
  const deployments = new DeploymentsService({ store: new DeploymentStore(database), models, changes, log, startWorker: (folder, print) => startModelWorker(folder, { log: print }) });
  opened.push(() => deployments.close());
  const catalog = createFileCatalog(fileFolders);
  const executor = new Executor({
    log: runLog, queue, bus, artifacts, runner, workflows: store, clock: systemClock, sha256,
    host: createNodeHost(models, deployments, settings),
    files: catalog,
    secrets,
    capacity: machineCapacity(),
    manifests: () => nodeTypes.byType(),
    onProblem: (message, cause) => log.error({ err: cause }, message),
  });
  opened.push(() => executor.close());
  const runs = new RunsService({ log: runLog, bus, executor, workflows, changes, artifacts });
  const schedules = new SchedulesService({ workflows: store, store: new ScheduleStore(database), runs, log });
  const files = new FilesService({
    folder: join(dataDir, 'files'),
    limitBytes: settings.uploadLimitBytes,
    examples: [{ prefix: 'examples/data/', folder: join(repositoryRoot, 'examples/data') }],
  });

  const artifactViews = new ArtifactsService({ store: artifacts, tables: new TableReader({ tables, arranged, temporaryFolder }) });

  let port = settings.port;
  const rules = (): AdmissionRules => ({ token, host: settings.host, allowedHosts: settings.allowedHosts, cookieName: `millrace-${port}` });
  const app = await createApp({
    controllers: [
      HealthController, OpenApiController, NodeTypesController, WorkflowsController, RunsController, ArtifactsController, ModelsController, DeploymentsController,
      SchedulesController, FilesController, ColumnsController, SweepsController, TemplatesController, QueueController, SecretsController,
    ],
    providers: [
      RunGateway,
      QueueGateway,
      { provide: Changes, useValue: changes },
      { provide: NodeTypesService, useValue: nodeTypes },
      { provide: WorkflowsService, useValue: workflows },
      { provide: RunsService, useValue: runs },
      { provide: NodeRecordsService, useValue: new NodeRecordsService({ log: runLog, workflows: store, files: catalog }) },
      { provide: ArtifactsService, useValue: artifactViews },
      { provide: SweepsService, useValue: new SweepsService({ runs, workflows, artifacts: artifactViews }) },
      { provide: ModelsService, useValue: models },
      { provide: LineageService, useValue: new LineageService({ models, runs, workflows }) },
      { provide: QueueService, useValue: new QueueService({ executor, runner, sampler: new ProcessSampler(), onEvents: (listener) => bus.subscribe(listener) }) },
      { provide: DeploymentsService, useValue: deployments },
      { provide: SchedulesService, useValue: schedules },
      { provide: FilesService, useValue: files },
      { provide: SecretsService, useValue: secrets },
      { provide: ColumnsService, useValue: columns },
      { provide: TemplatesService, useValue: new TemplatesService({ folders: [join(repositoryRoot, 'examples/templates'), join(repositoryRoot, 'examples')], log }) },
    ],
    log, rules, token,
    editorFolder: join(repositoryRoot, 'apps/editor/dist'),
  });
  opened.push(() => app.nest.close());
  await listen(app.nest, settings);
  const address = app.http.server.address();
  port = isTcp(address) ? address.port : port;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;

  await deployments.restore();
  await executor.start();
  schedules.start();
  opened.push(() => schedules.stop(), changes.subscribe(({ what }) => what === 'workflows' && schedules.refresh()));
  recordServer(dataDir, url, opened);
  if (sample) await runSampleOnce({ workflows, runs, settings: new SettingStore(database), folder: join(repositoryRoot, 'examples'), log });
  log.info({ url, plugins: plugins.length, nodeTypes: nodeTypes.list().nodeTypes.length }, 'The server is ready');
  return { url, token, link: `${url}/?token=${encodeURIComponent(token)}`, routes: app.routes.list() };
}

async function takeDataFolder(dataDir: string, opened: Close[]): Promise<void> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartUpError(`The data folder ${dataDir} cannot be made: ${reasonOf(cause)}. Set MILLRACE_DATA_DIR to a folder that you may write to`, { cause });
  }
  try {
    const lock = await lockDataFolder(dataDir);
    opened.push(() => lock.release());
  } catch (cause) {
    throw new StartUpError(reasonOf(cause), { cause });
  }
}

async function connect({ databaseUrl, dataDir }: Settings): Promise<Awaited<ReturnType<typeof openDatabase>>> {
  if (databaseUrl === undefined) return openDatabase({ dataDir });
  try {
    return await openDatabase({ url: databaseUrl });
  } catch (cause) {
    throw new StartUpError(`The database at ${new URL(databaseUrl).host} cannot be used: ${reasonOf(cause).replaceAll(databaseUrl, 'it')}. Look at DATABASE_URL`, { cause });
  }
}

async function listen(nest: INestApplication, { port, host }: Settings): Promise<void> {
  try {
    await nest.listen(port, host);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') throw new StartUpError(`Port ${port} on ${host} is in use, perhaps by another Millrace. Set MILLRACE_PORT to another port`, { cause });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new StartUpError(`Cannot listen on ${host}, port ${port}: ${reasonOf(cause)}. Look at MILLRACE_HOST and MILLRACE_PORT`, { cause });
    throw cause;
  }
}

/** Where the command line finds the server that uses this data folder. */
function recordServer(dataDir: string, url: string, opened: Close[]): void {
  const path = join(dataDir, 'server.json');
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });
  opened.push(() => rmSync(path, { force: true }));
}

function isTcp(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
