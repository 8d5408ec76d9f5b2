import { useComparison } from '../compare/compare-store.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { useVersionView } from '../versions/version-view-store.ts';
import { useUi, type View } from './ui-store.ts';

/** What fills the page: the open document in one of its views, a version of it, a run as it ran, or runs compared. */
export type Shown = View | 'version' | 'run' | 'comparison';

export function useShown(): Shown {
  const view = useUi((ui) => ui.view);
  const looksBack = useVersionView((state) => state.version !== undefined);
  const past = useCurrentRun((state) => state.pinned);
  const compares = useComparison(({ runIds }) => runIds !== undefined);
  return shownOf(view, { looksBack, past, compares });
}

/** The same, outside of components. */
export function shownNow(): Shown {
  return shownOf(useUi.getState().view, {
    looksBack: useVersionView.getState().version !== undefined, past: useCurrentRun.getState().pinned, compares: useComparison.getState().runIds !== undefined,
  });
}

function shownOf(view: View, { looksBack, past, compares }: { readonly looksBack: boolean; readonly past: boolean; readonly compares: boolean }): Shown {
  if (looksBack) return 'version';
  if (compares) return 'comparison';
  return past && view === 'canvas' ? 'run' : view;
}
