import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostCaller, NodeHost } from '@millrace/engine';
import { downloadSnapshot, HubError } from '@millrace/hub';
import { phraseOfError, UserError } from '@millrace/sdk';
import type { DeploymentsService } from './deployments/deployments.service.ts';
import { Refusal } from './http/refusal.ts';
import type { ModelsService } from './models/models.service.ts';
import type { Settings } from './settings/settings.ts';

/** What nodes may ask of the server: to save a model, to deploy one, and to fetch one from the hub, whose token stays here. */
export function createNodeHost(models: ModelsService, deployments: DeploymentsService, settings: Pick<Settings, 'hub' | 'dataDir'>): NodeHost {
  return {
    saveModel: ({ name, model, metrics }, { runId }) => forUser(() => models.save({ name, hash: model.hash, metrics, runId })),
    fetchPretrained: (request, caller) => forUser(() => fetchPretrained(request, caller, settings)),
    deploy: (request) => forUser(() => deployments.deploy(request)),
  };
}

async function fetchPretrained({ modelTypes, ...request }: Parameters<NodeHost['fetchPretrained']>[0], { signal, progress }: HostCaller, { hub, dataDir }: Pick<Settings, 'hub' | 'dataDir'>) {
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const { folder, commit, files } = await downloadSnapshot({
      ...hub, ...request, wants: isModelFile, cacheFolder: join(dataDir, 'hub'), signal: stop.signal,
      onFile: async (name, path) => { if (name === 'config.json') checkModelType(await readFile(path, 'utf8'), request.repository, modelTypes); },
      onProgress: (received, total) => progress({ fraction: total === 0 ? 1 : received / total, message: `${mib(received)} of ${mib(total)} MiB` }),
    });
    if (!files.some((file) => file.endsWith('.safetensors'))) {
      throw new HubError(`"${request.repository}" has no weights in safetensors files. Other files hold programs as well as numbers, and are not loaded; ask its owners to convert them.`);
    }
    return { folder, commit };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Weights are large: whether anybody here can read them is known before they are fetched. */
function checkModelType(config: string, repository: string, modelTypes: readonly string[]): void {
  const type = modelTypeOf(config);
  if (type === undefined) throw new HubError(`"${repository}" has a config.json that does not say what kind of model it is.`);
  if (!modelTypes.includes(type)) throw new HubError(`"${repository}" is a model of the type "${type.slice(0, 60)}"; this node reads: ${modelTypes.join(', ')}.`);
}

function modelTypeOf(config: string): string | undefined {
  try {
    const content: unknown = JSON.parse(config);
    return typeof content === 'object' && content !== null && 'model_type' in content && typeof content.model_type === 'string' ? content.model_type : undefined;
  } catch {
    return undefined;
  }
}

/** What a text model is made of; nothing that would be executed. */
function isModelFile(name: string): boolean {
  return /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|vocab|model\.safetensors\.index)\.json$|^(vocab|merges)\.txt$|^model(-\d{5}-of-\d{5})?\.safetensors$/.test(name);
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

/** What the API would refuse with words for its caller is, in a run, the user's to fix; so is what keeps a model from being downloaded. */
async function forUser<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Refusal || error instanceof HubError ? new UserError(phraseOfError(error), { cause: error }) : error;
  }
}
