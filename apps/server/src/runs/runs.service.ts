import { planRun, type ArtifactStore, type EventBus, type Executor, type NewRun, type RunLog, type RunPlan, type RunQuery } from '@millrace/engine';
import { phraseOfError, UserError } from '@millrace/sdk';
import { completeInputs, diagnosticsOfRun, evolve, hasErrors, inputValueDiagnostics, phraseOf, say, type InputValues, type Run, type RunEvent, type RunMarks, type RunScope, type RunSummary, type RunTrigger, type WorkflowDetail } from '@millrace/workflow';
import type { Changes } from '../gateway/changes.ts';
import { Refusal } from '../http/refusal.ts';
import type { WorkflowsService } from '../workflows/workflows.service.ts';

export interface RunsParts {
  readonly log: RunLog;
  readonly bus: EventBus;
  readonly executor: Executor;
  readonly workflows: WorkflowsService;
  readonly changes: Changes;
  readonly artifacts: Pick<ArtifactStore, 'has'>;
}

export interface StartRun {
  readonly trigger: RunTrigger;
  /** The latest when left out. */
  readonly version?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  /** All of the workflow when left out. */
  readonly scope?: RunScope | undefined;
  /** Values for the inputs of the workflow; the others have their defaults. */
  readonly inputs?: InputValues | undefined;
}

export interface EventsQuery {
  readonly after: number;
  readonly limit: number;
  readonly type?: string | undefined;
  readonly nodeId?: string | undefined;
}

const rememberedRuns = 64;
const pageSize = 2000;

/** Starts, shows, pauses and cancels runs. */
export class RunsService {
  readonly #log: RunLog;
  readonly #bus: EventBus;
  readonly #executor: Executor;
  readonly #workflows: WorkflowsService;
  readonly #changes: Changes;
  readonly #artifacts: Pick<ArtifactStore, 'has'>;
  /** Folds made for an answer, so that the next one reads only what came since. The oldest goes first. */
  readonly #folded = new Map<string, Run>();

  constructor({ log, bus, executor, workflows, changes, artifacts }: RunsParts) {
    this.#log = log;
    this.#bus = bus;
    this.#executor = executor;
    this.#workflows = workflows;
    this.#changes = changes;
    this.#artifacts = artifacts;
  }

  /** Accepts a run of a saved version, or of a part of it. Refuses with diagnostics when what would run is not valid. */
  async start(workflowId: string, { trigger, idempotencyKey, ...what }: StartRun): Promise<RunSummary> {
    const accepted = await this.#accept(workflowId, what);
    const { runId } = await this.#executor.submit({ workflowId, trigger, ...accepted, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
    return this.summary(runId);
  }

  /** As `start`, for a person, who may say which run this one goes on from. */
  async startByHand(workflowId: string, { again, ...what }: Omit<StartRun, 'trigger'> & { readonly again?: string | undefined }): Promise<RunSummary> {
    if (again === undefined) return this.start(workflowId, { ...what, trigger: { kind: 'manual' } });
    const before = await this.summary(again);
    if (before.workflowId !== workflowId) throw new Refusal(422, say`Run ${before.number} is of another workflow; leave \`again\` out, or name a run of this one`);
    return this.start(workflowId, { ...what, trigger: { kind: 'manual', again: { runId: before.id, number: before.number } } });
  }

  /** Refuses what `start` would refuse, and starts nothing. */
  async check(workflowId: string, what: Omit<StartRun, 'trigger' | 'idempotencyKey'>): Promise<void> {
    await this.#accept(workflowId, what);
  }

  async #accept(workflowId: string, { version, scope, inputs = {} }: Omit<StartRun, 'trigger' | 'idempotencyKey'>): Promise<RunPlan & Pick<NewRun, 'workflowVersion' | 'inputs'>> {
    const workflow = version === undefined ? await this.#workflows.read(workflowId) : await this.#workflows.readVersion(workflowId, version);
    const plan = await this.#plan(workflow, scope);
    const defined = workflow.document.inputs ?? [];
    const ofWorkflow = await this.#workflows.runDiagnostics(workflow.document, inputs);
    const diagnostics = [...inputValueDiagnostics(defined, inputs), ...diagnosticsOfRun(ofWorkflow, plan.nodeIds)];
    if (hasErrors(diagnostics)) {
      const [first] = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
      throw new Refusal(422, say`"${workflow.name}" cannot run: ${first ? phraseOf(first) : ''}`, { diagnostics });
    }
    return { workflowVersion: workflow.version, ...plan, ...(defined.length === 0 ? {} : { inputs: completeInputs(defined, inputs).values }) };
  }

  async #plan({ id, document }: WorkflowDetail, scope: RunScope | undefined): Promise<RunPlan> {
    try {
      return await planRun(document, id, scope, { log: this.#log, artifacts: this.#artifacts });
    } catch (error) {
      if (error instanceof UserError) throw new Refusal(422, phraseOfError(error));
      throw error;
    }
  }

  list(query: RunQuery): Promise<RunSummary[]> {
    return this.#log.list(query);
  }

  /** Writes tags or a note on a run, whatever its state. */
  async annotate(runId: string, marks: RunMarks): Promise<RunSummary> {
    const summary = await this.#log.annotate(runId, marks);
    if (!summary) throw new Refusal(404, say`There is no run "${runId}"`);
    this.#changes.announce({ what: 'runs', id: runId });
    return summary;
  }

  async summary(runId: string): Promise<RunSummary> {
    const summary = await this.#log.get(runId);
    if (!summary) throw new Refusal(404, say`There is no run "${runId}"`);
    return summary;
  }

  async read(runId: string): Promise<Run> {
    await this.summary(runId);
    let run = this.#folded.get(runId);
    for (const event of await this.#log.read(runId, run?.seq ?? 0)) run = evolve(run, event);
    if (!run) throw new Refusal(404, say`There is no run "${runId}"`);
    this.#folded.delete(runId);
    if (this.#folded.size >= rememberedRuns) this.#folded.delete(this.#folded.keys().next().value ?? '');
    this.#folded.set(runId, run);
    return run;
  }

  /** Up to `limit` events after `after`, in order; with `type` or `nodeId` only those. */
  async events(runId: string, { after, limit, type, nodeId }: EventsQuery): Promise<RunEvent[]> {
    await this.summary(runId);
    if (type === undefined && nodeId === undefined) return this.#log.read(runId, after, limit);
    const found: RunEvent[] = [];
    for (let from = after; found.length < limit;) {
      const page = await this.#log.read(runId, from, pageSize);
      const last = page.at(-1);
      if (!last) break;
      found.push(...page.filter((event) => (type === undefined || event.type === type) && (nodeId === undefined || ('nodeId' in event && event.nodeId === nodeId))));
      from = last.seq;
    }
    return found.slice(0, limit);
  }

  async pause(runId: string): Promise<RunSummary> {
    await this.summary(runId);
    await this.#executor.pause(runId);
    return this.summary(runId);
  }

  /** A run that is still being paused goes on once it is paused; this waits for that. */
  async resume(runId: string): Promise<RunSummary> {
    await this.summary(runId);
    await this.#executor.resume(runId);
    return this.summary(runId);
  }

  async cancel(runId: string): Promise<RunSummary> {
    await this.summary(runId);
    await this.#executor.cancel(runId);
    return this.summary(runId);
  }

  /** Hears of every event that is written from now on. Returns a function that stops listening. */
  onEvents(listener: (events: readonly RunEvent[]) => void): () => void {
    return this.#bus.subscribe(listener);
  }
}
