import { UserError } from '@millrace/sdk';
import { say, scopedNodes, term, unknownNode, type GivenOutputs, type RunScope, type Workflow } from '@millrace/workflow';
import type { ArtifactStore, NewRun, RunLog } from './ports.ts';
import { graphOf, nameOf } from './workflow-graph.ts';

interface World {
  readonly log: Pick<RunLog, 'ends'>;
  readonly artifacts: Pick<ArtifactStore, 'has'>;
}

export type RunPlan = Pick<NewRun, 'nodeIds' | 'scope' | 'forced' | 'given'>;

/**
 * What a run of a part of a workflow has: its nodes, those of them that run again in any case, and the earlier outputs that they
 * read. Throws a UserError when the scope cannot be run.
 */
export async function planRun(workflow: Workflow, workflowId: string, scope: RunScope | undefined, world: World): Promise<RunPlan> {
  const { nodeIds, forced, given } = scopedNodes(workflow, scope);
  if (!scope) return { nodeIds };
  const unknown = unknownNode(workflow, scope);
  if (unknown !== undefined) throw new UserError(unknown);
  const graph = graphOf(workflow);
  const fixed = Object.values(scope).flat().map((id) => graph.nodes.get(id)).find((node) => node?.pinned);
  if (fixed) throw new UserError(say`${nameOf(graph, fixed.id)} is pinned to run ${fixed.pinned?.number ?? ''}: unpin it, then run it.`);
  const off = Object.values(scope).flat().find((id) => graph.nodes.get(id)?.disabled);
  if (off !== undefined) throw new UserError(say`${nameOf(graph, off)} is disabled: enable it, then run it.`);
  if ('from' in scope && scope.to && forced.length === 0) {
    throw new UserError(say`Nothing leads from ${scope.from.map((id) => nameOf(graph, id)).join(', ')} to ${scope.to.map((id) => nameOf(graph, id)).join(', ')}.`);
  }
  return { nodeIds, scope, forced, ...(given.length > 0 ? { given: await givenOutputs(workflow, workflowId, { nodeIds, given }, world) } : {}) };
}

/** The newest outputs of each node, as far as nodes of the run read them. */
async function givenOutputs(workflow: Workflow, workflowId: string, { nodeIds, given }: { readonly nodeIds: readonly string[]; readonly given: readonly string[] }, { log, artifacts }: World): Promise<Record<string, GivenOutputs>> {
  const graph = graphOf(workflow);
  const made = new Map((await log.ends(workflowId)).flatMap(({ runId, number, body }) =>
    (body.type === 'node.succeeded' || body.type === 'node.reused' ? [[body.nodeId, { runId, number, outputs: body.outputs }] as const] : [])));
  for (const { id, pinned } of workflow.nodes) if (pinned) made.set(id, pinned);
  const wires = nodeIds.flatMap((to) => (graph.wires.get(to) ?? []).map((wire) => ({ ...wire, to })));
  for (const { from, output, to } of wires.filter((wire) => given.includes(wire.from))) {
    const [source, reader] = [nameOf(graph, from), nameOf(graph, to)];
    const outputs = made.get(from);
    if (graph.nodes.get(from)?.disabled) throw new UserError(say`${reader} reads from ${source}, which is disabled.`);
    if (!outputs) throw new UserError(say`${reader} cannot run alone: ${source}, from which it reads, has no result yet. Run to ${reader} instead.`);
    const artifact = outputs.outputs[output];
    if (!artifact) throw new UserError(say`${reader} cannot run alone: ${source} gave no output "${term(output)}" in run ${outputs.number}. Run to ${reader} instead.`);
    if (!(await artifacts.has(artifact))) throw new UserError(say`${reader} cannot run alone: what ${source} made in run ${outputs.number} is no longer stored. Run to ${reader} instead.`);
  }
  return Object.fromEntries(given.flatMap((id) => {
    const outputs = made.get(id);
    return outputs ? [[id, outputs]] : [];
  }));
}
