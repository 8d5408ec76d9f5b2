import { SecretUnreadable, type SecretStore, type WorkflowStore } from '@millrace/drivers';
import type { SecretSource } from '@millrace/engine';
import { phraseOfError } from '@millrace/sdk';
import { say, secretsIn, type PutSecret, type SecretDetail, type SecretSummary } from '@millrace/workflow';
import type { Logger } from 'pino';
import type { Changes } from '../gateway/changes.ts';
import { Refusal } from '../http/refusal.ts';

export interface SecretsParts {
  readonly store: SecretStore;
  readonly workflows: Pick<WorkflowStore, 'list' | 'get'>;
  readonly changes: Changes;
  readonly log: Pick<Logger, 'info'>;
}

/** Secrets by name. Values come in, and go to the attempts that name them; nobody else gets one. */
export class SecretsService implements SecretSource {
  readonly #parts: SecretsParts;

  constructor(parts: SecretsParts) {
    this.#parts = parts;
  }

  list(): Promise<SecretSummary[]> {
    return this.#parts.store.list();
  }

  async names(): Promise<ReadonlySet<string>> {
    return new Set((await this.list()).map(({ name }) => name));
  }

  async read(name: string): Promise<SecretDetail> {
    const secret = await this.#parts.store.get(name);
    return secret ? { ...secret, usedBy: await this.#usedBy(name) } : unknownSecret(name);
  }

  async put(name: string, { value, description }: PutSecret): Promise<SecretSummary> {
    const { store, changes, log } = this.#parts;
    const put = await store.put({ name, value, description }).catch((error: unknown) => {
      throw error instanceof SecretUnreadable ? new Refusal(409, phraseOfError(error)) : error;
    });
    if (!put) throw new Refusal(400, say`There is no secret "${name}" yet: give it a value`);
    log.info({ secret: name }, value === undefined ? 'A secret was described anew' : 'A secret was stored');
    changes.announce({ what: 'secrets', id: name });
    return put;
  }

  /** Refuses to remove one that workflows refer to, unless forced. */
  async remove(name: string, { force }: { readonly force: boolean }): Promise<void> {
    const { store, changes, log } = this.#parts;
    const { usedBy } = await this.read(name);
    if (usedBy.length > 0 && !force) {
      const named = usedBy.slice(0, 10).map((workflow) => `"${workflow.name}" (${workflow.id})`).join(', ');
      const more = usedBy.length > 10 ? say` and ${usedBy.length - 10} more` : '';
      throw new Refusal(409, say`The secret "${name}" is used by ${named}${more}: choose another there, or remove it by force`);
    }
    await store.remove(name);
    log.info({ secret: name, workflows: usedBy.length }, 'A secret was removed');
    changes.announce({ what: 'secrets', id: name });
  }

  async use(names: readonly string[], { runId, nodeId }: Parameters<SecretSource['use']>[1]): Promise<ReadonlyMap<string, string>> {
    const values = await this.#parts.store.use(names);
    this.#parts.log.info({ secrets: names, run: runId, node: nodeId }, 'Secrets were given to a node');
    return values;
  }

  async #usedBy(name: string): Promise<SecretDetail['usedBy']> {
    const { workflows } = this.#parts;
    const details = await Promise.all((await workflows.list()).map(({ id }) => workflows.get(id)));
    return details.flatMap((detail) => (detail && secretsIn(detail.document).includes(name) ? [{ id: detail.id, name: detail.name }] : []));
  }
}

function unknownSecret(name: string): never {
  throw new Refusal(404, say`There is no secret "${name}"`);
}
