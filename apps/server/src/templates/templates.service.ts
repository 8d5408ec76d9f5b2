import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseWorkflow, type Template } from '@millrace/workflow';
import type { Logger } from 'pino';

export interface TemplatesParts {
  /** Hold `*.workflow.json`; those of the first are listed first. */
  readonly folders: readonly string[];
  readonly log: Logger;
}

const ending = '.workflow.json';

/** Workflows to start from. */
export class TemplatesService {
  readonly #parts: TemplatesParts;

  constructor(parts: TemplatesParts) {
    this.#parts = parts;
  }

  /** Read anew each time. A file that is no workflow is left out, and the log says why. */
  async list(): Promise<Template[]> {
    const lists = await Promise.all(this.#parts.folders.map(async (folder) => {
      const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
      return Promise.all(names.map((name) => this.#read(folder, name)));
    }));
    return lists.flat().filter((template) => template !== undefined);
  }

  async #read(folder: string, name: string): Promise<Template | undefined> {
    try {
      return { id: name.slice(0, -ending.length), document: parseWorkflow(await readFile(join(folder, name), 'utf8')) };
    } catch (error) {
      this.#parts.log.warn({ err: error, file: name }, 'A template could not be read');
      return undefined;
    }
  }
}
