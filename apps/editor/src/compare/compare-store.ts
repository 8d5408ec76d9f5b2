import { create } from 'zustand';
import { useWorkflow } from '../document/workflow-store.ts';

/** The runs that are shown beside each other; none when the page shows something else. */
export const useComparison = create<{ readonly runIds: readonly string[] | undefined }>(() => ({ runIds: undefined }));

useWorkflow.subscribe((state, before) => {
  if (state.opened !== before.opened) useComparison.setState({ runIds: undefined });
});
