// While a node is dragged over a wire: which wire would take it, or why it would not.
import { edgeId, type NodeManifest, type Position, type Workflow } from '@millrace/workflow';
import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import type { Box } from '../arrange/box.ts';
import { useCanvas } from '../canvas/canvas-store.ts';
import { farCurvesNow } from '../canvas/far-pick.ts';
import { useDetail } from '../canvas/level.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { insertInWire, insertionProblem } from '../document/wire-node.ts';
import { wireUnder, type DrawnWire } from './wire-under.ts';

interface Insertion {
  /** The id of the wire under the node. */
  readonly wire: string | undefined;
  readonly problem: string | undefined;
}

const nothing: Insertion = { wire: undefined, problem: undefined };
export const useInsertion = create<Insertion>(() => nothing);

type Flow = Pick<ReactFlowInstance, 'getInternalNode'>;

/** Looks which wire is under a box in which a node of a type is or would be. */
export function lookForWire(flow: Flow, box: Omit<Box, 'id'>, type: NodeManifest | undefined): void {
  const { document } = useWorkflow.getState();
  const wire = type && wireUnder(box, drawnWires(flow));
  const edge = wire === undefined ? undefined : document.edges.find((candidate) => edgeId(candidate) === wire);
  const next = type && edge ? { wire, problem: insertionProblem(document, edge, type, useCatalog.getState().byType) } : nothing;
  const now = useInsertion.getState();
  if (next.wire !== now.wire || next.problem !== now.problem) useInsertion.setState(next);
}

export function forgetWire(): void {
  if (useInsertion.getState().wire !== undefined) useInsertion.setState(nothing);
}

/** The document with the node in the wire that was found under it, if it fits there. */
export function intoWire(workflow: Workflow, nodeId: string): Workflow {
  const { wire, problem } = useInsertion.getState();
  const { byType } = useCatalog.getState();
  const type = byType.get(workflow.nodes.find(({ id }) => id === nodeId)?.type ?? '');
  const edge = workflow.edges.find((candidate) => edgeId(candidate) === wire);
  return type && edge && problem === undefined ? insertInWire(workflow, edge, nodeId, type, byType) : workflow;
}

function drawnWires(flow: Flow): readonly DrawnWire[] {
  if (useDetail.getState().plain) return farCurvesNow();
  return useCanvas.getState().wires.flatMap(({ id, source, sourceHandle, target, targetHandle }) => {
    const [from, to] = [handleAt(flow, source, 'source', sourceHandle), handleAt(flow, target, 'target', targetHandle)];
    return from && to ? [{ id, from, to }] : [];
  });
}

function handleAt(flow: Flow, nodeId: string, side: 'source' | 'target', port: string | null | undefined): Position | undefined {
  const node = flow.getInternalNode(nodeId);
  const handle = node?.internals.handleBounds?.[side]?.find(({ id }) => id === port);
  return node && handle ? [node.internals.positionAbsolute.x + handle.x + handle.width / 2, node.internals.positionAbsolute.y + handle.y + handle.height / 2] : undefined;
}
