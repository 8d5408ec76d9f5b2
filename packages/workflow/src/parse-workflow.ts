import { migrateDocument } from './migrate-document.ts';
import { say } from './phrase.ts';
import { WorkflowFormatError } from './workflow-format-error.ts';
import { workflowSchema, type Workflow } from './workflow.ts';

/**
 * Reads a workflow from JSON text or from a parsed value, older formats included. Nodes of unknown type are kept: what
 * they mean is for `validate` to say. Throws a WorkflowFormatError.
 */
export function parseWorkflow(source: unknown): Workflow {
  const value = migrateDocument(typeof source === 'string' ? parseJson(source) : source);
  const result = workflowSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'the document'}: ${issue.message}`);
  throw new WorkflowFormatError(say`This is not a Millrace workflow. ${problems.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new WorkflowFormatError(say`The file is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
