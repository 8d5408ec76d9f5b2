import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError, type CancelSignal, type Given, type InputsOf, type NodeContext, type NodeDefinition, type Ports, type SaveModel } from '@millrace/sdk';
import { chartSchema, isValueKind, metricsSchema, type LogLine, type MetricPoint, type PortKind, type Progress } from '@millrace/workflow';
import { z } from 'zod';
import { contentHash } from './content-hash.ts';
import { valueInput } from './inputs.ts';

export interface RunNodeOptions<In extends Ports, Params extends z.ZodObject> {
  /** What the input ports receive; an optional port may be left out. Outputs of an earlier `runNode` fit. */
  readonly inputs?: Partial<InputsOf<In>>;
  readonly params?: z.input<Params>;
  /** Where output files go; they are yours to remove. A temporary folder, removed by `close`, when left out. */
  readonly folder?: string;
  /** The folder that relative paths in file parameters start from; the working directory when left out. */
  readonly root?: string;
  readonly signal?: CancelSignal;
  readonly threads?: number;
  /** Told of progress while the node runs. */
  readonly onProgress?: (progress: Progress) => void;
  /** Folders that stand for repositories of the hub, by their names. */
  readonly pretrained?: Readonly<Record<string, string>>;
  /** The checkpoint folder, to run on from what an earlier run left in it; removed when the node succeeds. A temporary one when left out. */
  readonly checkpoint?: string;
}

/** What one execution of a node gave and said. */
export interface NodeRunRecord<Out extends Ports> {
  /** In the form in which the next node receives them. */
  readonly outputs: { readonly [Name in keyof Out]: NonNullable<Given<Out[Name]>> };
  readonly logs: readonly LogLine[];
  readonly progress: readonly Progress[];
  readonly metrics: readonly MetricPoint[];
  readonly savedModels: readonly SaveModel[];
  readonly deployments: readonly { readonly name: string; readonly model: string; readonly version: number }[];
  /** Removes the output files, when `folder` was left out. */
  close(): Promise<void>;
}

/**
 * Runs a node as Millrace would, in this process and without a server: parameters are checked and given their defaults,
 * file parameters are resolved, outputs are checked, moved out of the scratch folder and hashed. Registry and
 * deployments are recorded, not performed.
 */
