import {
  chartSchema, columnProfileSchema, deploymentSchema, fileSchema, knownColumnsSchema, modelLineageSchema, modelSchema, nextFiresSchema, nodeRecordsSchema, nodeTypesSchema, predictionFiguresSchema, predictResponseSchema,
  runEventSchema, runSchema, runSummarySchema, scheduleSchema, secretDetailSchema, secretSummarySchema, sweepSchema, sweepSummarySchema, tableSliceSchema, templateSchema, workflowDetailSchema, workflowSummarySchema,
  workflowVersionSummarySchema, type ChartRequest, type Condition, type CreateDeployment, type InputValues, type PutSecret, type RunMarks, type RunScope, type SweepRequest, type TableQuery, type Workflow,
} from '@millrace/workflow';
import { z } from 'zod';
import type { RunsQuestion } from '../history/run-filter.ts';
import { request } from './request.ts';

const id = encodeURIComponent;
const nothing = z.unknown();
const artifactFiles = z.array(z.object({ path: z.string(), bytes: z.number() }));

/** Which rows of a table, in which order, and which of its columns. */
export interface TableQuestion {
  readonly filter?: readonly Condition[];
  readonly sort?: TableQuery['sort'];
  readonly columns?: readonly string[];
}

/** Every route of the server that the editor uses. */
export const api = {
  nodeTypes: () => request('/api/node-types', nodeTypesSchema),

  columns: ({ nodes, edges, inputs }: Pick<Workflow, 'nodes' | 'edges' | 'inputs'>, signal: AbortSignal) =>
    request('/api/columns', knownColumnsSchema, { method: 'POST', body: { nodes, edges, ...(inputs ? { inputs } : {}) }, signal }),

  workflows: () => request('/api/workflows', z.array(workflowSummarySchema)),
  workflow: (workflowId: string) => request(`/api/workflows/${id(workflowId)}`, workflowDetailSchema),
  templates: () => request('/api/templates', z.array(templateSchema)),
  createWorkflow: (document: Workflow, workflowId: string) => request('/api/workflows', workflowDetailSchema, { method: 'POST', body: { document, id: workflowId } }),
  saveWorkflow: (workflowId: string, document: Workflow, baseVersion: number) =>
    request(`/api/workflows/${id(workflowId)}`, workflowSummarySchema, { method: 'PUT', body: { document, baseVersion } }),
  deleteWorkflow: (workflowId: string, version?: number) => request(`/api/workflows/${id(workflowId)}${version === undefined ? '' : `?version=${version}`}`, nothing, { method: 'DELETE' }),
  workflowVersions: (workflowId: string) => request(`/api/workflows/${id(workflowId)}/versions`, z.array(workflowVersionSummarySchema)),

  workflowVersion: (workflowId: string, version: number) => request(`/api/workflows/${id(workflowId)}/versions/${version}`, workflowDetailSchema),
  nameVersion: (workflowId: string, version: number, name: string) =>
    request(`/api/workflows/${id(workflowId)}/versions/${version}/name`, workflowVersionSummarySchema, { method: 'PUT', body: { name } }),
  nodeRecords: (workflowId: string) => request(`/api/workflows/${id(workflowId)}/records`, nodeRecordsSchema),

  startRun: (workflowId: string, body: { version: number; idempotencyKey: string; scope?: RunScope; inputs?: InputValues; again?: string }) =>
    request(`/api/workflows/${id(workflowId)}/runs`, runSummarySchema, { method: 'POST', body }),
  runs: (workflowId: string, limit: number) => request(`/api/runs?workflowId=${id(workflowId)}&limit=${limit}`, z.array(runSummarySchema)),
  run: (runId: string) => request(`/api/runs/${id(runId)}`, runSchema),
  findRuns: (question: RunsQuestion & { readonly limit: number; readonly before?: number }) => request(`/api/runs?${search({ ...question })}`, z.array(runSummarySchema)),
  annotateRun: (runId: string, marks: RunMarks) => request(`/api/runs/${id(runId)}`, runSummarySchema, { method: 'PATCH', body: marks }),
  runEvents: (runId: string, query: { after?: number; limit?: number; type?: string; nodeId?: string }) =>
    request(`/api/runs/${id(runId)}/events?${search(query)}`, z.array(runEventSchema)),
  pauseRun: (runId: string) => request(`/api/runs/${id(runId)}/pause`, nothing, { method: 'POST' }),
  resumeRun: (runId: string) => request(`/api/runs/${id(runId)}/resume`, nothing, { method: 'POST' }),
  cancelRun: (runId: string) => request(`/api/runs/${id(runId)}/cancel`, nothing, { method: 'POST' }),

  table: (hash: string, { offset, limit, ...query }: TableQuestion & { readonly offset: number; readonly limit: number }, signal?: AbortSignal) =>
    request(`/api/artifacts/${hash}/table?${search({ offset, limit, ...asText(query) })}`, tableSliceSchema, signal ? { signal } : {}),
  profile: (hash: string) => request(`/api/artifacts/${hash}/profile`, z.array(columnProfileSchema)),
  chart: (hash: string, chart: ChartRequest, filter: readonly Condition[]) =>
    request(`/api/artifacts/${hash}/chart?${search({ chart: JSON.stringify(chart), ...asText({ filter }) })}`, chartSchema),
  predictions: (hash: string, label: string) => request(`/api/artifacts/${hash}/predictions?${search({ label })}`, predictionFiguresSchema),
  /** The address from which a table is downloaded. */
  exportAddress: (hash: string, format: 'csv' | 'csv-spreadsheet' | 'parquet', name: string, query: TableQuestion) =>
    `/api/artifacts/${hash}/export?${search({ format, name: name.slice(0, 100), ...asText(query) })}`,
  /** The address of an image: the artifact itself, or a file of the folder that it is. */
  imageAddress: (hash: string, path?: string) => `/api/artifacts/${hash}/image?${search({ path })}`,
  value: (hash: string) => request(`/api/artifacts/${hash}/value`, z.json()),
  artifactFiles: (hash: string) => request(`/api/artifacts/${hash}/files`, artifactFiles),

  models: () => request('/api/models', z.array(modelSchema)),
  lineage: (model: string, version: number) => request(`/api/models/${id(model)}/versions/${version}/lineage`, modelLineageSchema),
  moveAlias: (model: string, alias: string, version: number) => request(`/api/models/${id(model)}/aliases/${id(alias)}`, modelSchema, { method: 'PUT', body: { version } }),
  removeAlias: (model: string, alias: string) => request(`/api/models/${id(model)}/aliases/${id(alias)}`, nothing, { method: 'DELETE' }),
  deployments: () => request('/api/deployments', z.array(deploymentSchema)),
  deploy: (body: CreateDeployment) => request('/api/deployments', deploymentSchema, { method: 'POST', body }),
  deleteDeployment: (name: string) => request(`/api/deployments/${id(name)}`, nothing, { method: 'DELETE' }),
  predict: (name: string, inputs: string | string[]) =>
    request(`/api/deployments/${id(name)}/predict`, predictResponseSchema, { method: 'POST', body: { inputs } }),

  secrets: () => request('/api/secrets', z.array(secretSummarySchema)),
  secret: (name: string) => request(`/api/secrets/${id(name)}`, secretDetailSchema),
  putSecret: (name: string, body: PutSecret) => request(`/api/secrets/${id(name)}`, secretSummarySchema, { method: 'PUT', body }),
  removeSecret: (name: string) => request(`/api/secrets/${id(name)}?force`, nothing, { method: 'DELETE' }),

  startSweep: (workflowId: string, body: SweepRequest) => request(`/api/workflows/${id(workflowId)}/sweeps`, sweepSchema, { method: 'POST', body }),
  sweeps: (workflowId: string) => request(`/api/workflows/${id(workflowId)}/sweeps`, z.array(sweepSummarySchema)),
  sweep: (sweepId: string) => request(`/api/sweeps/${id(sweepId)}`, sweepSchema),
  cancelSweep: (sweepId: string) => request(`/api/sweeps/${id(sweepId)}/cancel`, sweepSchema, { method: 'POST' }),

  schedules: (workflowId: string) => request(`/api/workflows/${id(workflowId)}/schedules`, z.array(scheduleSchema)),
  previewSchedule: (cron: string, timeZone: string) =>
    request('/api/schedules/preview', nextFiresSchema, { method: 'POST', body: { cron, timeZone } }),

  files: () => request('/api/files', z.array(fileSchema)),
};

function asText({ filter = [], sort = [], columns }: TableQuestion): Readonly<Record<string, string | undefined>> {
  return {
    filter: filter.length === 0 ? undefined : JSON.stringify(filter),
    sort: sort.length === 0 ? undefined : JSON.stringify(sort),
    columns: columns === undefined ? undefined : JSON.stringify(columns),
  };
}

function search(query: Readonly<Record<string, string | number | undefined>>): string {
  const entries = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return new URLSearchParams(entries).toString();
}
