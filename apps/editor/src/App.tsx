import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import styles from './App.module.css';
import { Canvas } from './canvas/Canvas.tsx';
import { useLanguage } from './i18n/i18n.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { OutputDock } from './output/OutputDock.tsx';
import { ConflictBanner } from './shell/ConflictBanner.tsx';
import { Notices } from './shell/Notices.tsx';
import { Rail } from './shell/Rail.tsx';
import { startSession } from './shell/session.ts';
import { SidePanel } from './shell/SidePanel.tsx';
import { Splash } from './shell/Splash.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useUi } from './shell/ui-store.ts';
import { useShortcuts } from './shell/use-shortcuts.ts';

const NotebookView = lazy(() => import('./notebook/NotebookView.tsx'));

/** The page: bar, rail, panel, canvas with the output below it, inspector; or the notebook, which has those two in its cells. */
export function App() {
  const ready = useSession();
  const stopped = useUi((ui) => ui.stopped);
  const panel = useUi((ui) => ui.panel);
  const view = useUi((ui) => ui.view);
  const language = useLanguage((state) => state.language);
  if (stopped !== undefined || !ready) return <Splash trouble={stopped} />;
  return (
    <ReactFlowProvider key={language}>
      <Shortcuts />
      <div className={styles.app} data-panel={panel !== undefined} data-view={view}>
        <TopBar />
        <Rail />
        <SidePanel />
        {view === 'canvas' && <Inspector />}
        <main className={styles.main}>
          <ConflictBanner />
          {view === 'canvas' ? <><Canvas /><OutputDock /></> : <Suspense fallback={null}><NotebookView /></Suspense>}
        </main>
      </div>
      <Notices />
    </ReactFlowProvider>
  );
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
