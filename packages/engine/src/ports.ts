// What the engine needs from the world. Drivers implement these; each has one contract suite that every driver passes.
import type { CancelSignal } from '@millrace/sdk';
import type { ArtifactRef, AttemptUsage, Deployment, GivenOutputs, InputValues, LogLine, MetricPoint, ModelVersion, NodeEnd, Phrase, Progress, RunEvent, RunEventBody, RunMarks, RunScope, RunState, RunSummary, RunTrigger, Workflow } from '@millrace/workflow';

/** A run that is asked for. */
export interface NewRun {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly nodeIds: readonly string[];
  readonly trigger: RunTrigger;
  /** As it was asked for; `planRun` makes the node ids and the rest of it. */
  readonly scope?: RunScope;
  /** Nodes that run although their outputs are known. */
  readonly forced?: readonly string[];
  /** What nodes of the run read from nodes that are not in it. */
  readonly given?: Readonly<Record<string, GivenOutputs>>;
  /** The values of the workflow's inputs, defaults included. */
  readonly inputs?: InputValues;
  /** A second request for the same workflow with the same key gets the first run. */
  readonly idempotencyKey?: string;
}

/** `created` is false when the idempotency key was seen before. */
export interface CreatedRun {
  readonly runId: string;
  readonly number: number;
  readonly created: boolean;
}

/** The outputs that a node had under an output key, and the run that made them. */
export type KnownOutputs = Readonly<GivenOutputs>;

/** Which runs are asked for. What is left out does not narrow. */
export interface RunQuery {
  readonly workflowId?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly trigger?: RunTrigger['kind'] | undefined;
  /** The sweep that a run is a trial of. */
  readonly sweepId?: string | undefined;
  /** Queued then or later; ISO 8601, UTC, with milliseconds, as `toISOString` writes it. */
  readonly from?: string | undefined;
  /** Queued before. */
  readonly to?: string | undefined;
  /** A tag that the run has. */
  readonly tag?: string | undefined;
  /** Words that a run must all have: in a tag, in its note, in its workflow's name, in its id, as its number ("12") or as its workflow's version ("v3"). */
  readonly text?: string | undefined;
  /** A run number: only older runs, which are the next page after that run. */
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}

/** Thrown by `append` when the log has grown since it was read: somebody else has the run now. */
export class RunLogConflict extends Error {
  override readonly name = 'RunLogConflict';
}

/** The only truth about runs. */
export interface RunLog {
  /** Writes the run and its `run.queued` in one transaction. */
  create(run: NewRun): Promise<CreatedRun>;
  /**
   * Appends facts in one transaction: gives each the next `seq`, keeps the run's summary and the outputs of succeeded nodes up
   * to date. With `after`, the append happens only if that is the log's last `seq`; otherwise it throws a RunLogConflict.
   */
  append(runId: string, bodies: readonly RunEventBody[], options?: { readonly after?: number }): Promise<RunEvent[]>;
  /** The events with `seq` > `after`, in order. All of them when `limit` is left out. */
  read(runId: string, after?: number, limit?: number): Promise<RunEvent[]>;
  /** The ids of the runs that have not ended, oldest first. */
  unfinished(): Promise<string[]>;
  /** What is known under these output keys; keys that nobody has are absent. */
  findOutputs(keys: readonly string[]): Promise<ReadonlyMap<string, KnownOutputs>>;
  /** How each node of a workflow last ended, newest first for each node; and, when that is without outputs, how it last ended with some. */
  ends(workflowId: string): Promise<NodeEnd[]>;
  get(runId: string): Promise<RunSummary | undefined>;
  /** Newest first. */
  list(query?: RunQuery): Promise<RunSummary[]>;
  /** Replaces the tags or the note of a run, or both; undefined when there is no such run. */
  annotate(runId: string, marks: RunMarks): Promise<RunSummary | undefined>;
}

/** Wakes executors. It may lose everything it holds: the run log is asked again every few seconds. */
export interface Queue {
  wake(runId: string): Promise<void>;
  /** Returns a function that stops listening. */
  onWake(listener: (runId: string) => void): () => void;
  close(): Promise<void>;
}

/** Carries events that are in the log to whoever watches. */
export interface EventBus {
  publish(events: readonly RunEvent[]): void;
  /** Returns a function that stops listening. */
  subscribe(listener: (events: readonly RunEvent[]) => void): () => void;
}

/** Where an artifact lies: the SHA-256 of its content and how it is stored. */
export type ArtifactAddress = Pick<ArtifactRef, 'hash' | 'form'>;
export type StoredArtifact = Pick<ArtifactRef, 'hash' | 'form' | 'bytes'>;

/** Immutable values by the hash of their content. What exists is not written again. */
export interface ArtifactStore {
  putBytes(bytes: Uint8Array): Promise<StoredArtifact>;
  /** Takes over the file at `path` when `move` is set, else copies it. */
  putFile(path: string, options?: { readonly move?: boolean }): Promise<StoredArtifact>;
  /** Stores each file under its own hash and a listing of them; the listing's hash is the folder's. */
  putFolder(path: string, options?: { readonly move?: boolean }): Promise<StoredArtifact>;
  /** Whether it can be read whole: a folder with a file missing is not there. */
  has(artifact: ArtifactAddress): Promise<boolean>;
  read(hash: string): Promise<Uint8Array>;
  /** A local path, read-only, of the file or folder. */
  locate(artifact: ArtifactAddress): Promise<string>;
}

