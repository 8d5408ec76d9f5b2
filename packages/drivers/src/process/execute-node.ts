import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { isPauseRequested, UserError, type NodeContext, type NodeDefinition } from '@millrace/sdk';
import type { ArtifactStore, AttemptSecrets, HostCall, NodeMessage, NodeResult, NodeTask } from '@millrace/engine';
import { deploymentSchema, joined, modelVersionSchema, say, wordsOfIssue } from '@millrace/workflow';
import { z } from 'zod';
import { claimCheckpoint } from './claim-checkpoint.ts';
import { failureOf } from './failure-of.ts';
import { receiveInputs } from './node-inputs.ts';
import { storeOutputs } from './node-outputs.ts';

/** Runs a node body once, in this process: inputs in, outputs into the artifact store. Never rejects. */
export async function executeNode(definition: NodeDefinition, task: NodeTask, world: {
  readonly artifacts: ArtifactStore;
  /** Private to this attempt; made when the node asks for it, removed afterwards. */
  readonly scratch: string;
  /** The folder of all checkpoint folders; the task names one in it. */
  readonly checkpoints: string;
  readonly signal: AbortSignal;
  readonly tell: (message: NodeMessage) => void;
  readonly call: (request: HostCall) => Promise<unknown>;
  readonly secrets?: AttemptSecrets;
}): Promise<NodeResult> {
  try {
    const params = definition.params.safeParse(world.secrets?.params ?? task.params);
    if (!params.success) throw new UserError(joined(params.error.issues.map((issue) => say`Parameter "${issue.path.join('.')}": ${wordsOfIssue(issue)}`), '\n'));
    const inputs = await receiveInputs(definition.inputs, task.inputs, world.artifacts);
    const returned: unknown = await definition.run({ inputs, params: params.data, context: contextOf(task, world) });
    if (!isPauseRequested(world.signal.reason)) world.signal.throwIfAborted(); // what was ready when the pause came is not thrown away
    return { status: 'succeeded', outputs: await storeOutputs(definition.outputs, returned, world.scratch, world.artifacts, world.secrets?.values) };
  } catch (error) {
    return world.signal.aborted ? { status: 'aborted' } : failureOf(error);
  } finally {
    await rm(world.scratch, { recursive: true, force: true }).catch(() => {});
  }
}

function contextOf(task: NodeTask, { scratch, checkpoints, signal, tell, call }: Parameters<typeof executeNode>[2]): NodeContext {
  const { runId, nodeId, attempt, threads, idempotencyKey, files } = task;
  let checkpoint: string | undefined;
  return {
    runId, nodeId, attempt, threads, idempotencyKey, signal,
    checkpoint: {
      get folder() {
        return (checkpoint ??= claimCheckpoint(checkpoints, task.checkpoint));
      },
    },
    scratch(name) {
      const path = resolve(scratch, name);
      if (!path.startsWith(scratch + sep)) throw new TypeError(`"${name}" is not inside the scratch folder.`);
      mkdirSync(join(path, '..'), { recursive: true });
      return path;
    },
    file(path) {
      const absolute = Object.hasOwn(files, path) ? files[path] : undefined;
      if (absolute === undefined) throw new UserError(say`The node may only read files that its file parameters name, not "${path}".`);
      return absolute;
    },
    progress: (progress) => tell({ type: 'progress', progress }),
    log: (level, message) => tell({ type: 'log', lines: [{ level, message: String(message) }] }),
    metric: (name, value, step) => tell({ type: 'metrics', points: [{ name, value, step }] }),
    pretrained: {
      fetch: async ({ repository, revision, modelTypes, token }) =>
        fetchedSchema.parse(await call({ method: 'pretrained.fetch', repository, revision, modelTypes, ...(token ? { token } : {}) })),
    },
    models: {
      save: async ({ name, model, metrics }) => modelVersionSchema.parse(await call({ method: 'models.save', name, hash: model.hash, metrics: metrics ?? {} })),
    },
    deployments: {
      deploy: async ({ name, model, version }) => deploymentSchema.parse(await call({ method: 'deployments.deploy', name, model, version })),
    },
  };
}

const fetchedSchema = z.object({ folder: z.string(), commit: z.string() });
