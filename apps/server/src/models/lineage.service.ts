import { recordsBehind, recordsOfRun, say, type ModelLineage } from '@millrace/workflow';
import { Refusal } from '../http/refusal.ts';
import type { RunsService } from '../runs/runs.service.ts';
import type { WorkflowsService } from '../workflows/workflows.service.ts';
import type { ModelsService } from './models.service.ts';

export interface LineageParts {
  readonly models: Pick<ModelsService, 'version'>;
  readonly runs: Pick<RunsService, 'summary' | 'read'>;
  readonly workflows: Pick<WorkflowsService, 'readVersion'>;
}

/** Follows versions of models back to the run, the data and the code that they came from. */
export class LineageService {
  readonly #parts: LineageParts;

  constructor(parts: LineageParts) {
    this.#parts = parts;
  }

  /** Throws a Refusal when the version was saved by no run, or when its run or the run's workflow is gone. */
  async of(name: string, version: number): Promise<ModelLineage> {
    const { models, runs, workflows } = this.#parts;
    const { runId, hash } = await models.version(name, version);
    if (runId === undefined) throw new Refusal(404, say`Version ${version} of "${name}" was not saved by a run`);
    const [run, folded] = await Promise.all([runs.summary(runId), runs.read(runId)]);
    const { document } = await workflows.readVersion(run.workflowId, run.workflowVersion);
    const names = new Map(document.nodes.map((node) => [node.id, node.name]));
    const steps = recordsBehind(hash, recordsOfRun(folded, document)).map((record) => {
      const title = names.get(record.nodeId);
      return { ...record, ...(title === undefined ? {} : { name: title }) };
    });
    return { run, workflow: { name: document.name, ...(document.description ? { description: document.description } : {}) }, steps };
  }
}
