import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useQueueDialog } from '../queue/queue-store.ts';
import { startRun } from '../runs/start-run.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { compareRuns } from '../shell/session.ts';
import { showSweeps } from '../sweeps/sweeps-store.ts';
import { followHistory, loadOlder, narrow, useHistory } from './history-store.ts';
import { everyRun, narrowings } from './run-filter.ts';
import { RunFilters } from './RunFilters.tsx';
import styles from './RunHistory.module.css';
import { RunRow } from './RunRow.tsx';

/** The runs of the open workflow, or of all, newest first; a click shows one on the canvas. */
export default function RunHistory() {
  const { runs, more, loading, trouble } = useHistory();
  useEffect(followHistory, []);
  return (
    <PanelFrame title={t('Runs')} about={runs.length > 0 ? t('Choose one to see it on the canvas.') : undefined}>
      <RunFilters />
      <div className={styles.links}>
        <button type="button" onClick={() => showSweeps({ kind: 'list' })}>{t('Sweeps')}</button>
        <button type="button" data-testid="show-queue" onClick={() => useQueueDialog.setState({ open: true })}>{t('Queue')}</button>
      </div>
      <CompareBar />
      {trouble !== undefined && <p className={styles.trouble} role="alert">{trouble}</p>}
      {runs.length === 0 && !loading && trouble === undefined && <Nothing />}
      <ul className={styles.runs} aria-busy={loading} data-testid="history">
        {runs.map((run) => <RunRow key={run.id} run={run} />)}
      </ul>
      {more && <Button variant="default" size="xs" loading={loading} onClick={() => void loadOlder()}>{t('Show older runs')}</Button>}
    </PanelFrame>
  );
}

/** What can be done with the runs that are ticked. */
function CompareBar() {
  const ticked = useHistory((state) => state.ticked);
  if (ticked.length === 0) return null;
  return (
    <div className={styles.compare}>
      <Button size="xs" disabled={ticked.length < 2} data-testid="compare" onClick={() => compareRuns(ticked)}>{ticked.length < 2 ? t('Tick another run to compare') : t('Compare {{count}} runs', { count: ticked.length })}</Button>
      <Button size="xs" variant="subtle" color="gray" px={6} onClick={() => useHistory.setState({ ticked: [] })}>{t('Clear')}</Button>
    </div>
  );
}

function Nothing() {
  const narrowed = useHistory(({ filter }) => filter.text.trim() !== '' || narrowings(filter) > 0);
  const draft = useWorkflow(({ id }) => id === undefined);
  if (narrowed && !draft) {
    return (
      <EmptyState icon="search" title={t('No run is like that.')} text={t('Runs are found by their number, note, tags, state, day and what started them.')}>
        <Button size="xs" variant="default" onClick={() => narrow({ ...everyRun, everywhere: useHistory.getState().filter.everywhere })}>{t('Show all runs')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="history" title={t('This workflow has not run yet.')} text={t('Each run is kept here: how it ended, what it put out, and which version of the workflow it ran.')}>
      <Button size="xs" leftSection={<Icon name="play" size={12} filled />} onClick={() => void startRun()}>{t('Run this workflow')}</Button>
    </EmptyState>
  );
}
