import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import styles from './App.module.css';
import { Canvas } from './canvas/Canvas.tsx';
import { useLentViewport } from './canvas/viewport.ts';
import { CommandDialogs } from './commands/CommandDialogs.tsx';
import { useCommandKeys } from './commands/use-command-keys.ts';
import { useLanguage } from './i18n/i18n.ts';
import { QueueWatch } from './queue/QueueWatch.tsx';
import { afterCanvas } from './shell/after-canvas.ts';
import { ConflictBanner } from './shell/ConflictBanner.tsx';
import { Notices } from './shell/Notices.tsx';
import { Overlays } from './shell/Overlays.tsx';
import { Rail } from './shell/Rail.tsx';
import { startSession } from './shell/session.ts';
import { SidePanel } from './shell/SidePanel.tsx';
import { Splash } from './shell/Splash.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useShown, type Shown } from './shell/shown.ts';
import { useUi } from './shell/ui-store.ts';

const Inspector = lazy(afterCanvas(() => import('./inspector/Inspector.tsx')));
const OutputDock = lazy(afterCanvas(() => import('./output/OutputDock.tsx')));
const RunInspector = lazy(() => import('./replay/RunInspector.tsx'));
const RunPage = lazy(() => import('./replay/RunPage.tsx'));
const VersionView = lazy(() => import('./versions/VersionView.tsx'));
const VersionInspector = lazy(() => import('./versions/VersionInspector.tsx'));
const ComparePage = lazy(() => import('./compare/ComparePage.tsx'));
const AppView = lazy(() => import('./inputs/AppView.tsx'));
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
      <Commands />
      <QueueWatch />
      <div className={styles.app} data-panel={panel !== undefined} data-view={shown === 'notebook' || shown === 'app' || shown === 'comparison' ? 'wide' : 'canvas'}>
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

function content(shown: Shown) {
  switch (shown) {
    case 'canvas':
      return <><Canvas /><Suspense fallback={null}><OutputDock /></Suspense></>;
    case 'notebook':
      return <NotebookView />;
    case 'app':
      return <AppView />;
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
    case 'app':
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

function Commands() {
  useLentViewport();
  useCommandKeys();
  return <CommandDialogs />;
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
