import { randomUUID } from 'node:crypto';
import { metricsSchema, say, sweepTrials, type InputValues, type Run, type RunSummary, type Sweep, type SweepRequest, type SweepSummary, type SweepTrial } from '@millrace/workflow';
import { phraseOfError } from '@millrace/sdk';
import type { ArtifactsService } from '../artifacts/artifacts.service.ts';
import { Refusal } from '../http/refusal.ts';
import type { RunsService } from '../runs/runs.service.ts';
import type { WorkflowsService } from '../workflows/workflows.service.ts';

export interface SweepsParts {
  readonly runs: Pick<RunsService, 'start' | 'check' | 'list' | 'read' | 'cancel'>;
  readonly workflows: Pick<WorkflowsService, 'read' | 'readVersion'>;
  readonly artifacts: Pick<ArtifactsService, 'value'>;
}

const mostListed = 500;

/**
 * Runs a workflow with many values of its inputs. A sweep is the runs that name it in their trigger, and nothing else is stored of it. What trials
 * have in common is computed once: steps have the same keys there, and the engine lets one of them work for all.
 */
export class SweepsService {
  readonly #parts: SweepsParts;

  constructor(parts: SweepsParts) {
    this.#parts = parts;
  }

  /** Accepts all trials or, when one could not run, none. */
  async start(workflowId: string, request: SweepRequest): Promise<Sweep> {
    const { runs, workflows } = this.#parts;
    const { version } = request.version === undefined ? await workflows.read(workflowId) : await workflows.readVersion(workflowId, request.version);
    const vary = request.vary.map(({ input }) => input);
    const twice = vary.find((name, index) => vary.indexOf(name) !== index);
    if (twice !== undefined) throw new Refusal(422, say`The input "${twice}" is varied twice; name all its values in one place`);
    const trials: InputValues[] = trialsOf(request).map((trial) => ({ ...request.inputs, ...trial }));
    for (const inputs of trials) await runs.check(workflowId, { version, inputs });
    const id = randomUUID();
    for (const inputs of trials) await runs.start(workflowId, { trigger: { kind: 'sweep', sweepId: id, vary }, version, inputs });
    return this.read(id);
  }

  /** The sweeps of a workflow, newest first, as far as its newest runs reach. */
  async list(workflowId: string): Promise<SweepSummary[]> {
    const bySweep = new Map<string, RunSummary[]>();
    for (const run of await this.#parts.runs.list({ workflowId, trigger: 'sweep', limit: mostListed })) {
      const { sweepId } = run.trigger;
      if (sweepId !== undefined) bySweep.set(sweepId, [...(bySweep.get(sweepId) ?? []), run]);
    }
    return [...bySweep].map(([id, runs]) => ({ ...headOf(id, runs), trials: runs.length, finished: runs.filter(({ finishedAt }) => finishedAt !== undefined).length }));
  }

  async read(id: string): Promise<Sweep> {
    const runs = await this.#runsOf(id);
    const trials = await Promise.all(runs.map(async (run) => this.#trial(await this.#parts.runs.read(run.id), run)));
    return { ...headOf(id, runs), inputs: runs[0]?.trigger.vary ?? [], trials };
  }

  /** Cancels the trials that have not ended. */
  async cancel(id: string): Promise<Sweep> {
    for (const run of await this.#runsOf(id)) if (run.finishedAt === undefined) await this.#parts.runs.cancel(run.id);
    return this.read(id);
  }

  /** In the order in which they were started. */
  async #runsOf(id: string): Promise<RunSummary[]> {
    const runs = await this.#parts.runs.list({ sweepId: id, limit: mostListed });
    if (runs.length === 0) throw new Refusal(404, say`There is no sweep "${id}"`);
    return runs.toReversed();
  }

  async #trial(run: Run, { trigger }: RunSummary): Promise<SweepTrial> {
    const { inputs = {}, startedAt, finishedAt } = run;
    const nodes = Object.values(run.nodes);
    return {
      runId: run.id, number: run.number, state: run.state,
      inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => trigger.vary?.includes(name) ?? true)),
      metrics: await this.#metrics(run),
      ...(startedAt && finishedAt ? { seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 } : {}),
      reused: nodes.filter(({ state }) => state === 'reused').length, steps: nodes.length,
    };
  }

  async #metrics(run: Run): Promise<Record<string, number>> {
    const found: { readonly nodeId: string; readonly name: string; readonly value: number }[] = [];
    for (const { nodeId, outputs } of Object.values(run.nodes)) {
      for (const { kind, hash } of Object.values(outputs)) {
        if (kind !== 'metrics') continue;
        const read = metricsSchema.safeParse(await this.#parts.artifacts.value(hash).catch(() => undefined)); // what is gone from the store is not shown
        for (const [name, value] of Object.entries(read.data?.values ?? {})) if (value !== null) found.push({ nodeId, name, value });
      }
    }
    const shared = (name: string, nodeId: string) => found.some((other) => other.name === name && other.nodeId !== nodeId);
    return Object.fromEntries(found.map(({ nodeId, name, value }) => [shared(name, nodeId) ? `${nodeId}: ${name}` : name, value]));
  }
}

function trialsOf(request: SweepRequest): InputValues[] {
  try {
    return sweepTrials(request);
  } catch (error) {
    throw error instanceof RangeError ? new Refusal(422, phraseOfError(error)) : error;
  }
}

function headOf(id: string, runs: readonly RunSummary[]): Pick<Sweep, 'id' | 'workflowId' | 'workflowVersion' | 'startedAt'> {
  const oldest = runs.reduce((first, run) => (run.number < first.number ? run : first));
  return { id, workflowId: oldest.workflowId, workflowVersion: oldest.workflowVersion, startedAt: oldest.queuedAt };
}
