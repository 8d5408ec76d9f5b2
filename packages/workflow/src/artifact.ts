import { z } from 'zod';
import { portKindSchema } from './port-kind.ts';

export const columnSchema = z.object({
  name: z.string(),
  type: z.enum(['text', 'integer', 'number', 'boolean', 'date', 'timestamp', 'other']),
});
export type Column = z.infer<typeof columnSchema>;

/** A reference to an immutable value: the SHA-256 of its content (64 hexadecimal digits) and what is known without reading it. */
export const artifactRefSchema = z.object({
  kind: portKindSchema,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  /** `folder`: `hash` names a listing of files, each stored under its own hash. */
  form: z.enum(['value', 'file', 'folder']),
  /** A small summary by kind; a table has `rows` and `columns`. */
  meta: z.record(z.string(), z.json()).optional(),
});
export type ArtifactRef = z.infer<typeof artifactRefSchema>;

/** Outputs that a run made and that are taken as they are. */
export const givenOutputsSchema = z.object({ runId: z.string(), number: z.number().int(), outputs: z.record(z.string(), artifactRefSchema) });
export type GivenOutputs = z.infer<typeof givenOutputsSchema>;

/** What a table's `meta` holds. */
export const tableMetaSchema = z.object({ rows: z.number().int(), columns: z.array(columnSchema) });
export type TableMeta = z.infer<typeof tableMetaSchema>;
