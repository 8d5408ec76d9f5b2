import type { FileCatalog, RunLog, WorkflowSource } from '@millrace/engine';
import { hasExpression, recordOfEnd, resolveExpressions, type InputValues, type NodeEnd, type NodeRecord, type Workflow } from '@millrace/workflow';

export interface NodeRecordsParts {
  readonly log: Pick<RunLog, 'ends' | 'read'>;
  readonly workflows: WorkflowSource;
  readonly files: FileCatalog;
}

/** What runs recorded of the nodes of a workflow, with what the editor needs to say whether it still holds. */
export class NodeRecordsService {
  readonly #parts: NodeRecordsParts;

  constructor(parts: NodeRecordsParts) {
    this.#parts = parts;
  }

  /** A workflow that never ran, or that is not there, has none. */
  async of(workflowId: string): Promise<{ records: NodeRecord[]; files: Record<string, string | null> }> {
    const { log, workflows } = this.#parts;
    const ends = await log.ends(workflowId);
    const numbers = [...new Set(ends.map(({ workflowVersion }) => workflowVersion))];
    const versions = new Map(await Promise.all(numbers.map(async (version) => [version, await workflows.getVersion(workflowId, version)] as const)));
    const computed = await this.#computed(ends, versions);
    const records = ends.flatMap((end) => {
      const version = computed.get(end.runId) ?? versions.get(end.workflowVersion);
      return (version && recordOfEnd(end, version)) ?? [];
    });
    return { records, files: await this.#fingerprints(records) };
  }

  /** By run, the documents whose parameters depend on the values that the run was given, with the values that these give. */
  async #computed(ends: readonly NodeEnd[], versions: ReadonlyMap<number, Workflow | undefined>): Promise<ReadonlyMap<string, Workflow>> {
    const runs = new Map(ends.map(({ runId, workflowVersion }) => [runId, workflowVersion]));
    const found = [...runs].map(async ([runId, number]) => {
      const version = versions.get(number);
      if (!version?.nodes.some(hasExpression)) return [];
      return [[runId, resolveExpressions(version, await this.#inputsOf(runId)).document] as const];
    });
    return new Map((await Promise.all(found)).flat());
  }

  async #inputsOf(runId: string): Promise<InputValues> {
    const [first] = await this.#parts.log.read(runId, 0, 1);
    return (first?.type === 'run.queued' && first.inputs) || {};
  }

  /** Of the files that the records name, as they are now. */
  async #fingerprints(records: readonly NodeRecord[]): Promise<Record<string, string | null>> {
    const paths = [...new Set(records.flatMap(({ recipe }) => Object.keys(recipe?.files ?? {})))];
    const found = paths.map(async (path) => [path, await this.#parts.files.resolve(path).then(({ fingerprint }) => fingerprint, () => null)] as const);
    return Object.fromEntries(await Promise.all(found));
  }
}
