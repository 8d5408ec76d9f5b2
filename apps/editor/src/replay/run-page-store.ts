import { create } from 'zustand';

export interface RunPageState {
  /** The node that is looked at. */
  readonly nodeId: string | undefined;
  /** What stands below the canvas. */
  readonly below: 'timeline' | 'output';
}

/** What is chosen on the page that shows a run. */
export const useRunPage = create<RunPageState>(() => ({ nodeId: undefined, below: 'timeline' }));

export function selectNode(nodeId: string | undefined): void {
  useRunPage.setState({ nodeId });
}
