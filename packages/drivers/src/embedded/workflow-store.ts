import type { WorkflowSource } from '@millrace/engine';
import { canonicalJson, parseWorkflow, stringifyWorkflow, type Workflow, type WorkflowDetail, type WorkflowSummary, type WorkflowVersionSummary } from '@millrace/workflow';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { WorkflowEntity, WorkflowVersionEntity } from './entities.ts';
import { read, rows, transaction } from './transaction.ts';
import { uuidV7 } from './uuid-v7.ts';

/** Thrown by `save` when another save came in between: `current` is the version that is there now. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
  readonly current: number;

  constructor(baseVersion: number, current: number) {
    super(`The workflow was saved by somebody else in between: you changed version ${baseVersion}, version ${current} is there now.`);
    this.current = current;
  }
}

/** Workflows and every version of their documents. A version never changes. */
export class WorkflowStore implements WorkflowSource {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  /** Newest change first. */
  list(): Promise<WorkflowSummary[]> {
    return read(this.#database, async (manager) => {
      const found = await manager.find(WorkflowEntity, { where: { removedAt: IsNull() }, order: { updatedAt: 'DESC', id: 'DESC' } });
      return found.map(({ id, name, version, updatedAt }) => ({ id, name, version, updatedAt }));
    });
  }

  async create(document: Workflow): Promise<WorkflowDetail> {
    const created = await this.createOnce(uuidV7(), document);
    if (!created) throw new Error('A new id was taken');
    return created;
  }

  /** One that is there under the id already stays as it is, and is answered; undefined when that was removed. */
  createOnce(id: string, document: Workflow): Promise<WorkflowDetail | undefined> {
    return transaction(this.#database, async (manager) => {
      const now = new Date().toISOString();
      // On PostgreSQL, the second of two at once waits here for the first.
      const entity = { id, name: document.name, version: 1, createdAt: now, updatedAt: now, removedAt: null };
      await manager.createQueryBuilder().insert().into(WorkflowEntity).values(entity).orIgnore().execute();
      const version = { workflowId: id, version: 1, document: stringifyWorkflow(document), createdAt: now, name: null };
      await manager.createQueryBuilder().insert().into(WorkflowVersionEntity).values(version).orIgnore().execute();
      return detail(manager, id);
    });
  }

  get(id: string): Promise<WorkflowDetail | undefined> {
    return transaction(this.#database, (manager) => detail(manager, id));
  }

  /** Versions of removed workflows are there too: runs still name them. */
  getVersion(id: string, version: number): Promise<Workflow | undefined> {
    return read(this.#database, (manager) => document(manager, id, version));
  }

  /** Newest first, with how many runs each had. */
  versions(id: string): Promise<WorkflowVersionSummary[]> {
    return read(this.#database, async (manager) => {
      const found = await rows<{ version: number; createdAt: string; name: string | null; runs: number | string | null }>(manager, `
        SELECT v.version AS "version", v.created_at AS "createdAt", v.name AS "name", r.runs AS "runs" FROM workflow_versions v
        LEFT JOIN (SELECT workflow_version, COUNT(*) AS runs FROM runs WHERE workflow_id = $1 GROUP BY workflow_version) r ON r.workflow_version = v.version
        WHERE v.workflow_id = $2 ORDER BY v.version DESC`, [id, id]);
      return found.map(({ version, createdAt, name, runs }) => ({ version, createdAt, ...(name === null ? {} : { name }), runs: Number(runs ?? 0) }));
    });
  }

  /** Names a version, or takes its name away. Returns whether it is there. */
  nameVersion(id: string, version: number, name: string | null): Promise<boolean> {
    return transaction(this.#database, async (manager) => {
      const { affected } = await manager.update(WorkflowVersionEntity, { workflowId: id, version }, { name });
      return affected === 1;
    });
  }

  /** A document equal to the latest makes no new version. Throws a VersionConflict; undefined when there is no such workflow. */
  save(id: string, next: Workflow, baseVersion: number): Promise<WorkflowDetail | undefined> {
    return transaction(this.#database, async (manager) => {
      // A write first: on PostgreSQL, two saves at once stand in line at the row.
      const now = new Date().toISOString();
      await manager.update(WorkflowEntity, { id, removedAt: IsNull() }, { name: next.name });
      const latest = await detail(manager, id);
      if (!latest) return undefined;
      if (latest.version !== baseVersion) throw new VersionConflict(baseVersion, latest.version);
      if (canonicalJson(latest.document) === canonicalJson(next)) return latest;
      const version = latest.version + 1;
      await insertVersion(manager, id, version, next, now);
      await manager.update(WorkflowEntity, { id }, { version, updatedAt: now });
      return { id, name: next.name, version, updatedAt: now, document: next };
    });
  }

  /** Takes it off the list; its runs stay. Returns whether it was there, at that version where one is named. */
  remove(id: string, version?: number): Promise<boolean> {
    return transaction(this.#database, async (manager) => {
      const { affected } = await manager.update(WorkflowEntity, { id, removedAt: IsNull(), ...(version === undefined ? {} : { version }) }, { removedAt: new Date().toISOString() });
      return affected === 1;
    });
  }
}

async function detail(manager: EntityManager, id: string): Promise<WorkflowDetail | undefined> {
  const found = await manager.findOneBy(WorkflowEntity, { id, removedAt: IsNull() });
  const latest = found && (await document(manager, id, found.version));
  return found && latest ? { id, name: found.name, version: found.version, updatedAt: found.updatedAt, document: latest } : undefined;
}

async function document(manager: EntityManager, workflowId: string, version: number): Promise<Workflow | undefined> {
  const found = await manager.findOneBy(WorkflowVersionEntity, { workflowId, version });
  return found ? parseWorkflow(JSON.parse(found.document)) : undefined;
}

async function insertVersion(manager: EntityManager, workflowId: string, version: number, next: Workflow, createdAt: string): Promise<void> {
  await manager.insert(WorkflowVersionEntity, { workflowId, version, document: stringifyWorkflow(next), createdAt, name: null });
}
