import { z } from 'zod';

/** What a value of an input is. `date` is a text such as 2026-03-31, `file` the path of a file that workflows may read. */
export const inputTypes = ['text', 'number', 'integer', 'boolean', 'choice', 'date', 'file'] as const;
export type InputType = (typeof inputTypes)[number];

/** Expressions name it as `inputs.NAME`. */
export const inputNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'Use letters, digits and "_", a letter first, at most 64 of them');

export const inputValueSchema = z.union([z.string().max(20_000), z.number(), z.boolean()]);
export type InputValue = z.infer<typeof inputValueSchema>;

/** Values of a workflow's inputs by their names. */
export const inputValuesSchema = z.record(z.string(), inputValueSchema);
export type InputValues = Readonly<z.infer<typeof inputValuesSchema>>;

/** Something that a run of the workflow is given. Without a default, every run must give it a value. */
export const workflowInputSchema = z.strictObject({
  name: inputNameSchema,
  type: z.enum(inputTypes),
  title: z.string().max(200).optional(),
  description: z.string().max(2_000).optional(),
  default: inputValueSchema.optional(),
  /** Of numbers. */
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** Of a choice. */
  choices: z.array(z.string().min(1).max(200)).max(200).optional(),
});
export type WorkflowInput = z.infer<typeof workflowInputSchema>;
