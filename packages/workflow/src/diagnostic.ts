import { z } from 'zod';
import { phraseSchema, told, type Phrase } from './phrase.ts';

/** Something wrong with a workflow: where, what, and what would fit. */
export const diagnosticSchema = z.object({
  /** A stable name of the kind of problem, for programs. */
  code: z.enum([
    'duplicate-id', 'unknown-type', 'dangling-edge', 'unknown-port', 'doubled-input', 'missing-input', 'kind-mismatch',
    'cycle', 'parameter', 'trigger', 'empty', 'missing-column', 'columns', 'input', 'subflow', 'secret',
  ]),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  /** The message as a template and what stands in it, for readers of other languages. */
  words: phraseSchema.optional(),
  nodeId: z.string().optional(),
  port: z.string().optional(),
  parameter: z.string().optional(),
  /** The input of the workflow at fault. */
  input: z.string().optional(),
  /** The edge at fault, as `from->to`. */
  edge: z.string().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** An error, unless `where` says that it is a warning. */
export function diagnostic(code: Diagnostic['code'], words: Phrase, where: Omit<Partial<Diagnostic>, 'code' | 'message' | 'words'> = {}): Diagnostic {
  return { code, severity: 'error', ...told(words), ...where };
}
