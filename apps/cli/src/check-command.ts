import { diagnosticsSchema, hasErrors } from '@millrace/workflow';
import { ApiClient } from './api-client.ts';
import type { Output } from './run-progress.ts';
import { withServer } from './with-server.ts';
import { formatDiagnostics, readWorkflowFile } from './workflow-file.ts';

/** `millrace check FILE`: 0 when the workflow could run, else 1. */
export async function checkCommand(file: string, out: Output): Promise<number> {
  const document = await readWorkflowFile(file);
  const { diagnostics } = await withServer((server) => new ApiClient(server).post('/api/validate', { document }, diagnosticsSchema));
  out.write(formatDiagnostics(file, diagnostics));
  if (hasErrors(diagnostics)) return 1;
  out.write(`${file}: "${document.name}" can run (${document.nodes.length} nodes).\n`);
  return 0;
}
