// Ways over the canvas for those who have no pointer.
import type { Position } from '@millrace/workflow';
import { flushSync } from 'react-dom';
import { useWorkflow } from '../document/workflow-store.ts';
import { selectedIds, useCanvas } from './canvas-store.ts';
import { focusElement } from './focus-element.ts';
import { goTo } from './go-to.ts';
import { neighbour, type Direction } from './neighbour.ts';

/** The one node that is selected or, without a selection, the one that has the keys. */
export function currentNode(): string | undefined {
  const ids = selectedIds();
  const id = ids.length === 0 ? focusedElement() : ids.length === 1 ? ids[0] : undefined;
  return useCanvas.getState().elements.some((element) => element.id === id && element.type === 'step') ? id : undefined;
}

/** Goes from the current node to the next one that way. */
export function step(direction: Direction): void {
  const places = new Map(useCanvas.getState().elements.filter(({ type }) => type === 'step').map(({ id, position: { x, y } }): [string, Position] => [id, [x, y]]));
  const next = neighbour(places, useWorkflow.getState().document.edges, currentNode(), direction);
  if (next === undefined) return;
  if (!isDrawn(next)) return goTo(next);
  flushSync(() => useCanvas.getState().select([next]));
  focusElement(next);
}

/** Goes into the form of the current node. */
export function editParameters(): void {
  const id = currentNode();
  if (id === undefined) return;
  flushSync(() => useCanvas.getState().select([id]));
  const inspector = document.querySelector('[data-testid="inspector"]');
  const field = inspector?.querySelector<HTMLElement>('form input:not([type="file"], [type="hidden"], :disabled), form textarea, form select, form [contenteditable="true"]') ?? inspector?.querySelector<HTMLElement>('input');
  field?.focus();
}

/** Whether the keys are in the inspector of a node. */
export function isInInspector(): boolean {
  return document.activeElement?.closest('[data-testid="inspector"]') instanceof Element && currentNode() !== undefined;
}

/** Goes from the inspector back to its node. */
export function backToNode(): void {
  focusElement(currentNode());
}

/** The selection follows the keys from node to node, unless several are selected or the pointer moved them. */
export function selectFocused(target: EventTarget): void {
  const id = target instanceof HTMLElement && target.matches('.react-flow__node:focus-visible') ? target.dataset.id : undefined;
  if (id !== undefined && selectedIds().length <= 1) useCanvas.getState().select([id]);
}

function focusedElement(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset.id;
}

function isDrawn(id: string): boolean {
  return document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`) !== null;
}
