import { readFile } from 'node:fs/promises';
import { parseWorkflow, WorkflowFormatError, type Diagnostic, type Workflow } from '@millrace/workflow';
import { CommandFailed } from './usage-error.ts';

/** Reads a workflow from a file. Throws a CommandFailed that names the file and says what is wrong. */
export async function readWorkflowFile(path: string): Promise<Workflow> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandFailed(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  try {
    return parseWorkflow(text);
  } catch (cause) {
    if (cause instanceof WorkflowFormatError) throw new CommandFailed(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** One line for each diagnostic. */
export function formatDiagnostics(path: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${path}: ${diagnostic.severity}: ${diagnostic.message}\n`).join('');
}
