import type { ArtifactRef, Chart, Column, Metrics, PortKind } from '@millrace/workflow';

/** A table on disk: a Parquet file with `rows` rows and the named columns. */
export interface TableInput {
  readonly kind: 'table';
  readonly hash: string;
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A file or folder on disk, read-only. */
export interface FileInput<Kind extends PortKind = PortKind> {
  readonly kind: Kind;
  readonly hash: string;
  readonly path: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A value small enough to be held whole. */
export interface ValueInput<Value, Kind extends PortKind = PortKind> {
  readonly kind: Kind;
  readonly hash: string;
  readonly value: Value;
}

/** A file or folder that the node wrote below `context.scratch`; Millrace moves it into the artifact store. */
export interface FileOutput {
  readonly path: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** A Parquet file that the node wrote, with what a reader should know without opening it. */
export interface TableOutput {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly Column[];
}

declare const given: unique symbol;
declare const returned: unique symbol;

/** A typed input or output. `Given` is what `run` receives, `Returned` what it must return for it. */
export interface Port<Kind extends PortKind = PortKind, Given = unknown, Returned = unknown, Optional extends boolean = boolean> {
  readonly kind: Kind;
  readonly title?: string;
  readonly description?: string;
  readonly optional: Optional;
  readonly [given]?: Given;
  readonly [returned]?: Returned;
}

export type Given<P> = P extends Port<PortKind, infer G, unknown, infer Optional> ? (Optional extends true ? G | undefined : G) : never;
export type Returned<P> = P extends Port<PortKind, unknown, infer R, boolean> ? R : never;

interface PortOptions {
  readonly title?: string;
  readonly description?: string;
}

function makePort<Kind extends PortKind, In, Out>(kind: Kind) {
  function create(options?: PortOptions & { readonly optional?: false }): Port<Kind, In, Out, false>;
  function create(options: PortOptions & { readonly optional: true }): Port<Kind, In, Out, true>;
  function create(options: PortOptions & { readonly optional?: boolean } = {}): Port<Kind, In, Out, boolean> {
    const { optional = false, ...rest } = options;
    return { kind, optional, ...rest };
  }
  return create;
}

/** The kinds of port. Value ports (`text`, `metrics`, `chart`, `json`) carry JSON; the others a file or a folder. */
export const port = {
  table: makePort<'table', TableInput, TableOutput>('table'),
  text: makePort<'text', ValueInput<string, 'text'>, string>('text'),
  dataset: makePort<'dataset', FileInput<'dataset'>, FileOutput>('dataset'),
  tokenizer: makePort<'tokenizer', FileInput<'tokenizer'>, FileOutput>('tokenizer'),
  model: makePort<'model', FileInput<'model'>, FileOutput>('model'),
  metrics: makePort<'metrics', ValueInput<Metrics, 'metrics'>, Metrics>('metrics'),
  chart: makePort<'chart', ValueInput<Chart, 'chart'>, Chart>('chart'),
  file: makePort<'file', FileInput<'file'>, FileOutput>('file'),
  json: makePort<'json', ValueInput<unknown, 'json'>, unknown>('json'),
  any: makePort<'any', ArtifactRef, never>('any'),
};
