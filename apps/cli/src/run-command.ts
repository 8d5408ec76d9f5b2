import {
  completeInputs, metricsSchema, readInputText, runSummarySchema, unknownNode, workflowDetailSchema, workflowSummarySchema, wordsOf, type InputValues, type Run, type RunScope, type Workflow, type WorkflowDetail,
} from '@millrace/workflow';
import { z } from 'zod';
import { ApiClient, ServerRefused } from './api-client.ts';
import type { ServerAddress } from './find-server.ts';
import { showProgress, type Output } from './run-progress.ts';
import { CommandFailed } from './usage-error.ts';
import { watchRun } from './watch-run.ts';
import { withServer } from './with-server.ts';
import { formatDiagnostics, readWorkflowFile } from './workflow-file.ts';

/** `millrace run FILE`: saves the workflow under its name, runs it or a part of it, and answers 0 when the run succeeded. Ctrl-C cancels the run. */
export async function runCommand(file: string, { scope, inputs = {} }: { readonly scope?: RunScope | undefined; readonly inputs?: Readonly<Record<string, string>> | undefined }, out: Output): Promise<number> {
  const document = await readWorkflowFile(file);
  const unknown = scope && unknownNode(document, scope);
  if (unknown !== undefined) throw new CommandFailed(`${file}: ${wordsOf(unknown)}`);
  const values = inputValues(file, document, inputs);
  return withServer(async (server) => {
    const api = new ApiClient(server);
    try {
      const workflow = await save(api, document);
      const run = await runAndWatch(api, server, { workflow, scope, inputs: values }, out);
      for (const line of await metricLines(api, run, titles(document))) out.write(`${line}\n`);
      out.write(`Run ${run.number} of "${document.name}" ${run.state}${run.message ? `: ${run.message.replace(/\.$/, '')}` : ''}.\n`);
      return run.state === 'succeeded' ? 0 : 1;
    } catch (error) {
      if (!(error instanceof ServerRefused) || !error.problem.diagnostics) throw error;
      out.write(formatDiagnostics(file, error.problem.diagnostics));
      return 1;
    }
  });
}

/** Reads what was typed as values of the workflow's inputs. Throws a CommandFailed that says what is missing or wrong. */
function inputValues(file: string, { inputs = [] }: Workflow, typed: Readonly<Record<string, string>>): InputValues {
  const given = Object.fromEntries(Object.entries(typed).map(([name, text]) => {
    const input = inputs.find((candidate) => candidate.name === name);
    return [name, input ? readInputText(input, text) : text];
  }));
  const { problems } = completeInputs(inputs, given);
  if (problems.length === 0) return given;
  throw new CommandFailed(problems.map(({ input, words, missing }) => `${file}: ${wordsOf(words)}${missing ? `. Write --input ${input}=VALUE` : ''}`).join('\n'));
}

/** Saves a new version of the workflow of that name, or a new workflow. */
async function save(api: ApiClient, document: Workflow): Promise<WorkflowDetail> {
  const workflows = await api.get('/api/workflows', z.array(workflowSummarySchema));
  const existing = workflows.find((workflow) => workflow.name === document.name);
  if (!existing) return api.post('/api/workflows', { document }, workflowDetailSchema);
  return api.put(`/api/workflows/${existing.id}`, { document, baseVersion: existing.version }, workflowDetailSchema);
}

async function runAndWatch(api: ApiClient, server: ServerAddress, { workflow, scope, inputs }: { readonly workflow: WorkflowDetail; readonly scope: RunScope | undefined; readonly inputs: InputValues }, out: Output): Promise<Run> {
  const { id } = await api.post(`/api/workflows/${workflow.id}/runs`, { version: workflow.version, ...(scope ? { scope } : {}), ...(Object.keys(inputs).length > 0 ? { inputs } : {}) }, runSummarySchema);
  const progress = showProgress(out, titles(workflow.document));
  const cancel = () => {
    process.once('SIGINT', () => process.exit(1));
    api.post(`/api/runs/${id}/cancel`, undefined, z.unknown()).catch((error: unknown) => {
      out.write(`The run could not be cancelled: ${error instanceof Error ? error.message : String(error)}\n`);
    });
  };
  process.once('SIGINT', cancel);
  try {
    return await watchRun(server, id, (run) => progress.update(run));
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

function titles(document: Workflow): Map<string, string> {
  return new Map(document.nodes.map((node) => [node.id, node.name ?? node.id]));
}

async function metricLines(api: ApiClient, run: Run, names: ReadonlyMap<string, string>): Promise<string[]> {
  const outputs = Object.values(run.nodes).flatMap((node) => Object.values(node.outputs).flatMap((ref) => (ref.kind === 'metrics' ? [{ node: node.nodeId, hash: ref.hash }] : [])));
  const lines = await Promise.all(outputs.map(async ({ node, hash }) => {
    const { values } = await api.get(`/api/artifacts/${hash}/value`, metricsSchema);
    return Object.entries(values).map(([name, value]) => `${names.get(node) ?? node}: ${name} = ${value === null ? 'none' : Number(value.toPrecision(6))}`);
  }));
  return lines.flat();
}
