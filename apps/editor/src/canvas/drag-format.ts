/** The name under which the palette puts a node type into a drag. */
export const nodeTypeFormat = 'application/x-millrace-node-type';

/** The node type that is dropped, when it is one. */
export function draggedType(transfer: DataTransfer): string | undefined {
  return transfer.getData(nodeTypeFormat) || undefined;
}
