import type { Column, NodeManifest, Phrase, PortManifest } from '@millrace/workflow';
import { z } from 'zod';
import type { NodeContext } from './node-context.ts';
import type { Given, Port, Returned } from './port.ts';

export type Ports = Readonly<Record<string, Port>>;
export type InputsOf<In extends Ports> = { readonly [Name in keyof In]: Given<In[Name]> };
export type OutputsOf<Out extends Ports> = { readonly [Name in keyof Out]: Returned<Out[Name]> };

/** What `columns` is given: what is known while the workflow is edited. */
export interface ColumnsCall<In extends Ports, Params extends z.ZodObject> {
  /** The columns of the tables at the inputs; undefined where they are not known or nothing is wired. */
  readonly inputs: { readonly [Name in keyof In]: readonly Column[] | undefined };
  readonly params: z.output<Params>;
  /** The absolute path of a file that a parameter with `field: 'file'` names. Read little of it: somebody is typing. */
  readonly file: (path: string) => string;
  /**
   * Marks a parameter, named by its path as in `steps.0.column`. Columns that a parameter of the node itself names
   * (`field: 'column'`) are checked without it.
   */
  readonly report: (parameter: string, message: string | Phrase) => void;
}

/** The columns of the tables at the outputs; undefined, or left out, where they are not known. */
export type OutputColumns<Out extends Ports> = { readonly [Name in keyof Out]?: readonly Column[] | undefined };

/** The code of a node type. */
export interface NodeDefinition<In extends Ports = Ports, Out extends Ports = Ports, Params extends z.ZodObject = z.ZodObject> {
  /** `plugin.name`, unique among all plugins. */
  readonly type: string;
  readonly title: string;
  /** Where the palette lists it. */
  readonly category: string;
  readonly description?: string;
  /** `pure` when left out. Only pure nodes are reused. */
  readonly effect?: NodeManifest['effect'];
  readonly inputs: In;
  readonly outputs: Out;
  readonly params: Params;
  /** What one attempt occupies; one CPU and 512 MiB when left out. `cpu: 'all'` takes the whole machine. */
  readonly resources?: { readonly cpu?: number | 'all'; readonly memoryMiB?: number; readonly gpu?: number };
  /** Aborts an attempt that runs longer. */
  readonly timeoutSeconds?: number;
  /**
   * Says which columns the tables at the outputs will have, before anything has run. It reads nothing but the files of its
   * parameters, changes nothing, and answers at once; what it throws is shown beside the node.
   */
  readonly columns?: (call: ColumnsCall<In, Params>) => OutputColumns<Out> | Promise<OutputColumns<Out>>;
  readonly run: (call: {
    readonly inputs: InputsOf<In>;
    readonly params: z.output<Params>;
    readonly context: NodeContext;
  }) => OutputsOf<Out> | Promise<OutputsOf<Out>>;
}

const nodeDefinition = Symbol.for('millrace.nodeDefinition');

/** Defines a node type. Export the result from a plugin; there is nothing to register. */
export function defineNode<In extends Ports, Out extends Ports, Params extends z.ZodObject>(
  definition: NodeDefinition<In, Out, Params>,
): NodeDefinition<In, Out, Params> {
  return Object.assign(definition, { [nodeDefinition]: true });
}

/** Whether a plugin's export is a node definition, whichever copy of this package made it. */
export function isNodeDefinition(value: unknown): value is NodeDefinition {
  return typeof value === 'object' && value !== null && nodeDefinition in value;
}

/** `resources.cpu` of a node that takes every core. */
export const allCores = 0;

/** The serialisable face of a definition. Throws a TypeError when its parameters have no JSON Schema. */
export function manifestOf(definition: NodeDefinition, plugin: NodeManifest['plugin']): NodeManifest {
  const cpu = definition.resources?.cpu ?? 1;
  return {
    type: definition.type,
    title: definition.title,
    category: definition.category,
    ...(definition.description ? { description: definition.description } : {}),
    plugin,
    effect: definition.effect ?? 'pure',
    inputs: portManifests(definition.inputs),
    outputs: portManifests(definition.outputs),
    params: JSON.parse(JSON.stringify(z.toJSONSchema(definition.params, { io: 'input' }))),
    resources: { cpu: cpu === 'all' ? allCores : cpu, memoryMiB: definition.resources?.memoryMiB ?? 512, gpu: definition.resources?.gpu ?? 0 },
    ...(definition.columns ? { columns: true } : {}),
    ...(definition.timeoutSeconds ? { timeoutSeconds: definition.timeoutSeconds } : {}),
  };
}

function portManifests(ports: Ports): PortManifest[] {
  return Object.entries(ports).map(([name, { kind, title, description, optional }]) => ({
    name,
    kind,
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(optional ? { optional } : {}),
  }));
}
