// The rows that the history of runs is made of: found by what they are and by what people wrote about them.
import type { RunQuery } from '@millrace/engine';
import { runSummarySchema, type RunMarks, type RunSummary } from '@millrace/workflow';
import { In, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { RunEntity, RunTagEntity } from './entities.ts';

const defaultLimit = 50;
/** More words than this narrow no further. */
const maximumWords = 10;
/** Long enough not to be a number. */
const idStart = /^[\da-f-]{8,36}$/i;

/** Newest first. */
export async function selectRuns(manager: EntityManager, query: RunQuery): Promise<RunSummary[]> {
  const select = manager.createQueryBuilder(RunEntity, 'run').orderBy('run.number', 'DESC').limit(query.limit ?? defaultLimit);
  if (query.workflowId !== undefined) select.andWhere('run.workflowId = :workflowId', { workflowId: query.workflowId });
  if (query.before !== undefined) select.andWhere('run.number < :before', { before: query.before });
  if (query.states !== undefined && query.states.length > 0) select.andWhere('run.state IN (:...states)', { states: [...query.states] });
  // Within the JSON, quotes in a text are escaped: only the key itself reads like this.
  if (query.trigger !== undefined) select.andWhere('run.trigger LIKE :trigger', { trigger: `%"kind":"${query.trigger}"%` });
  if (query.sweepId !== undefined) select.andWhere(`run.trigger LIKE :sweepId ESCAPE '!'`, { sweepId: `%"sweepId":"${query.sweepId.replaceAll(/[!%_]/g, '!$&')}"%` });
  if (query.from !== undefined) select.andWhere('run.queuedAt >= :from', { from: query.from });
  if (query.to !== undefined) select.andWhere('run.queuedAt < :to', { to: query.to });
  if (query.tag !== undefined) select.andWhere('run.id IN (SELECT run_id FROM run_tags WHERE tag = :tag)', { tag: query.tag });
  const words = query.text?.split(/\s+/).filter((word) => word !== '').slice(0, maximumWords) ?? [];
  words.forEach((word, index) => whereWord(select, word, index));
  return summariesOf(manager, await select.getMany());
}

export async function findRun(manager: EntityManager, runId: string): Promise<RunSummary | undefined> {
  const run = await manager.findOneBy(RunEntity, { id: runId });
  return run ? (await summariesOf(manager, [run]))[0] : undefined;
}

export async function annotateRun(manager: EntityManager, runId: string, { tags, note }: RunMarks): Promise<RunSummary | undefined> {
  // The run's row is written first: two who write about a run stand in line there.
  const { affected } = await manager.update(RunEntity, { id: runId }, note === undefined ? { id: runId } : { note });
  if (affected !== 1) return undefined;
  if (tags !== undefined) {
    await manager.delete(RunTagEntity, { runId });
    const rows = [...new Set(tags)].map((tag) => ({ runId, tag }));
    if (rows.length > 0) await manager.insert(RunTagEntity, rows);
  }
  return findRun(manager, runId);
}

/** `lower` is asked of the database on both sides, since each knows other letters. */
function whereWord(select: SelectQueryBuilder<RunEntity>, word: string, index: number): void {
  const [contains, start, number, version] = [`word${index}`, `start${index}`, `number${index}`, `version${index}`];
  const like = (column: string) => `lower(${column}) LIKE lower(:${contains}) ESCAPE '!'`;
  select.andWhere(
    `(${like('run.note')} OR run.id LIKE :${start} OR run.number = :${number} OR run.workflowVersion = :${version}
      OR run.id IN (SELECT run_id FROM run_tags WHERE ${like('tag')}) OR run.workflowId IN (SELECT id FROM workflows WHERE ${like('name')}))`,
    { [contains]: `%${word.replaceAll(/[!%_]/g, '!$&')}%`, [start]: idStart.test(word) ? `${word.toLowerCase()}%` : '', [number]: wholeOf(/^#?(\d{1,9})$/, word), [version]: wholeOf(/^v(\d{1,9})$/i, word) },
  );
}

/** -1, which no run has, when the word is no such number. */
function wholeOf(pattern: RegExp, word: string): number {
  return Number(pattern.exec(word)?.[1] ?? -1);
}

async function summariesOf(manager: EntityManager, runs: readonly RunEntity[]): Promise<RunSummary[]> {
  if (runs.length === 0) return [];
  const found = await manager.find(RunTagEntity, { where: { runId: In(runs.map(({ id }) => id)) }, order: { tag: 'ASC' } });
  const tags = new Map<string, string[]>();
  for (const { runId, tag } of found) tags.set(runId, [...(tags.get(runId) ?? []), tag]);
  return runs.map(({ id, number, workflowId, workflowVersion, state, trigger, queuedAt, finishedAt, note, scope }) => runSummarySchema.parse({
    id, number, workflowId, workflowVersion, state, trigger: JSON.parse(trigger), queuedAt, ...(finishedAt ? { finishedAt } : {}),
    tags: tags.get(id) ?? [], note: note ?? '', ...(scope ? { scope: JSON.parse(scope) as unknown } : {}),
  }));
}
