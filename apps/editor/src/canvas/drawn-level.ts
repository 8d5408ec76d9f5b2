import type { NodeManifest, Workflow } from '@millrace/workflow';
import { foldedElements } from '../groups/folded-elements.ts';
import { levelOf } from '../subflows/level.ts';
import { crossingOf, subflowElements } from '../subflows/subflow-elements.ts';
import { elementsOf, wiresOf, type Element, type Wire } from './flow-elements.ts';

export interface DrawnLevel {
  readonly elements: Element[];
  readonly wires: Wire[];
}

/** What React Flow draws for one level of a document: nodes and notes, cards of sub-workflows and folded groups, and the wires among them all. */
export function drawnLevel(workflow: Workflow, subflowId: string | undefined, types: ReadonlyMap<string, NodeManifest>, { elements, wires }: DrawnLevel = { elements: [], wires: [] }): DrawnLevel {
  const level = levelOf(workflow, subflowId);
  return {
    elements: [...elementsOf(level, types, elements), ...foldedElements(workflow, subflowId, types, elements), ...subflowElements(workflow, subflowId, types, elements)],
    wires: [...wiresOf(level, types, wires), ...crossingOf(workflow, subflowId, types, wires)],
  };
}
