// What the server and a worker process say to each other.
import type { AttemptSecrets, HostCall, NodeMessage, NodeResult, NodeTask } from '@millrace/engine';
import type { ColumnsAnswer, Phrase } from '@millrace/workflow';
import type { ColumnsTask } from './node-columns.ts';

/** A plugin as a worker loads it. */
export interface PluginAddress {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly codeHash: string;
}

/** What a worker is told when it starts, as JSON in its arguments. */
export interface WorkerSettings {
  readonly artifactFolder: string;
  readonly scratchFolder: string;
  readonly checkpointFolder: string;
  readonly logBytes: number;
  readonly parentPid: number;
}

/** `token` names the attempt; what carries another token comes too late and is dropped. */
export type ToWorker =
  | { readonly type: 'load'; readonly plugin: PluginAddress }
  | { readonly type: 'columns'; readonly question: number; readonly task: ColumnsTask; readonly plugin: PluginAddress }
  | { readonly type: 'run'; readonly token: number; readonly task: NodeTask; readonly plugin: PluginAddress; readonly secrets?: AttemptSecrets }
  | { readonly type: 'abort' | 'pause'; readonly token: number }
  | { readonly type: 'answer'; readonly token: number; readonly call: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly token: number; readonly call: number; readonly name: string; readonly message: string; readonly words?: Phrase };

export type FromWorker =
  /** `manifests` are checked by who receives them. */
  | { readonly type: 'loaded'; readonly manifests: readonly unknown[] }
  | { readonly type: 'notLoaded'; readonly error: string }
  | { readonly type: 'columns'; readonly question: number; readonly answer: ColumnsAnswer }
  | { readonly type: 'messages'; readonly token: number; readonly messages: readonly NodeMessage[] }
  | { readonly type: 'call'; readonly token: number; readonly call: number; readonly request: HostCall }
  /** `spent`: the process must not be used again. */
  | { readonly type: 'result'; readonly token: number; readonly result: NodeResult; readonly spent: boolean };