/** One attempt to run one node. */
export interface NodeTask {
  readonly runId: string;
  readonly nodeId: string;
  readonly attempt: number;
  readonly type: string;
  /** The plugin that brings the node type. */
  readonly plugin: string;
  /** With secrets by their names. */
  readonly params: Workflow['nodes'][number]['params'];
  readonly inputs: Readonly<Record<string, ArtifactRef>>;
  /** CPU threads that the attempt may use. */
  readonly threads: number;
  /** Absolute paths of the files that parameters name, by the path written there. */
  readonly files: Readonly<Record<string, string>>;
  /** The same for every attempt of this node in this run. */
  readonly idempotencyKey: string;
  /** Names the checkpoint folder; a plain file name. */
  readonly checkpoint: string;
}

/** What an attempt tells while it runs. */
export type NodeMessage =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'metrics'; readonly points: readonly MetricPoint[] }
  | { readonly type: 'log'; readonly lines: readonly LogLine[] };

/** How an attempt ended. `transient` and `infrastructure` are tried again, `user` is not. */
export type NodeResult = (
  | { readonly status: 'succeeded'; readonly outputs: Readonly<Record<string, ArtifactRef>> }
  | { readonly status: 'failed'; readonly kind: 'user' | 'transient' | 'infrastructure'; readonly message: string; readonly words?: Phrase; readonly stack?: string }
  /** The signal aborted it, and nothing of it runs any more. */
  | { readonly status: 'aborted' }
) & { readonly usage?: AttemptUsage };

/** A call that a node body makes to the server. */
export type HostCall =
  | { readonly method: 'models.save'; readonly name: string; readonly hash: string; readonly metrics: Readonly<Record<string, number | null>> }
  | { readonly method: 'pretrained.fetch'; readonly repository: string; readonly revision: string; readonly modelTypes: readonly string[]; readonly token?: string }
  | { readonly method: 'deployments.deploy'; readonly name: string; readonly model: string; readonly version: number };

/** What an attempt is given of secrets. It lives in memory, from just before the node body runs to its end: it is in no task, no event and no environment. */
export interface AttemptSecrets {
  /** The task's parameters with values in the places of names. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What to mask in all that the attempt tells. */
  readonly values: readonly string[];
}

/** Knows the values of secrets. */
export interface SecretSource {
  /** By name. Rejects with a UserError that names the secret which is not there or cannot be read. */
  use(names: readonly string[], by: { readonly runId: string; readonly nodeId: string }): Promise<ReadonlyMap<string, string>>;
}

/** Runs node bodies, never in the server's own process. */
export interface NodeRunner {
  /** Never rejects. After `signal` aborts it ends within seconds, whatever the node does. What it tells and how it ends has no secret in it. */
  run(task: NodeTask, watch: {
    readonly signal: CancelSignal;
    /** Aborts when the node should write its checkpoint and stop; it has longer for that than after `signal`. */
    readonly pause?: CancelSignal;
    readonly onMessage: (message: NodeMessage) => void;
    readonly onCall: (call: HostCall) => Promise<unknown>;
    /** Absent when no parameter names one. */
    readonly secrets?: AttemptSecrets;
  }): Promise<NodeResult>;
  /** Nobody will go on from it. Rejects never; what does not exist is removed already. */
  removeCheckpoint(checkpoint: string): Promise<void>;
  /** Removes the checkpoints that nobody wrote to for so long, except some. */
  removeOldCheckpoints(olderThanMs: number, except: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

/** Who makes a call to the server. `idempotencyKey` is the same for every attempt of the node in its run. */
export interface HostCaller {
  readonly runId: string;
  readonly nodeId: string;
  readonly idempotencyKey: string;
  readonly signal: CancelSignal;
  /** Shown as the node's own. */
  readonly progress: (progress: Progress) => void;
}

/** The server calls that a node may make. A UserError is shown to the user as it is. */
export interface NodeHost {
  /** `model` is one of the calling node's inputs. The same content under the same name is the same version. */
  saveModel(request: { readonly name: string; readonly model: ArtifactRef; readonly metrics: Readonly<Record<string, number | null>> }, caller: HostCaller): Promise<ModelVersion>;
  /** Downloads a model from the hub that the server knows, with `token` instead of the server's; the folder is not to be changed. */
  fetchPretrained(request: { readonly repository: string; readonly revision: string; readonly modelTypes: readonly string[]; readonly token?: string }, caller: HostCaller): Promise<{ readonly folder: string; readonly commit: string }>;
  /** Resolves when the endpoint answers. */
  deploy(request: { readonly name: string; readonly model: string; readonly version: number }, caller: HostCaller): Promise<Deployment>;
}

/** Finds the files that parameters name. */
export interface FileCatalog {
  /** `fingerprint` changes when the file's content does. Rejects with what the user should do when the file may not be read. */
  resolve(path: string): Promise<{ readonly absolutePath: string; readonly fingerprint: string }>;
}

/** The documents that runs execute. */
export interface WorkflowSource {
  /** Undefined when there is no such version. */
  getVersion(workflowId: string, version: number): Promise<Workflow | undefined>;
}

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls back once after that many milliseconds; the returned function calls it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** What a machine has for node bodies. `gpu` counts devices. */
export interface Capacity {
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly gpu: number;
}

/** The SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits. */
export type Sha256 = (text: string) => string;
