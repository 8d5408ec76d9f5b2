import type { Edge } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { endOfHandle } from '../subflows/level.ts';

interface Ends {
  readonly source: string;
  readonly target: string;
  readonly sourceHandle?: string | null | undefined;
  readonly targetHandle?: string | null | undefined;
}

/** A wire from the two ports that React Flow names. */
export function edgeOfConnection({ source, target, sourceHandle, targetHandle }: Ends): Edge {
  return { from: endOfHandle(source, sourceHandle), to: endOfHandle(target, targetHandle) };
}

interface DraggedHandle {
  readonly nodeId: string;
  readonly id?: string | null | undefined;
  readonly type: 'source' | 'target';
}

/** The wire that a drag between two ports would make; none when it ends in the open. A drag may start at either end. */
export function edgeOfDrag({ fromHandle, toHandle }: { readonly fromHandle: DraggedHandle | null; readonly toHandle: DraggedHandle | null }): Edge | undefined {
  if (!fromHandle || !toHandle) return undefined;
  const end = (handle: DraggedHandle) => endOfHandle(handle.nodeId, handle.id);
  return fromHandle.type === 'source' ? { from: end(fromHandle), to: end(toHandle) } : { from: end(toHandle), to: end(fromHandle) };
}

/** Why a drag cannot end where it is before any kinds are compared: an output on an output, an input on an input. */
export function sameSideProblem({ fromHandle, toHandle }: { readonly fromHandle: DraggedHandle | null; readonly toHandle: DraggedHandle | null }): string | undefined {
  if (!fromHandle || !toHandle || fromHandle.type !== toHandle.type) return undefined;
  return fromHandle.type === 'source' ? t('Two outputs cannot be wired together: end at an input, on the left of a node') : t('Two inputs cannot be wired together: start at an output, on the right of a node');
}
