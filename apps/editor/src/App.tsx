import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import styles from './App.module.css';
import { Canvas } from './canvas/Canvas.tsx';
import { useComparison } from './compare/compare-store.ts';
import { useLanguage } from './i18n/i18n.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { OutputDock } from './output/OutputDock.tsx';
import { useCurrentRun } from './runs/current-run.ts';
import { ConflictBanner } from './shell/ConflictBanner.tsx';
import { Notices } from './shell/Notices.tsx';
import { Overlays } from './shell/Overlays.tsx';
import { Rail } from './shell/Rail.tsx';
import { startSession } from './shell/session.ts';
import { SidePanel } from './shell/SidePanel.tsx';
import { Splash } from './shell/Splash.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useUi, type View } from './shell/ui-store.ts';
import { useShortcuts } from './shell/use-shortcuts.ts';
import { useVersionView } from './versions/version-view-store.ts';

const RunInspector = lazy(() => import('./replay/RunInspector.tsx'));
const RunPage = lazy(() => import('./replay/RunPage.tsx'));
const VersionView = lazy(() => import('./versions/VersionView.tsx'));
const VersionInspector = lazy(() => import('./versions/VersionInspector.tsx'));
const ComparePage = lazy(() => import('./compare/ComparePage.tsx'));
const NotebookView = lazy(() => import('./notebook/NotebookView.tsx'));

/** The page: bar, rail, panel, canvas with the output below it, inspector; or the notebook, which has those two in its cells. */
export function App() {
  const ready = useSession();
  const stopped = useUi((ui) => ui.stopped);
  const panel = useUi((ui) => ui.panel);
  const shown = useShown();
  const language = useLanguage((state) => state.language);
  if (stopped !== undefined || !ready) return <Splash trouble={stopped} />;
  return (
    <ReactFlowProvider key={language}>
      <Shortcuts />
      <div className={styles.app} data-panel={panel !== undefined} data-view={shown === 'notebook' || shown === 'comparison' ? 'wide' : 'canvas'}>
        <TopBar />
        <Rail />
        <SidePanel />
        <Suspense fallback={null}>{aside(shown)}</Suspense>
        <main className={styles.main}>
          <ConflictBanner />
          <Suspense fallback={null}>{content(shown)}</Suspense>
        </main>
      </div>
      <Overlays />
      <Notices />
    </ReactFlowProvider>
  );
}

/** What fills the page: the open document in one of its views, a version of it, a run as it ran, or runs compared. */
type Shown = View | 'version' | 'run' | 'comparison';

function useShown(): Shown {
  const view = useUi((ui) => ui.view);
  const looksBack = useVersionView((state) => state.version !== undefined);
  const past = useCurrentRun((state) => state.pinned);
  const compares = useComparison(({ runIds }) => runIds !== undefined);
  if (looksBack) return 'version';
  if (compares) return 'comparison';
  return past && view === 'canvas' ? 'run' : view;
}

function content(shown: Shown) {
  switch (shown) {
    case 'canvas':
      return <><Canvas /><OutputDock /></>;
    case 'notebook':
      return <NotebookView />;
    case 'version':
      return <VersionView />;
    case 'run':
      return <RunPage />;
    case 'comparison':
      return <ComparePage />;
    default:
      return shown satisfies never;
  }
}

function aside(shown: Shown) {
  switch (shown) {
    case 'canvas':
      return <Inspector />;
    case 'notebook':
    case 'comparison':
      return null;
    case 'version':
      return <VersionInspector />;
    case 'run':
      return <RunInspector />;
    default:
      return shown satisfies never;
  }
}

function Shortcuts() {
  useShortcuts();
  return null;
}

/** Starts the session once and says when the page can be shown. */
function useSession(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let ended = false;
    let end: (() => void) | undefined;
    void startSession().then((stop) => {
      if (ended) stop();
      else {
        end = stop;
        setReady(true);
      }
    });
    return () => {
      ended = true;
      end?.();
    };
  }, []);
  return ready;
}
