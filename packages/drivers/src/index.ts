// Signatures first; the code follows.
import type { ArtifactAddress, ArtifactStore, Capacity, Clock, CreatedRun, EventBus, KnownOutputs, NewRun, NodeRunner, NodeTask, NodeResult, Queue, RunLog, StoredArtifact, WorkflowSource } from '@millrace/engine';
import type { Deployment, Model, ModelVersion, NodeTypes, RunEvent, RunEventBody, RunSummary, Workflow, WorkflowDetail, WorkflowSummary } from '@millrace/workflow';
import type { DataSource } from 'typeorm';

/** Opens the SQLite file `millrace.db` in `dataDir`, or the PostgreSQL database at `url`, and brings its tables up to date. */
export declare function openDatabase(options: { readonly dataDir: string } | { readonly url: string }): Promise<DataSource>;
/** Takes a data folder for this process. Rejects with a message that names the folder when another server has it. */
export declare function lockDataFolder(dataDir: string): Promise<{ release(): void }>;

export declare class SqlRunLog implements RunLog {
  constructor(database: DataSource);
  create(run: NewRun): Promise<CreatedRun>;
  append(runId: string, bodies: readonly RunEventBody[], options?: { readonly after?: number }): Promise<RunEvent[]>;
  read(runId: string, after?: number, limit?: number): Promise<RunEvent[]>;
  unfinished(): Promise<string[]>;
  findOutputs(keys: readonly string[]): Promise<ReadonlyMap<string, KnownOutputs>>;
  get(runId: string): Promise<RunSummary | undefined>;
  list(query?: { readonly workflowId?: string; readonly before?: number; readonly limit?: number }): Promise<RunSummary[]>;
}

/** Thrown by `save` when another save came in between: `current` is the version that is there now. */
export declare class VersionConflict extends Error {
  readonly current: number;
}

export declare class WorkflowStore implements WorkflowSource {
  constructor(database: DataSource);
  /** Newest change first. */
  list(): Promise<WorkflowSummary[]>;
  create(document: Workflow): Promise<WorkflowDetail>;
  get(id: string): Promise<WorkflowDetail | undefined>;
  getVersion(id: string, version: number): Promise<Workflow | undefined>;
  versions(id: string): Promise<{ version: number; createdAt: string }[]>;
  /** A document equal to the latest makes no new version. Throws a VersionConflict; undefined when there is no such workflow. */
  save(id: string, document: Workflow, baseVersion: number): Promise<WorkflowDetail | undefined>;
  /** Takes it off the list; its runs stay. */
  remove(id: string): Promise<boolean>;
}

export declare class ModelStore {
  constructor(database: DataSource);
  /** The same content under the same name is the same version. */
  save(request: { name: string; hash: string; metrics: Readonly<Record<string, number | null>>; runId?: string }): Promise<ModelVersion>;
  list(): Promise<Model[]>;
  get(name: string): Promise<Model | undefined>;
  /** The newest version when none is named. */
  getVersion(name: string, version?: number): Promise<ModelVersion | undefined>;
  setAlias(name: string, alias: string, version: number): Promise<void>;
}

export declare class DeploymentStore {
  constructor(database: DataSource);
  list(): Promise<Deployment[]>;
  get(name: string): Promise<Deployment | undefined>;
  /** Makes or replaces the deployment of that name; sets `updatedAt`. */
  put(deployment: Omit<Deployment, 'updatedAt'>): Promise<Deployment>;
  remove(name: string): Promise<boolean>;
}

/** When each schedule fired last. */
export declare class ScheduleStore {
  constructor(database: DataSource);
  lastFire(workflowId: string, triggerId: string): Promise<string | undefined>;
  /** Returns false when that fire, or a later one, was recorded before. `at` is ISO 8601, UTC. */
  recordFire(workflowId: string, triggerId: string, at: string): Promise<boolean>;
}

/** Values by name that outlive the server, such as the token made on the first start. */
export declare class SettingStore {
  constructor(database: DataSource);
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

export declare class FolderArtifactStore implements ArtifactStore {
  constructor(folder: string);
  putBytes(bytes: Uint8Array): Promise<StoredArtifact>;
  putFile(path: string, options?: { readonly move?: boolean }): Promise<StoredArtifact>;
  putFolder(path: string, options?: { readonly move?: boolean }): Promise<StoredArtifact>;
  has(artifact: ArtifactAddress): Promise<boolean>;
  read(hash: string): Promise<Uint8Array>;
  locate(artifact: ArtifactAddress): Promise<string>;
}

export declare class MemoryQueue implements Queue {
  wake(runId: string): Promise<void>;
  onWake(listener: (runId: string) => void): () => void;
  close(): Promise<void>;
}

export declare class MemoryEventBus implements EventBus {
  publish(events: readonly RunEvent[]): void;
  subscribe(listener: (events: readonly RunEvent[]) => void): () => void;
}

export declare const systemClock: Clock;
export declare function sha256(text: string): string;
/** What this machine has: its cores, its memory less a reserve, and no GPU. */
export declare function machineCapacity(): Capacity;

/** A folder with a package.json that says `"millrace": { "plugin": true }`. */
export interface PluginFolder {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}
/** The plugins directly below these folders, by name. A folder that does not exist has none. */
export declare function findPlugins(folders: readonly string[]): Promise<PluginFolder[]>;

export declare class ProcessNodeRunner implements NodeRunner {
  constructor(options: { readonly artifactFolder: string; readonly scratchFolder: string; readonly plugins: readonly PluginFolder[] });
  /** Loads each plugin in a process of its own and says what it brings, or why it could not be loaded. */
  describe(): Promise<NodeTypes>;
  run(task: NodeTask, watch: Parameters<NodeRunner['run']>[1]): Promise<NodeResult>;
  close(): Promise<void>;
}
