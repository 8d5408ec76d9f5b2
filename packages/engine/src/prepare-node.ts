import { joined, parameterDiagnostics, phraseOf, say, told, withDefaults, type NodeManifest, type Phrase, type Run, type Workflow } from '@millrace/workflow';
import { phraseOfError } from '@millrace/sdk';
import type { Preparation } from './decide.ts';
import { fileParameters, outputKey } from './output-key.ts';
import type { ArtifactStore, FileCatalog, KnownOutputs, RunLog, Sha256 } from './ports.ts';
import { graphOf, inputsOf, manifestOf } from './workflow-graph.ts';

interface World {
  readonly log: Pick<RunLog, 'findOutputs'>;
  readonly artifacts: Pick<ArtifactStore, 'has'>;
  readonly files: FileCatalog;
  readonly sha256: Sha256;
}

/** A node whose inputs are there, with all that its attempt needs to know. */
export interface PreparedNode {
  readonly preparation: Preparation;
  readonly params: Readonly<Record<string, unknown>>;
  /** The files that parameters name, by the path written there. */
  readonly files: Readonly<Record<string, { readonly absolutePath: string; readonly fingerprint: string }>>;
}

/** Whether preparing the node reads files, which may take long. */
export function readsFiles(nodeId: string, { workflow, manifests }: { readonly workflow: Workflow; readonly manifests: ReadonlyMap<string, NodeManifest> }): boolean {
  const node = graphOf(workflow).nodes.get(nodeId);
  const manifest = node && manifests.get(node.type);
  return node !== undefined && !node.pinned && manifest !== undefined && fileParameters(manifest, node.params).length > 0;
}

/** Finds out the output keys of nodes, and what is known under them, in one question to the run log. Never rejects for what the user can fix. */
export async function prepareNodes(nodeIds: readonly string[], of: {
  readonly workflow: Workflow;
  readonly manifests: ReadonlyMap<string, NodeManifest>;
  readonly run: Run;
}, world: World): Promise<Map<string, PreparedNode>> {
  const prepared = new Map(await Promise.all(nodeIds.map(async (id) => [id, await prepareKey(id, of, world)] as const)));
  const keys = [...prepared].flatMap(([id, { preparation }]) => (preparation.state === 'ready' && mayReuse(id, of) ? [preparation.key] : []));
  const known = keys.length > 0 ? await world.log.findOutputs(keys) : new Map<string, KnownOutputs>();
  for (const [id, node] of prepared) {
    if (node.preparation.state !== 'ready' || !mayReuse(id, of)) continue;
    const outputs = known.get(node.preparation.key);
    if (outputs && (await areThere(outputs, world.artifacts))) prepared.set(id, { ...node, preparation: { ...node.preparation, known: outputs } });
  }
  return prepared;
}

/** What is before the start of a run's scope is not done again when its outputs are known, not even by nodes that look at the world or change it. */
function mayReuse(nodeId: string, { workflow, manifests, run }: Parameters<typeof prepareNodes>[1]): boolean {
  if (run.nodes[nodeId]?.forced) return false;
  if (run.scope && 'from' in run.scope) return true;
  return manifestOf(workflow, manifests, nodeId)?.effect === 'pure';
}

/** Artifacts may have been removed since; then the node runs again. */
async function areThere({ outputs }: KnownOutputs, artifacts: World['artifacts']): Promise<boolean> {
  for (const artifact of Object.values(outputs)) if (!(await artifacts.has(artifact))) return false;
  return true;
}

async function prepareKey(nodeId: string, { workflow, manifests, run }: Parameters<typeof prepareNodes>[1], world: World): Promise<PreparedNode> {
  const graph = graphOf(workflow);
  const node = graph.nodes.get(nodeId);
  const manifest = node && manifests.get(node.type);
  if (node?.pinned) return preparePinned(node.pinned, world);
  if (!node || !manifest) return failure(say`The node "${nodeId}" cannot be prepared.`);
  const diagnostics = parameterDiagnostics(node, manifest);
  if (diagnostics.length > 0) return failure(joined(diagnostics.map(phraseOf), '\n'));
  const params = withDefaults(node, manifest);
  try {
    const files = Object.fromEntries(await Promise.all(fileParameters(manifest, params).map(async (path) => [path, await world.files.resolve(path)] as const)));
    const fingerprints = Object.fromEntries(Object.entries(files).map(([path, { fingerprint }]) => [path, fingerprint]));
    const inputs = inputsOf(graph, run, nodeId);
    const key = outputKey({ manifest, params, inputs, files: fingerprints }, world.sha256);
    const hashes = Object.fromEntries(Object.entries(inputs).map(([port, { hash }]) => [port, hash]));
    return { preparation: { state: 'ready', key, recipe: { plugin: { ...manifest.plugin }, inputs: hashes, files: fingerprints } }, params, files };
  } catch (error) {
    return failure(phraseOfError(error));
  }
}

async function preparePinned(known: KnownOutputs, { artifacts }: World): Promise<PreparedNode> {
  for (const [port, artifact] of Object.entries(known.outputs)) {
    if (!(await artifacts.has(artifact))) return failure(say`The output "${port}" that is pinned here, of run ${known.number}, is no longer stored. Unpin the node, or pin another result.`);
  }
  return { preparation: { state: 'pinned', known }, params: {}, files: {} };
}

function failure(words: Phrase): PreparedNode {
  return { preparation: { state: 'failed', error: { kind: 'user', ...told(words) } }, params: {}, files: {} };
}
