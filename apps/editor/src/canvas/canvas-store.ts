import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { create } from 'zustand';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { foldGroups } from '../document/group-edits.ts';
import { useUi } from '../shell/ui-store.ts';
import { openSubflow, useOpenSubflow } from '../subflows/open-subflow.ts';
import { drawnLevel, type DrawnLevel } from './drawn-level.ts';
import type { Element, Wire } from './flow-elements.ts';

export interface CanvasState {
  readonly elements: Element[];
  readonly wires: Wire[];
  changeElements(changes: NodeChange<Element>[]): void;
  changeWires(changes: EdgeChange<Wire>[]): void;
  /** Selects exactly these elements; opens the sub-workflow in which they stand. For what is in a folded group, its card is selected. */
  select(ids: readonly string[]): void;
}

/** What React Flow draws: the document, plus what is only of the view (selection, measures, a drag in progress). */
export const useCanvas = create<CanvasState>((set, get) => ({
  ...drawn({ elements: [], wires: [] }),
  changeElements: (changes) => set({ elements: seen(changes, applyNodeChanges(changes.filter((change) => change.type !== 'remove'), get().elements)) }),
  changeWires: (changes) => set({ wires: applyEdgeChanges(changes.filter((change) => change.type !== 'remove'), get().wires) }),
  select: (ids) => {
    reveal(ids[0]);
    const cards = cardOfEach(get().elements);
    const chosen = new Set(ids.map((id) => cards.get(id) ?? id));
    const mark = <Item extends Element | Wire>(item: Item): Item => (Boolean(item.selected) === chosen.has(item.id) || ('selectable' in item && item.selectable === false) ? item : { ...item, selected: chosen.has(item.id) });
    set({ elements: get().elements.map(mark), wires: get().wires.map(mark) });
  },
}));

useWorkflow.subscribe((state, before) => {
  if (state.document !== before.document) useCanvas.setState(state.opened === before.opened ? drawn(useCanvas.getState()) : drawn({ elements: [], wires: [] }));
});
const redraw = () => useCanvas.setState(drawn(useCanvas.getState()));
useCatalog.subscribe(redraw);
useOpenSubflow.subscribe(redraw);
useUi.subscribe((ui, before) => {
  if ((ui.view === 'notebook') !== (before.view === 'notebook')) redraw();
});

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

function drawn(before: DrawnLevel): DrawnLevel {
  const { document } = useWorkflow.getState();
  // A notebook has no frames, so it folds none: each of its cells can be selected.
  const shown = useUi.getState().view === 'notebook' ? foldGroups(document, new Set(document.groups?.map(({ id }) => id)), 'unfolded') : document;
  const next = drawnLevel(shown, useOpenSubflow.getState().subflowId, useCatalog.getState().byType, before);
  const selected = new Set(before.elements.filter((element) => element.selected).map(({ id }) => id));
  const isOf = (element: Element) => element.type === 'folded' && element.data.members.some((id) => selected.has(id));
  return { ...next, elements: next.elements.map((element) => (!element.selected && isOf(element) ? { ...element, selected: true } : element)) };
}

/** For what is in a folded group, its card. */
function cardOfEach(elements: readonly Element[]): ReadonlyMap<string, string> {
  return new Map(elements.flatMap((element) => (element.type === 'folded' ? element.data.members.map((id) => [id, element.id] as const) : [])));
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

/** What is selected, as the canvas draws it. */
export function selectedElements(): readonly Element[] {
  return useCanvas.getState().elements.filter((element) => element.selected);
}

/** Whether any node is selected, be it in a card. */
export function areNodesSelected(): boolean {
  return selectedElements().some(({ type }) => type === 'step' || type === 'subflow' || type === 'folded');
}

/** Ids of the selected nodes, notes and sub-workflows; of a folded group, those of what is in it. */
export function selectedIds(): readonly string[] {
  return selectedElements().flatMap((element) => (element.type === 'folded' ? element.data.members : [element.id]));
}
