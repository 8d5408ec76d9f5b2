import { z } from 'zod';
import { portKindSchema } from './port-kind.ts';

/** An input or output of a node type. */
export const portManifestSchema = z.object({
  name: z.string(),
  kind: portKindSchema,
  title: z.string().optional(),
  description: z.string().optional(),
  /** Inputs only: the node runs without it. */
  optional: z.boolean().optional(),
});

/**
 * The serialisable face of a node definition: all that the editor, `validate` and the engine know of a node type.
 * `params` is a JSON Schema of an object; a property may carry `field` ("file", "column", "code", "secret", "multiline")
 * and, with `field: "column"`, `of`: the input whose columns it names, and `unless`: another parameter, beside which it counts for
 * nothing. `advanced: true` puts a property under "More".
 */
export const nodeManifestSchema = z.object({
  type: z.string(),
  title: z.string(),
  category: z.string(),
  description: z.string().optional(),
  /** The plugin that brings it; `codeHash` is the SHA-256 of its code and is part of every output key. */
  plugin: z.object({ name: z.string(), version: z.string(), codeHash: z.string() }),
  /** `pure`: same inputs, same outputs, may be reused. `external`: reads a changing world. `sideEffect`: changes it. */
  effect: z.enum(['pure', 'external', 'sideEffect']),
  inputs: z.array(portManifestSchema),
  outputs: z.array(portManifestSchema),
  params: z.record(z.string(), z.json()),
  /** What one attempt occupies while it runs. */
  resources: z.object({ cpu: z.number(), memoryMiB: z.number(), gpu: z.number() }),
  timeoutSeconds: z.number().optional(),
  /** It can say which columns its tables have before it has run. */
  columns: z.boolean().optional(),
});

export type PortManifest = z.infer<typeof portManifestSchema>;
export type NodeManifest = z.infer<typeof nodeManifestSchema>;

/** A plugin that was found, and whether it could be loaded. */
export const pluginStatusSchema = z.object({
  name: z.string(),
  version: z.string(),
  status: z.enum(['loaded', 'failed']),
  error: z.string().optional(),
});
export type PluginStatus = z.infer<typeof pluginStatusSchema>;
