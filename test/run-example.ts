import { readFileSync, readdirSync } from 'node:fs';
import { isNodeDefinition, manifestOf, type NodeDefinition } from '@millrace/sdk';
import { runNode, type NodeRunRecord } from '@millrace/sdk/testing';
import { parseEndpoint, parseWorkflow, topologicalOrder, type NodeManifest, type Workflow } from '@millrace/workflow';

const root = new URL('..', import.meta.url);

export function readExample(name: string): Workflow {
  return parseWorkflow(readFileSync(new URL(`examples/${name}.workflow.json`, root), 'utf8'));
}

/** Every node type of the plugins in this repository, with its manifest. */
export async function builtInNodes(): Promise<Map<string, { definition: NodeDefinition; manifest: NodeManifest }>> {
  const nodes = new Map<string, { definition: NodeDefinition; manifest: NodeManifest }>();
  for (const folder of readdirSync(new URL('plugins', root))) {
    const exported: Record<string, unknown> = await import(`@millrace/plugin-${folder}`);
    for (const definition of Object.values(exported).filter(isNodeDefinition)) {
      const manifest = manifestOf(definition, { name: folder, version: '0.1.0', codeHash: '0'.repeat(64) });
      nodes.set(definition.type, { definition, manifest });
    }
  }
  return nodes;
}

export interface ExampleRun {
  readonly records: ReadonlyMap<string, NodeRunRecord<NodeDefinition['outputs']>>;
  /** Seconds each node took. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Runs a workflow node by node in this process, without a server. */
export async function runExample(workflow: Workflow, folder: string): Promise<ExampleRun> {
  const nodes = await builtInNodes();
  const records = new Map<string, NodeRunRecord<NodeDefinition['outputs']>>();
  const seconds: Record<string, number> = {};
  for (const id of topologicalOrder(workflow).order) {
    const node = workflow.nodes.find((candidate) => candidate.id === id);
    const definition = nodes.get(node?.type ?? '')?.definition;
    if (!node || !definition) throw new Error(`No node type for ${id}`);
    const wires = workflow.edges.map((edge) => [parseEndpoint(edge.from), parseEndpoint(edge.to)] as const).filter(([, to]) => to.node === id);
    const inputs = Object.fromEntries(wires.map(([from, to]) => [to.port, records.get(from.node)?.outputs[from.port]]));
    const startedAt = performance.now();
    records.set(id, await runNode(definition, { inputs, params: node.params, root: new URL('.', root).pathname, folder }));
    seconds[id] = (performance.now() - startedAt) / 1000;
  }
  return { records, seconds };
}