export async function runNode<In extends Ports, Out extends Ports, Params extends z.ZodObject>(
  definition: NodeDefinition<In, Out, Params>,
  options: RunNodeOptions<In, Params> = {},
): Promise<NodeRunRecord<Out>> {
  const params = parseParams(definition.params, options.params ?? {});
  const inputs = checkInputs(definition.inputs, options.inputs ?? {});
  const home = await mkdtemp(join(options.folder ?? tmpdir(), 'millrace-node-'));
  const scratch = join(home, 'scratch');
  const checkpoint = resolve(options.checkpoint ?? join(home, 'checkpoint'));
  const record = { logs: new Array<LogLine>(), progress: new Array<Progress>(), metrics: new Array<MetricPoint>(), savedModels: new Array<SaveModel>(), deployments: new Array<NodeRunRecord<Out>['deployments'][number]>() };
  const context: NodeContext = {
    runId: 'test', nodeId: 'node', attempt: 1, idempotencyKey: 'test/node',
    signal: options.signal ?? new AbortController().signal,
    threads: options.threads ?? availableParallelism(),
    scratch: (name) => inside(scratch, name),
    checkpoint: { folder: checkpoint },
    file: fileResolver(definition, params, options.root ?? process.cwd()),
    progress: (progress) => {
      record.progress.push(progress);
      options.onProgress?.(progress);
    },
    log: (level, message) => void record.logs.push({ level, message }),
    metric: (name, value, step) => void record.metrics.push({ name, value, step }),
    pretrained: {
      fetch: async ({ repository }) => {
        const folder = options.pretrained?.[repository];
        if (folder === undefined) throw new UserError(`There is no model "${repository}".`);
        return { folder, commit: '0'.repeat(40) };
      },
    },
    models: {
      save: async (request) => {
        const version = record.savedModels.push(request);
        return { model: request.name, version, hash: request.model.hash, createdAt: new Date().toISOString(), runId: 'test', metrics: request.metrics ?? {} };
      },
    },
    deployments: {
      deploy: async (request) => {
        record.deployments.push(request);
        return { ...request, status: 'ready', updatedAt: new Date().toISOString() };
      },
    },
  };
  try {
    await mkdir(scratch);
    await mkdir(checkpoint, { recursive: true });
    const returned: Readonly<Record<string, unknown>> = await definition.run({ inputs, params, context });
    const unknown = Object.keys(returned).find((name) => !Object.hasOwn(definition.outputs, name));
    if (unknown !== undefined) throw new TypeError(`The node returned "${unknown}", which is not one of its outputs.`);
    const outputs: Record<string, unknown> = {};
    for (const [name, { kind }] of Object.entries(definition.outputs)) outputs[name] = await receive(name, kind, returned[name], scratch, join(home, name));
    const keptFiles = Object.values(definition.outputs).some(({ kind }) => !isValueKind(kind));
    await rm(keptFiles ? scratch : home, { recursive: true, force: true });
    await rm(checkpoint, { recursive: true, force: true });
    return {
      // Each output was checked against the kind of its port just above.
      outputs: outputs as NodeRunRecord<Out>['outputs'],
      ...record,
      close: async () => (options.folder === undefined ? await rm(home, { recursive: true, force: true }) : undefined),
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

function parseParams<Params extends z.ZodObject>(schema: Params, given: unknown): z.output<Params> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new UserError(parsed.error.issues.map(({ path, message }) => `Parameter "${path.join('.')}": ${message}`).join('\n'));
}

function checkInputs<In extends Ports>(ports: In, given: Partial<InputsOf<In>>): InputsOf<In> {
  for (const [name, { optional }] of Object.entries(ports)) {
    if (!optional && given[name] === undefined) throw new TypeError(`Input "${name}" is required.`);
  }
  // Complete, since no required port is missing.
  return given as InputsOf<In>;
}

const fileOutputSchema = z.object({ path: z.string(), meta: z.record(z.string(), z.unknown()).default({}) });
const tableOutputSchema = z.object({ path: z.string(), rows: z.number().int().nonnegative(), columns: z.array(z.object({ name: z.string(), type: z.string() })) });

async function receive(name: string, kind: PortKind, value: unknown, scratch: string, destination: string): Promise<unknown> {
  if (value === undefined) throw new TypeError(`The node returned nothing for its output "${name}".`);
  if (isValueKind(kind)) {
    if (kind === 'metrics') metricsSchema.parse(value);
    if (kind === 'chart') chartSchema.parse(value);
    return valueInput(kind, JSON.parse(JSON.stringify(value)));
  }
  const { path } = fileOutputSchema.parse(value);
  inside(scratch, relative(scratch, path));
  await mkdir(destination);
  const kept = join(destination, basename(path));
  await rename(path, kept);
  const { hash } = await contentHash(kept);
  if (kind !== 'table') return { kind, hash, path: kept, meta: fileOutputSchema.parse(value).meta };
  const { rows, columns } = tableOutputSchema.parse(value);
  return { kind, hash, path: kept, rows, columns };
}

function inside(folder: string, name: string): string {
  const path = resolve(folder, name);
  if (!path.startsWith(folder + sep)) throw new TypeError(`"${name}" is not inside the scratch folder.`);
  return path;
}

function fileResolver(definition: { readonly params: z.ZodObject }, params: Readonly<Record<string, unknown>>, root: string): NodeContext['file'] {
  const schema = z.toJSONSchema(definition.params, { io: 'input' });
  const named = Object.entries(schema.properties ?? {})
    .filter(([, property]) => typeof property === 'object' && property['field'] === 'file')
    .map(([name]) => params[name]);
  return (path) => {
    if (!named.includes(path)) throw new UserError(`The node may only read files that its file parameters name, not "${path}".`);
    return isAbsolute(path) ? path : resolve(root, path);
  };
}
