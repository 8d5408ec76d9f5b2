import { applyChange, changeBetween, invertChange, isEmpty, type Change, type Workflow } from '@millrace/workflow';

/** One step that undo takes back: everything one gesture did. */
export interface Step {
  readonly change: Change;
  /** While set, the next edit of the same gesture joins this step. */
  readonly gesture?: string;
}

export interface History {
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
}

export interface Edited {
  readonly document: Workflow;
  readonly history: History;
}

export const emptyHistory: History = { undo: [], redo: [] };
const longest = 500;

/** Notes an edit. Edits that share a gesture (typing in one field, say) become one step; one that changes nothing is no step. */
export function record({ document, history }: Edited, after: Workflow, gesture?: string): Edited {
  const top = history.undo.at(-1);
  const joins = gesture !== undefined && top?.gesture === gesture;
  const before = joins ? applyChange(document, invertChange(top.change)) : document;
  const change = changeBetween(before, after);
  const earlier = joins ? history.undo.slice(0, -1) : history.undo;
  if (isEmpty(change)) return joins ? { document: after, history: { undo: earlier, redo: [] } } : { document, history };
  const step: Step = gesture === undefined ? { change } : { change, gesture };
  return { document: after, history: { undo: [...earlier, step].slice(-longest), redo: [] } };
}

/** Ends the gesture in progress: the next edit is a step of its own. */
export function close(history: History): History {
  const top = history.undo.at(-1);
  return top?.gesture === undefined ? history : { ...history, undo: [...history.undo.slice(0, -1), { change: top.change }] };
}

export function undo({ document, history }: Edited): Edited {
  const step = history.undo.at(-1);
  if (!step) return { document, history };
  const next = applyChange(document, invertChange(step.change));
  return { document: next, history: { undo: history.undo.slice(0, -1), redo: [...history.redo, { change: step.change }] } };
}

export function redo({ document, history }: Edited): Edited {
  const step = history.redo.at(-1);
  if (!step) return { document, history };
  return { document: applyChange(document, step.change), history: { undo: [...history.undo, step], redo: history.redo.slice(0, -1) } };
}
