import { statSync } from 'node:fs';
import { sha256, type ColumnsTask } from '@millrace/drivers';
import { fileParameters } from '@millrace/engine';
import { phraseOfError } from '@millrace/sdk';
import { canonicalJson, propagateColumns, resolveExpressions, told, withDefaults, withSecrets, type ColumnsAnswer, type ColumnsQuestion, type KnownColumns, type Workflow } from '@millrace/workflow';
import type { FileResolver } from '../files/file-resolver.ts';
import type { NodeTypesService } from '../node-types/node-types.service.ts';

export interface ColumnsParts {
  readonly nodeTypes: NodeTypesService;
  readonly files: Pick<FileResolver, 'resolve'>;
  /** Asks the plugin's code, in a process of its own. */
  readonly ask: (task: ColumnsTask) => Promise<ColumnsAnswer>;
}

const remembered = 2_000;
/** For one workflow; what is not known by then stays unknown until the next question, which finds the rest remembered. */
const patienceMs = 15_000;

/** Which columns tables will have, before anything has run. Only what changed is asked for again. */
export class ColumnsService {
  readonly #parts: ColumnsParts;
  readonly #answers = new Map<string, ColumnsAnswer>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ColumnsParts) {
    this.#parts = parts;
  }

  /** Expressions are computed with the defaults of inputs. Questions are answered one after the other, so that a page that asks often occupies one process. */
  of(workflow: Pick<Workflow, 'nodes' | 'edges' | 'inputs'>): Promise<KnownColumns> {
    const { document } = resolveExpressions(workflow);
    const answer = this.#last.then(() => {
      const until = Date.now() + patienceMs;
      return propagateColumns(document, this.#parts.nodeTypes.byType(), async (question) => (Date.now() < until ? this.#ask(question) : unknown));
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #ask({ node, manifest, inputs }: ColumnsQuestion): Promise<ColumnsAnswer> {
    const params = withDefaults(node, manifest);
    const files: Record<string, string> = {};
    const identities: string[] = [];
    for (const path of fileParameters(manifest, params)) {
      try {
        files[path] = this.#parts.files.resolve(path);
        const { size, mtimeMs, ctimeMs, ino } = statSync(files[path]);
        identities.push([files[path], size, mtimeMs, ctimeMs, ino].join('\0'));
      } catch (error) {
        return { outputs: {}, problems: [{ ...told(phraseOfError(error)), severity: 'warning' }] };
      }
    }
    const key = sha256(canonicalJson({ type: manifest.type, codeHash: manifest.plugin.codeHash, params, inputs, identities }));
    const known = this.#answers.get(key);
    if (known) return this.#remember(key, known);
    const task = { type: manifest.type, plugin: manifest.plugin.name, params: withSecrets(manifest, node.params, () => '***'), inputs, files }; // while somebody edits, no value is needed
    const answer = await this.#parts.ask(task).catch((error: unknown): ColumnsAnswer => ({ outputs: {}, problems: [{ ...told(phraseOfError(error)), severity: 'warning' }] }));
    return this.#remember(key, answer);
  }

  /** The one that was not asked for longest goes first. */
  #remember(key: string, answer: ColumnsAnswer): ColumnsAnswer {
    this.#answers.delete(key);
    if (this.#answers.size >= remembered) this.#answers.delete(this.#answers.keys().next().value ?? '');
    this.#answers.set(key, answer);
    return answer;
  }
}

const unknown: ColumnsAnswer = { outputs: {}, problems: [] };
