import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { create } from 'zustand';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { levelOf } from '../subflows/level.ts';
import { openSubflow, useOpenSubflow } from '../subflows/open-subflow.ts';
import { crossingOf, subflowElements } from '../subflows/subflow-elements.ts';
import { elementsOf, wiresOf, type Element, type Wire } from './flow-elements.ts';

export interface CanvasState {
  readonly elements: Element[];
  readonly wires: Wire[];
  changeElements(changes: NodeChange<Element>[]): void;
  changeWires(changes: EdgeChange<Wire>[]): void;
  /** Selects exactly these elements; opens the sub-workflow in which they stand. */
  select(ids: readonly string[]): void;
}

/** What React Flow draws: the document, plus what is only of the view (selection, measures, a drag in progress). */
export const useCanvas = create<CanvasState>((set, get) => ({
  ...drawn([], []),
  changeElements: (changes) => set({ elements: seen(changes, applyNodeChanges(changes.filter((change) => change.type !== 'remove'), get().elements)) }),
  changeWires: (changes) => set({ wires: applyEdgeChanges(changes.filter((change) => change.type !== 'remove'), get().wires) }),
  select: (ids) => {
    reveal(ids[0]);
    const chosen = new Set(ids);
    const mark = <Item extends Element | Wire>(item: Item): Item => (Boolean(item.selected) === chosen.has(item.id) || ('selectable' in item && item.selectable === false) ? item : { ...item, selected: chosen.has(item.id) });
    set({ elements: get().elements.map(mark), wires: get().wires.map(mark) });
  },
}));

useWorkflow.subscribe((state, before) => {
  if (state.document === before.document) return;
  const { elements, wires } = useCanvas.getState();
  useCanvas.setState(state.opened === before.opened ? drawn(elements, wires) : drawn([], []));
});
const redraw = () => useCanvas.setState(drawn(useCanvas.getState().elements, useCanvas.getState().wires));
useCatalog.subscribe(redraw);
useOpenSubflow.subscribe(redraw);

/** Once a card was measured, its ports are where they were found, not where they were expected. */
function seen(changes: readonly NodeChange<Element>[], elements: Element[]): Element[] {
  const measured = new Set(changes.flatMap((change) => (change.type === 'dimensions' ? [change.id] : [])));
  if (measured.size === 0) return elements;
  return elements.map((element) => {
    if (!measured.has(element.id) || !element.handles) return element;
    const { handles: _handles, ...known } = element;
    return known;
  });
}

/** Opens the sub-workflow in which a node, note or sub-workflow stands. */
function reveal(id: string | undefined): void {
  const { nodes, notes, subflows } = useWorkflow.getState().document;
  if (!subflows || id === undefined) return;
  const item = [...nodes, ...notes, ...subflows].find((candidate) => candidate.id === id);
  if (item) openSubflow(item.within);
}

function drawn(elements: readonly Element[], wires: readonly Wire[]): Pick<CanvasState, 'elements' | 'wires'> {
  const { document } = useWorkflow.getState();
  const { byType } = useCatalog.getState();
  const { subflowId } = useOpenSubflow.getState();
  const level = levelOf(document, subflowId);
  return {
    elements: [...elementsOf(level, byType, elements), ...subflowElements(document, subflowId, byType, elements)],
    wires: [...wiresOf(level, byType, wires), ...crossingOf(document, subflowId, byType, wires)],
  };
}

/** The one node that is selected; none when there are more, or none. */
export function useSelectedNodeId(): string | undefined {
  return useCanvas((state) => {
    const selected = state.elements.filter((element) => element.selected);
    return selected.length === 1 && selected[0]?.type === 'step' ? selected[0].id : undefined;
  });
}

/** The one sub-workflow that is selected; none when there are more, or none. */
export function useSelectedSubflowId(): string | undefined {
  return useCanvas((state) => {
    const selected = state.elements.filter((element) => element.selected);
    return selected.length === 1 && selected[0]?.type === 'subflow' ? selected[0].id : undefined;
  });
}

/** Ids of the selected nodes, notes and sub-workflows. */
export function selectedIds(): readonly string[] {
  return useCanvas.getState().elements.filter((element) => element.selected).map((element) => element.id);
}
