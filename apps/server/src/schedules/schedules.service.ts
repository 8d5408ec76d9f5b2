import type { ScheduleStore, WorkflowStore } from '@millrace/drivers';
import { say, type Schedule, type Workflow } from '@millrace/workflow';
import type { Logger } from 'pino';
import { Refusal } from '../http/refusal.ts';
import type { RunsService } from '../runs/runs.service.ts';
import { cronProblem, nextFires, type CronSchedule } from './cron.ts';
import { dueSchedules, type ScheduleState } from './due-schedules.ts';

export interface SchedulesParts {
  readonly workflows: WorkflowStore;
  readonly store: ScheduleStore;
  readonly runs: RunsService;
  readonly log: Logger;
  readonly now?: () => Date;
}

const shownFires = 5;
/** The clock may be set and the machine may sleep, so it is looked at again at least this often. */
const longestWait = 60_000;

/** Runs workflows on their schedules: the triggers of each workflow's latest version. */
export class SchedulesService {
  readonly #parts: SchedulesParts;
  readonly #now: () => Date;
  #timer: NodeJS.Timeout | undefined;
  /** Looks at the clock one at a time. */
  #turn: Promise<void> = Promise.resolve();
  #stopped = true;

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => new Date());
  }

  async ofWorkflow(id: string): Promise<Schedule[]> {
    const workflow = await this.#parts.workflows.get(id);
    if (!workflow) throw new Refusal(404, say`There is no workflow "${id}"`);
    return this.#describe(id, workflow.document);
  }

  async list(): Promise<Schedule[]> {
    const documents = await this.#documents();
    return documents.flatMap(({ id, document }) => this.#describe(id, document));
  }

  preview(schedule: CronSchedule): { nextFires: string[] } {
    const problem = cronProblem(schedule);
    if (problem) throw new Refusal(400, problem);
    return { nextFires: fires(schedule, this.#now()) };
  }

  start(): void {
    this.#stopped = false;
    this.refresh();
  }

  /** Looks at the schedules again: after a start, after a save, when one is due. */
  refresh(): void {
    if (this.#stopped) return;
    this.#turn = this.#turn.then(() => this.#look()).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'The schedules could not be looked at');
      this.#wakeIn(longestWait);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#turn;
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    const now = this.#now();
    const { fire, skip, wakeAt } = dueSchedules(await this.#states(), now);
    for (const { schedule, first, last, atLeast } of skip) {
      await this.#parts.store.recordFire(schedule.workflowId, schedule.triggerId, last.toISOString());
      this.#parts.log.warn({ workflow: schedule.workflowId, trigger: schedule.triggerId, from: first.toISOString(), to: last.toISOString() }, `Skipped ${atLeast} scheduled runs that were missed`);
    }
    for (const { schedule, at } of fire) await this.#fire(schedule, at);
    this.#wakeIn(Math.min(longestWait, Math.max(0, (wakeAt?.getTime() ?? Infinity) - this.#now().getTime())));
  }

  /** The key makes a fire that is tried twice, around a crash, one run. */
  async #fire({ workflowId, triggerId, inputs }: ScheduleState, at: Date): Promise<void> {
    const scheduledFor = at.toISOString();
    try {
      await this.#parts.runs.start(workflowId, { trigger: { kind: 'schedule', triggerId, scheduledFor }, idempotencyKey: `schedule:${triggerId}:${scheduledFor}`, inputs });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#parts.log.warn({ workflow: workflowId, trigger: triggerId, scheduledFor }, `A scheduled run could not start: ${error.message}`);
    }
    await this.#parts.store.recordFire(workflowId, triggerId, scheduledFor);
  }

  #wakeIn(milliseconds: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), milliseconds);
  }

  async #states(): Promise<ScheduleState[]> {
    const states: ScheduleState[] = [];
    for (const { id, updatedAt, document } of await this.#documents()) {
      for (const trigger of document.triggers) {
        if (!trigger.enabled || cronProblem(trigger)) continue;
        const lastFire = await this.#parts.store.lastFire(id, trigger.id);
        // What a schedule would have done before it was saved like this was not missed.
        const handledUntil = new Date(Math.max(Date.parse(lastFire ?? updatedAt), Date.parse(updatedAt)));
        states.push({ workflowId: id, triggerId: trigger.id, cron: trigger.cron, timeZone: trigger.timeZone, handledUntil, ...(trigger.inputs ? { inputs: trigger.inputs } : {}) });
      }
    }
    return states;
  }

  async #documents(): Promise<{ id: string; updatedAt: string; document: Workflow }[]> {
    const summaries = await this.#parts.workflows.list();
    const details = await Promise.all(summaries.map(({ id }) => this.#parts.workflows.get(id)));
    return details.flatMap((detail) => detail ?? []);
  }

  #describe(workflowId: string, document: Workflow): Schedule[] {
    return document.triggers.map((trigger) => ({
      workflowId,
      workflowName: document.name,
      triggerId: trigger.id,
      cron: trigger.cron,
      timeZone: trigger.timeZone,
      enabled: trigger.enabled,
      nextFires: trigger.enabled && !cronProblem(trigger) ? fires(trigger, this.#now()) : [],
    }));
  }
}

function fires(schedule: CronSchedule, after: Date): string[] {
  return nextFires(schedule, shownFires, after).map((at) => at.toISOString());
}
