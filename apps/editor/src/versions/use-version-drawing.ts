import type { WorkflowDetail } from '@millrace/workflow';
import { useMemo } from 'react';
import type { Fetched } from '../api/immutable.ts';
import { drawingOf, type Drawing } from './compared-elements.ts';
import { useVersionDocument, useVersionView } from './version-view-store.ts';

export interface VersionDrawing {
  readonly after: WorkflowDetail;
  /** None where nothing is compared. */
  readonly before: WorkflowDetail | undefined;
  readonly drawing: Drawing;
}

/** The version that is looked at, and what tells it from the one it is compared with. */
export function useVersionDrawing(): Fetched<VersionDrawing> {
  const { version, against } = useVersionView();
  const after = useVersionDocument(version);
  const before = useVersionDocument(against);
  return useMemo(() => {
    if (after.state !== 'ready') return after;
    if (against === undefined) return { state: 'ready', value: { after: after.value, before: undefined, drawing: drawingOf(after.value.document, undefined) } };
    if (before.state !== 'ready') return before;
    return { state: 'ready', value: { after: after.value, before: before.value, drawing: drawingOf(after.value.document, before.value.document) } };
  }, [after, before, against]);
}
