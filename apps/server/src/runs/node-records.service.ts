import type { FileCatalog, RunLog, WorkflowSource } from '@millrace/engine';
import { recordOfEnd, type NodeRecord } from '@millrace/workflow';

export interface NodeRecordsParts {
  readonly log: Pick<RunLog, 'ends'>;
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
    const records = ends.flatMap((end) => {
      const version = versions.get(end.workflowVersion);
      return (version && recordOfEnd(end, version)) ?? [];
    });
    return { records, files: await this.#fingerprints(records) };
  }

  /** Of the files that the records name, as they are now. */
  async #fingerprints(records: readonly NodeRecord[]): Promise<Record<string, string | null>> {
    const paths = [...new Set(records.flatMap(({ recipe }) => Object.keys(recipe?.files ?? {})))];
    const found = paths.map(async (path) => [path, await this.#parts.files.resolve(path).then(({ fingerprint }) => fingerprint, () => null)] as const);
    return Object.fromEntries(await Promise.all(found));
  }
}
