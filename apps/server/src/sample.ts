import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingStore } from '@millrace/drivers';
import type { Logger } from 'pino';
import type { RunsService } from './runs/runs.service.ts';
import type { WorkflowsService } from './workflows/workflows.service.ts';

export interface SampleParts {
  readonly workflows: WorkflowsService;
  readonly runs: RunsService;
  readonly settings: SettingStore;
  /** Holds `*.workflow.json`. */
  readonly folder: string;
  readonly log: Logger;
}

const done = 'examples-imported';
const sampleFile = 'spam-filter.workflow.json';

/** On the very first start: imports the examples and runs the spam filter. Importing executes nothing. */
export async function runSampleOnce({ workflows, runs, settings, folder, log }: SampleParts): Promise<void> {
  if ((await settings.get(done)) !== undefined || (await workflows.list()).length > 0) return;
  const names = (await readdir(folder)).filter((name) => name.endsWith('.workflow.json')).sort();
  // The sample last: the newest workflow is the one that the editor opens.
  const ordered = [...names.filter((name) => name !== sampleFile), ...names.filter((name) => name === sampleFile)];
  for (const name of ordered) {
    try {
      const { id } = await workflows.create(await readFile(join(folder, name), 'utf8'));
      if (name === sampleFile) await runs.start(id, { trigger: { kind: 'sample' } });
    } catch (error) {
      log.warn({ err: error, file: name }, 'An example could not be imported or run');
    }
  }
  await settings.set(done, new Date().toISOString());
}
