import { lazy, Suspense } from 'react';
import { Palette } from '../palette/Palette.tsx';
import styles from './SidePanel.module.css';
import { useUi, type Panel } from './ui-store.ts';

const InputsPanel = lazy(() => import('../inputs/InputsPanel.tsx'));
const RunHistory = lazy(() => import('../history/RunHistory.tsx'));
const VersionsPanel = lazy(() => import('../versions/VersionsPanel.tsx'));
const SchedulePanel = lazy(() => import('../schedules/SchedulePanel.tsx'));
const DeploymentsPanel = lazy(() => import('../deployments/DeploymentsPanel.tsx'));

/** The panel that the rail opened. The palette stays mounted, so that a search survives a look elsewhere. */
export function SidePanel() {
  const panel = useUi((ui) => ui.panel);
  return (
    <div className={styles.panel} data-area="panel" hidden={panel === undefined}>
      <div className={styles.fill} hidden={panel !== 'nodes'}><Palette /></div>
      <Suspense fallback={null}>{panel !== undefined && panel !== 'nodes' && content(panel)}</Suspense>
    </div>
  );
}

function content(panel: Exclude<Panel, 'nodes'>) {
  switch (panel) {
    case 'inputs':
      return <InputsPanel />;
    case 'runs':
      return <RunHistory />;
    case 'versions':
      return <VersionsPanel />;
    case 'schedule':
      return <SchedulePanel />;
    case 'deployments':
      return <DeploymentsPanel />;
    default:
      return panel satisfies never;
  }
}
