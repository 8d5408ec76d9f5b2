/** The name under which the palette puts a node type into a drag. */
export const nodeTypeFormat = 'application/x-millrace-node-type';

// What a drag carries is told at its end only; one that began on this page is known before.
let dragged: string | undefined;

/** Puts a node type into a drag that begins. */
export function startDrag(transfer: DataTransfer, type: string): void {
  transfer.setData(nodeTypeFormat, type);
  transfer.effectAllowed = 'copy';
  dragged = type;
}

/** The node type that is being dragged over the canvas, when the drag began on this page. */
export function typeInDrag(): string | undefined {
  return dragged;
}

/** The node type that is dropped, when it is one. */
export function draggedType(transfer: DataTransfer): string | undefined {
  dragged = undefined;
  return transfer.getData(nodeTypeFormat) || undefined;
}
