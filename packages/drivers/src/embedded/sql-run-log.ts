import { RunLogConflict, type CreatedRun, type KnownOutputs, type NewRun, type RunLog, type RunQuery } from '@millrace/engine';
import { artifactRefSchema, isNodeEnd, runEventBodySchema, type NodeEnd, type RunEvent, type RunEventBody, type RunMarks, type RunSummary } from '@millrace/workflow';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { annotateRun, findRun, selectRuns } from './run-summaries.ts';
import { places, read, rows, transaction } from './transaction.ts';
import { uuidV7 } from './uuid-v7.ts';

/** Rows of one INSERT, and keys of one SELECT: within the parameters that both databases allow. */
const chunk = 100;
const outputsSchema = z.record(z.string(), artifactRefSchema);

/** The run log in SQL tables, on SQLite and PostgreSQL. */
export class SqlRunLog implements RunLog {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  create(run: NewRun): Promise<CreatedRun> {
    return transaction(this.#database, async (manager) => {
      // Holds the counter's row: runs are numbered, and keys looked up, one after the other.
      await rows(manager, `UPDATE counters SET value = value WHERE name = 'runs'`);
      const { workflowId, workflowVersion, idempotencyKey, trigger, nodeIds, inputs, scope, forced = [], given = {} } = run;
      const [known] = idempotencyKey === undefined ? [] : await rows<{ id: string; number: number }>(manager, 'SELECT id, number FROM runs WHERE workflow_id = $1 AND idempotency_key = $2', [workflowId, idempotencyKey]);
      if (known) return { runId: known.id, number: known.number, created: false };
      const [counter] = await rows<{ value: number }>(manager, `UPDATE counters SET value = value + 1 WHERE name = 'runs' RETURNING value`);
      const number = counter?.value ?? 1;
      const runId = uuidV7();
      const at = new Date().toISOString();
      await rows(manager, `INSERT INTO runs (id, number, workflow_id, workflow_version, state, run_trigger, idempotency_key, queued_at, finished_at, seq, scope) VALUES ${places(1, 11)}`,
        [runId, number, workflowId, workflowVersion, 'queued', JSON.stringify(trigger), idempotencyKey ?? null, at, null, 1, scope ? JSON.stringify(scope) : null]);
      await insertEvents(manager, [{
        runId, seq: 1, at, type: 'run.queued', number, workflowId, workflowVersion, nodeIds: [...nodeIds], trigger,
        ...(inputs ? { inputs } : {}), ...(scope ? { scope } : {}), ...(forced.length > 0 ? { forced: [...forced] } : {}), ...(Object.keys(given).length > 0 ? { given: { ...given } } : {}),
      }]);
      return { runId, number, created: true };
    });
  }

  append(runId: string, bodies: readonly RunEventBody[], options: { readonly after?: number } = {}): Promise<RunEvent[]> {
    return transaction(this.#database, async (manager) => {
      const { state, finished } = summaryOf(bodies);
      const at = new Date().toISOString();
      // Takes the run's row, so that two who append at once stand in line and no `seq` is given twice.
      const [run] = await rows<RunRow>(manager,
        `UPDATE runs SET seq = seq + $1, state = COALESCE($2, state), finished_at = COALESCE($3, finished_at) WHERE id = $4 AND ($5 < 0 OR seq = $5) RETURNING id, seq, number, workflow_id, workflow_version`,
        [bodies.length, state ?? null, finished ? at : null, runId, options.after ?? -1]);
      if (!run) return refuse(manager, runId, options.after);
      const first = run.seq - bodies.length + 1;
      const events = bodies.map((body, index): RunEvent => ({ runId, seq: first + index, at, ...body }));
      await insertEvents(manager, events);
      await rememberOutputs(manager, runId, run.number, bodies);
      await rememberEnds(manager, run, events);
      return events;
    });
  }

  read(runId: string, after = 0, limit?: number): Promise<RunEvent[]> {
    return read(this.#database, async (manager) => {
      const found = await rows<{ seq: number; at: string; body: string }>(manager,
        `SELECT seq, at, body FROM run_events WHERE run_id = $1 AND seq > $2 ORDER BY seq${limit === undefined ? '' : ' LIMIT $3'}`,
        limit === undefined ? [runId, after] : [runId, after, limit]);
      return found.map(({ seq, at, body }) => ({ runId, seq, at, ...runEventBodySchema.parse(JSON.parse(body)) }));
    });
  }

  unfinished(): Promise<string[]> {
    return read(this.#database, async (manager) => {
      const found = await rows<{ id: string }>(manager, `SELECT id FROM runs WHERE state IN ('queued', 'running', 'pausing', 'paused', 'cancelling') ORDER BY number`);
      return found.map(({ id }) => id);
    });
  }

  async findOutputs(keys: readonly string[]): Promise<ReadonlyMap<string, KnownOutputs>> {
    const known = new Map<string, KnownOutputs>();
    for (let start = 0; start < keys.length; start += chunk) {
      const some = keys.slice(start, start + chunk);
      const found = await read(this.#database, (manager) => rows<{ output_key: string; run_id: string; number: number; outputs: string }>(manager,
        `SELECT output_key, run_id, number, outputs FROM node_outputs WHERE output_key IN ${places(1, some.length)}`, some));
      for (const row of found) known.set(row.output_key, { runId: row.run_id, number: row.number, outputs: outputsSchema.parse(JSON.parse(row.outputs)) });
    }
    return known;
  }

  ends(workflowId: string): Promise<NodeEnd[]> {
    return read(this.#database, async (manager) => {
      const found = await rows<{ made: number; node_id: string; run_id: string; number: number; workflow_version: number; at: string; body: string }>(manager,
        'SELECT made, node_id, run_id, number, workflow_version, at, body FROM node_ends WHERE workflow_id = $1 ORDER BY node_id, number DESC, at DESC, made DESC', [workflowId]);
      const made = new Set<string>();
      return found.flatMap((row): NodeEnd[] => {
        const body = runEventBodySchema.parse(JSON.parse(row.body));
        if (made.has(row.node_id) || !isNodeEnd(body)) return [];
        if (row.made === 1) made.add(row.node_id);
        return [{ runId: row.run_id, number: row.number, workflowVersion: row.workflow_version, at: row.at, body }];
      });
    });
  }

  get(runId: string): Promise<RunSummary | undefined> {
    return transaction(this.#database, (manager) => findRun(manager, runId));
  }

  list(query: RunQuery = {}): Promise<RunSummary[]> {
    return transaction(this.#database, (manager) => selectRuns(manager, query));
  }

  annotate(runId: string, marks: RunMarks): Promise<RunSummary | undefined> {
    return transaction(this.#database, (manager) => annotateRun(manager, runId, marks));
  }
}

/** What these facts make of the run's row. */
function summaryOf(bodies: readonly RunEventBody[]): { state?: RunSummary['state']; finished: boolean } {
  let state: RunSummary['state'] | undefined;
  let finished = false;
  for (const body of bodies) {
    if (body.type === 'run.started' || body.type === 'run.resumed') state = 'running';
    else if (body.type === 'run.pauseRequested') state = 'pausing';
    else if (body.type === 'run.paused') state = 'paused';
    else if (body.type === 'run.cancelRequested') state = 'cancelling';
    else if (body.type === 'run.finished') [state, finished] = [body.outcome, true];
  }
  return { ...(state ? { state } : {}), finished };
}

async function refuse(manager: EntityManager, runId: string, after: number | undefined): Promise<never> {
  const [run] = await rows<{ seq: number }>(manager, 'SELECT seq FROM runs WHERE id = $1', [runId]);
  if (!run) throw new Error(`There is no run "${runId}".`);
  throw new RunLogConflict(`Run ${runId} is at event ${run.seq}, not ${after}.`);
}

async function insertEvents(manager: EntityManager, events: readonly RunEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += chunk) {
    const some = events.slice(start, start + chunk);
    await rows(manager, `INSERT INTO run_events (run_id, seq, at, body) VALUES ${places(some.length, 4)}`,
      some.flatMap(({ runId, seq, at, ...body }) => [runId, seq, at, JSON.stringify(body)]));
  }
}

interface RunRow {
  readonly id: string;
  readonly seq: number;
  readonly number: number;
  readonly workflow_id: string;
  readonly workflow_version: number;
}

/** An older run that ends late does not take the place of a newer one. */
async function rememberEnds(manager: EntityManager, run: RunRow, events: readonly RunEvent[]): Promise<void> {
  const ends = new Map(events.flatMap(({ runId: _runId, seq: _seq, at, ...body }) => {
    if (!isNodeEnd(body)) return [];
    const made = body.type === 'node.succeeded' || body.type === 'node.reused' ? 1 : 0;
    return [[`${made} ${body.nodeId}`, [run.workflow_id, body.nodeId, made, run.id, run.number, run.workflow_version, at, JSON.stringify(body)]] as const];
  }));
  const all = [...ends.values()];
  for (let start = 0; start < all.length; start += chunk) {
    const some = all.slice(start, start + chunk);
    await rows(manager,
      `INSERT INTO node_ends (workflow_id, node_id, made, run_id, number, workflow_version, at, body) VALUES ${places(some.length, 8)}
       ON CONFLICT (workflow_id, node_id, made) DO UPDATE SET run_id = excluded.run_id, number = excluded.number,
         workflow_version = excluded.workflow_version, at = excluded.at, body = excluded.body
       WHERE excluded.number >= node_ends.number`,
      some.flat());
  }
}

/** The latest run that made outputs under a key is the one that later runs name. */
async function rememberOutputs(manager: EntityManager, runId: string, number: number, bodies: readonly RunEventBody[]): Promise<void> {
  const made = new Map(bodies.flatMap((body) => (body.type === 'node.succeeded' ? [[body.key, body] as const] : [])));
  const all = [...made.values()];
  for (let start = 0; start < all.length; start += chunk) {
    const some = all.slice(start, start + chunk);
    await rows(manager,
      `INSERT INTO node_outputs (output_key, run_id, number, node_id, outputs) VALUES ${places(some.length, 5)}
       ON CONFLICT (output_key) DO UPDATE SET run_id = excluded.run_id, number = excluded.number, node_id = excluded.node_id, outputs = excluded.outputs`,
      some.flatMap(({ key, nodeId, outputs }) => [key, runId, number, nodeId, JSON.stringify(outputs)]));
  }
}
