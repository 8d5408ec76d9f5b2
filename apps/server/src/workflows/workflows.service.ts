import { VersionConflict, type WorkflowStore } from '@millrace/drivers';
import { phraseOfError } from '@millrace/sdk';
import {
  diagnostic, parseWorkflow, say, secretsIn, triggerInputDiagnostics, validate, WorkflowFormatError, type Diagnostic, type InputValues, type Workflow, type WorkflowDetail, type WorkflowSummary, type WorkflowVersionSummary,
} from '@millrace/workflow';
import type { ColumnsService } from '../columns/columns.service.ts';
import type { Changes } from '../gateway/changes.ts';
import { Refusal } from '../http/refusal.ts';
import type { NodeTypesService } from '../node-types/node-types.service.ts';
import { cronProblem } from '../schedules/cron.ts';
import type { SecretsService } from '../secrets/secrets.service.ts';

export interface WorkflowsParts {
  readonly store: WorkflowStore;
  readonly nodeTypes: NodeTypesService;
  readonly changes: Changes;
  readonly columns: ColumnsService;
  readonly secrets: Pick<SecretsService, 'names'>;
}

/** The saved workflows. A workflow that cannot run may be saved; it is checked when it is run. */
export class WorkflowsService {
  readonly #store: WorkflowStore;
  readonly #nodeTypes: NodeTypesService;
  readonly #changes: Changes;
  readonly #columns: ColumnsService;
  readonly #secrets: Pick<SecretsService, 'names'>;

  constructor({ store, nodeTypes, changes, columns, secrets }: WorkflowsParts) {
    this.#store = store;
    this.#nodeTypes = nodeTypes;
    this.#changes = changes;
    this.#columns = columns;
    this.#secrets = secrets;
  }

  list(): Promise<WorkflowSummary[]> {
    return this.#store.list();
  }

  /** Makes a workflow; under an id that was asked for before, the one that was made then is answered as it stands. */
  async create(document: unknown, id?: string): Promise<WorkflowDetail> {
    const created = id === undefined ? await this.#store.create(parse(document)) : await this.#store.createOnce(id, parse(document));
    if (!created) throw new Refusal(409, say`The workflow "${id ?? ''}" was deleted: save this one under another id`);
    this.#changes.announce({ what: 'workflows', id: created.id });
    return created;
  }

  async read(id: string): Promise<WorkflowDetail> {
    return (await this.#store.get(id)) ?? unknownWorkflow(id);
  }

  async readVersion(id: string, version: number): Promise<WorkflowDetail> {
    const latest = await this.read(id);
    if (version === latest.version) return latest;
    const [document, versions] = await Promise.all([this.#store.getVersion(id, version), this.#store.versions(id)]);
    const created = versions.find((candidate) => candidate.version === version);
    if (!document || !created) return unknownVersion(latest, version);
    return { id, name: document.name, version, updatedAt: created.createdAt, document };
  }

  async versions(id: string): Promise<WorkflowVersionSummary[]> {
    await this.read(id);
    return this.#store.versions(id);
  }

  /** Gives a version a name, so that it is found again; an empty one takes the name away. */
  async nameVersion(id: string, version: number, name: string): Promise<WorkflowVersionSummary> {
    const latest = await this.read(id);
    await this.#store.nameVersion(id, version, name === '' ? null : name);
    const named = (await this.#store.versions(id)).find((candidate) => candidate.version === version) ?? unknownVersion(latest, version);
    this.#changes.announce({ what: 'workflows', id });
    return named;
  }

  /** Saves a version made from `baseVersion`. Refuses when another was saved in between, and overwrites nothing. */
  async save(id: string, document: unknown, baseVersion: number): Promise<WorkflowDetail> {
    try {
      const saved = (await this.#store.save(id, parse(document), baseVersion)) ?? unknownWorkflow(id);
      this.#changes.announce({ what: 'workflows', id });
      return saved;
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      throw new Refusal(409, say`Somebody saved version ${error.current} while you were changing version ${baseVersion}. Nothing was overwritten: open the latest version and make your change there`);
    }
  }

  /** Deletes a workflow; where a version is named, only while that is its latest. */
  async remove(id: string, version?: number): Promise<void> {
    if (!(await this.#store.remove(id, version))) {
      const latest = await this.read(id);
      throw new Refusal(409, say`Version ${latest.version} of "${latest.name}" was saved since version ${version ?? 0}: it was not deleted`);
    }
    this.#changes.announce({ what: 'workflows', id });
  }

  /** All that is wrong with a document. Throws a Refusal when it is not a workflow at all. */
  async check(document: unknown): Promise<Diagnostic[]> {
    const workflow = parse(document);
    const { diagnostics } = await this.#columns.of(workflow);
    return [...(await this.runDiagnostics(workflow)), ...diagnostics, ...triggerDiagnostics(workflow)];
  }

  /** What is wrong with the nodes and wires of a workflow, with these values of its inputs. A schedule at fault stops nobody from running it by hand. */
  async runDiagnostics(workflow: Workflow, inputs: InputValues = {}): Promise<Diagnostic[]> {
    const secrets = secretsIn(workflow).length > 0 ? await this.#secrets.names() : undefined;
    return validate(workflow, this.#nodeTypes.list().nodeTypes, inputs, secrets);
  }
}

function unknownWorkflow(id: string): never {
  throw new Refusal(404, say`There is no workflow "${id}"`);
}

function unknownVersion({ name, version: newest }: WorkflowDetail, version: number): never {
  throw new Refusal(404, say`The workflow "${name}" has no version ${version}; the latest is ${newest}`);
}

function parse(document: unknown): Workflow {
  try {
    return parseWorkflow(document);
  } catch (error) {
    if (error instanceof WorkflowFormatError) throw new Refusal(400, phraseOfError(error));
    throw error;
  }
}

function triggerDiagnostics(workflow: Workflow): Diagnostic[] {
  return [...triggerInputDiagnostics(workflow), ...workflow.triggers.flatMap((trigger) => {
    const problem = cronProblem(trigger);
    return problem === undefined ? [] : [diagnostic('trigger', say`The trigger "${trigger.id}" cannot fire: ${problem}`)];
  })];
}
