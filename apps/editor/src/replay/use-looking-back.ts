import { useEffect } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useVersionView } from '../versions/version-view-store.ts';

/** While something of the past is shown the document is out of sight: nothing of it is selected, and edits are refused. */
export function useLookingBack(): void {
  useEffect(() => {
    useCanvas.getState().select([]);
    useWorkflow.setState({ lookingBack: true });
    return () => useWorkflow.setState({ lookingBack: useVersionView.getState().version !== undefined });
  }, []);
}
