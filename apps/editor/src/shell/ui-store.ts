import { create } from 'zustand';
import { viewOf, type View } from './address.ts';

export type { View };

export type Panel = 'nodes' | 'inputs' | 'runs' | 'versions' | 'schedule' | 'deployments';

export interface Ui {
  readonly view: View;
  /** The panel at the left; none when it is folded away. */
  readonly panel: Panel | undefined;
  readonly dockHeight: number;
  readonly dockOpen: boolean;
  /** Whether the person is asked if the open workflow shall be deleted. */
  readonly deleting: boolean;
  /** The server cannot be reached over the socket right now. */
  readonly offline: boolean;
  /** Nothing can be shown, and why. */
  readonly stopped: string | undefined;
}

/** Up to this width the panel lies over the canvas (App.module.css), so it starts folded away. */
const tabletWidth = 1100;
const dockKey = 'millrace-dock-height';

/** How the page is laid out; nothing here belongs to a workflow. */
export const useUi = create<Ui>(() => ({
  view: viewOf(location.search), panel: innerWidth > tabletWidth ? 'nodes' : undefined, dockHeight: Number(stored(dockKey)) || Math.min(330, Math.max(240, Math.round(innerHeight * 0.37))), dockOpen: true, deleting: false, offline: false, stopped: undefined,
}));

/** Opens a panel, or folds it away when it is open. */
export function togglePanel(panel: Panel): void {
  useUi.setState((ui) => ({ panel: ui.panel === panel ? undefined : panel }));
}

export function setDockHeight(height: number): void {
  const bounded = Math.round(Math.min(Math.max(height, 140), innerHeight - 220));
  useUi.setState({ dockHeight: bounded });
  try {
    localStorage.setItem(dockKey, String(bounded));
  } catch {
    // No storage: the height holds until the page is closed.
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
