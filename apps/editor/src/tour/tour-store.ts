import { create } from 'zustand';
import { useCurrentRun } from '../runs/current-run.ts';
import { chooseRun, showView } from '../shell/session.ts';
import { useUi } from '../shell/ui-store.ts';
import { closeVersion } from '../versions/version-view-store.ts';

interface Tour {
  /** The step that is shown; none while nobody takes the tour. */
  readonly step: number | undefined;
  /** Whether the page offers the tour: until somebody in this browser took it or said no. */
  readonly offered: boolean;
}

const key = 'millrace.tour';

/** Where the tour of the page stands. */
export const useTour = create<Tour>(() => ({ step: undefined, offered: !wasSeen() }));

/** Begins the tour on the canvas with the palette open, which its first steps show. */
export function startTour(): void {
  if (useCurrentRun.getState().pinned) chooseRun(undefined);
  closeVersion();
  showView('canvas');
  useUi.setState({ panel: 'nodes' });
  useTour.setState({ step: 0 });
}

export function goToStep(step: number): void {
  useTour.setState({ step });
}

/** Ends the tour, or declines it; this browser is not offered it again. */
export function endTour(): void {
  useTour.setState({ step: undefined, offered: false });
  try {
    localStorage.setItem(key, 'seen');
  } catch {
    // No storage: it is offered again the next time.
  }
}

function wasSeen(): boolean {
  try {
    return localStorage.getItem(key) === 'seen';
  } catch {
    return true;
  }
}
