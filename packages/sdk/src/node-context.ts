import type { Deployment, LogLine, ModelVersion, Progress } from '@millrace/workflow';
import type { FileInput } from './port.ts';

/** The part of the browser's and Node's AbortSignal that a node needs; both fit. */
export interface CancelSignal {
  readonly aborted: boolean;
  /** Why it aborted; an error named `PauseRequested` when the run is being paused. */
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  throwIfAborted(): void;
}

/** All that a node may do to the world. */
export interface NodeContext {
  readonly runId: string;
  readonly nodeId: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Aborts when the run is cancelled or paused, or the node has run for too long. `isPauseRequested(signal.reason)` tells a pause. */
  readonly signal: CancelSignal;
  /** CPU threads that this attempt may use. */
  readonly threads: number;
  /** The same for every attempt of this node in this run: hand it to a service that must not do a thing twice. */
  readonly idempotencyKey: string;
  /** An absolute path inside this attempt's private folder, which is removed afterwards. */
  scratch(name: string): string;
  /**
   * A folder that outlives the attempt: what is in it is there again when the node is tried again after a failure, a kill or a
   * pause. Empty at first; removed when the node has succeeded or is cancelled. A crash may come at any moment, so write a file
   * under another name and rename it.
   */
  readonly checkpoint: { /** An absolute path; exists. */ readonly folder: string };
  /** The absolute path of a file that a parameter with `field: 'file'` names. Any other path is refused. */
  file(path: string): string;
  progress(progress: Progress): void;
  log(level: LogLine['level'], message: string): void;
  /** A point of a curve; `step` grows. */
  metric(name: string, value: number, step: number): void;
  readonly pretrained: {
    /**
     * Downloads a model's files (config, tokenizer and safetensors) from the hub that the server is set up with, or finds them in its cache. For
     * nodes with `effect: 'external'`. The folder is not to be changed. A model whose config.json names none of `modelTypes` is refused before its
     * weights are downloaded. `token`, the value of a secret, is used instead of the server's own. Throws a UserError that says what to do.
     */
    fetch(request: { readonly repository: string; readonly revision: string; readonly modelTypes: readonly string[]; readonly token?: string | undefined }): Promise<{ readonly folder: string; readonly commit: string }>;
  };
  readonly models: {
    /** Saves a version in the registry. The same content under the same name is the same version. */
    save(request: SaveModel): Promise<ModelVersion>;
  };
  readonly deployments: {
    /** Serves a saved version and resolves when the endpoint answers. */
    deploy(request: { readonly name: string; readonly model: string; readonly version: number }): Promise<Deployment>;
  };
}

export interface SaveModel {
  readonly name: string;
  readonly model: FileInput<'model'>;
  readonly metrics?: Readonly<Record<string, number | null>>;
}
