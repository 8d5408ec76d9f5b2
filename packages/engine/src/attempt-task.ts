import { UserError } from '@millrace/sdk';
import { say, secretNames, told, withSecrets, type ArtifactRef, type NodeManifest, type Run, type Workflow } from '@millrace/workflow';
import type { Attempt } from './attempt.ts';
import type { AttemptSecrets, FileCatalog, HostCall, HostCaller, NodeHost, NodeResult, NodeTask, SecretSource } from './ports.ts';
import type { PreparedNode } from './prepare-node.ts';
import { graphOf, inputsOf } from './workflow-graph.ts';

/** What a worker is told of an attempt. */
export function taskOf(attempt: Attempt, of: {
  readonly run: Run;
  readonly workflow: Workflow;
  readonly manifest: NodeManifest;
  readonly prepared: PreparedNode;
  readonly checkpoint: string;
}): NodeTask {
  const { nodeId } = attempt;
  const graph = graphOf(of.workflow);
  return {
    runId: of.run.id,
    nodeId,
    attempt: attempt.attempt,
    type: of.manifest.type,
    plugin: of.manifest.plugin.name,
    params: graph.nodes.get(nodeId)?.params ?? {},
    inputs: inputsOf(graph, of.run, nodeId),
    threads: Math.max(1, Math.round(attempt.demand.cpu)),
    files: Object.fromEntries(Object.entries(of.prepared.files).map(([path, { absolutePath }]) => [path, absolutePath])),
    idempotencyKey: `${of.run.id}/${nodeId}`,
    checkpoint: of.checkpoint,
  };
}

/** What the attempt is given of the secrets that its parameters name; nothing when they name none. Rejects with a UserError that names the one at fault. */
export function secretsOf(task: NodeTask, manifest: NodeManifest, source: SecretSource): Promise<AttemptSecrets> | undefined {
  const names = secretNames(manifest, task.params);
  if (names.length === 0) return undefined;
  return source.use(names, task).then((values) => ({ params: withSecrets(manifest, task.params, (name) => values.get(name) ?? ''), values: [...values.values()] }));
}

/** Makes a node's call to the server, within what the node may do. */
export async function performCall(call: HostCall, task: NodeTask, of: { readonly attempt: Attempt; readonly effect: NodeManifest['effect']; readonly host: NodeHost }): Promise<unknown> {
  const { attempt, host } = of;
  if (call.method === 'pretrained.fetch') {
    if (of.effect === 'pure') throw new UserError(say`A node that calls ${call.method} must be defined with effect: 'external'; "${task.type}" is pure.`);
    const { repository, revision, modelTypes, token } = call;
    return host.fetchPretrained({ repository, revision, modelTypes, ...(token === undefined ? {} : { token }) }, callerOf(task, attempt));
  }
  if (of.effect !== 'sideEffect') throw new UserError(say`A node that calls ${call.method} must be defined with effect: 'sideEffect'; "${task.type}" is ${of.effect}.`);
  const caller = callerOf(task, attempt);
  switch (call.method) {
    case 'models.save': {
      const model: ArtifactRef | undefined = Object.values(task.inputs).find(({ kind, hash }) => kind === 'model' && hash === call.hash);
      if (!model) throw new UserError(say`A node can save only a model that it was given as an input.`);
      const metrics = Object.fromEntries(Object.entries(call.metrics).map(([name, value]) => [attempt.maskText(name), value]));
      return host.saveModel({ name: attempt.maskText(call.name), model, metrics }, caller);
    }
    case 'deployments.deploy':
      return host.deploy({ name: attempt.maskText(call.name), model: call.model, version: call.version }, caller);
    default:
      return call satisfies never;
  }
}

function callerOf({ runId, nodeId, idempotencyKey }: NodeTask, attempt: Attempt): HostCaller {
  return { runId, nodeId, idempotencyKey, signal: attempt.signal, progress: (progress) => attempt.hear({ type: 'progress', progress }) };
}

/** A file that changed while the node read it would put wrong outputs under the key of the right ones: then the attempt failed. */
export async function checkFiles(result: NodeResult, { files }: PreparedNode, catalog: FileCatalog): Promise<NodeResult> {
  if (result.status !== 'succeeded') return result;
  for (const [path, { fingerprint }] of Object.entries(files)) {
    const now = await catalog.resolve(path).catch(() => undefined);
    if (now?.fingerprint !== fingerprint) return { status: 'failed', kind: 'transient', ...told(say`The file "${path}" changed while the node read it.`) };
  }
  return result;
}
