import { Button, Group, Select } from '@mantine/core';
import type { Sweep } from '@millrace/workflow';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { betterOf } from '../runs/better.ts';
import { figureWords } from '../runs/node-line.ts';
import { useLists } from '../shell/lists-store.ts';
import { tell } from '../shell/session.ts';
import { ParallelCoordinates } from './ParallelCoordinates.tsx';
import { ranked } from './parallel-coordinates.ts';
import styles from './Sweeps.module.css';
import { showSweeps } from './sweeps-store.ts';
import { TrialTable } from './TrialTable.tsx';
import { takeOver } from './take-over.ts';

const mostMetrics = 3;
const open = new Set(['queued', 'running', 'pausing', 'paused', 'cancelling']);

/** The trials as lines and as a table, best first, while they run and after; the chosen one's values can be taken over. */
export function SweepResults({ id }: { readonly id: string }) {
  const found = useSweep(id);
  const [metric, setMetric] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  if (typeof found === 'string') return <p className={styles.trouble}>{found}</p>;
  if (!found) return null;
  const { trials, inputs } = found;
  const metrics = [...new Set(trials.flatMap((trial) => Object.keys(trial.metrics)))];
  const by = metric ?? metrics.find((name) => betterOf(name) === 'more') ?? metrics.find((name) => betterOf(name) !== undefined) ?? metrics[0];
  const order = by === undefined ? [] : ranked(trials, by, betterOf(by) === 'less');
  const shown = by === undefined ? [] : [...metrics.filter((name) => name !== by).slice(0, mostMetrics - 1), by];
  const rows = [...order, ...trials.filter((trial) => !order.includes(trial))];
  const picked = trials.find(({ runId }) => runId === (chosen ?? order[0]?.runId));
  const running = trials.filter(({ state }) => open.has(state)).length;
  return (
    <div className={styles.results} data-testid="sweep-results" data-running={running}>
      <Group justify="space-between" align="flex-end">
        <Select size="xs" w={240} label={t('Best by')} allowDeselect={false} value={by ?? null} placeholder={t('No metric yet')} data={metrics.map((name) => ({ value: name, label: figureWords(name) }))} onChange={(next) => setMetric(next ?? undefined)} />
        <span role="status" className="quiet numbers">{running > 0 ? t('{{count}} trials are still to end', { count: running }) : t('All {{count}} trials have ended', { count: trials.length })}</span>
        {running > 0 && <Button size="xs" variant="default" onClick={() => void api.cancelSweep(id).catch(tell(t('The sweep could not be cancelled')))}>{t('Cancel the rest')}</Button>}
      </Group>
      <ParallelCoordinates trials={trials} inputs={inputs} metrics={shown} order={order} chosen={picked?.runId} onChoose={setChosen} />
      <TrialTable rows={rows} inputs={inputs} metrics={shown} best={order[0]?.runId} chosen={picked?.runId} onChoose={setChosen} />
      <Group justify="flex-end" gap={8}>
        <Button size="xs" variant="default" onClick={() => showSweeps({ kind: 'list' })}>{t('All sweeps')}</Button>
        <Button size="xs" disabled={!picked} data-testid="use-values" onClick={() => picked && takeOver(picked)}>{picked ? t('Use the values of run {{number}}', { number: picked.number }) : t('Use these values')}</Button>
      </Group>
    </div>
  );
}

/** The sweep, asked for again whenever a run of the workflow says something new; a message when it cannot be had. */
function useSweep(id: string): Sweep | string | undefined {
  const runs = useLists((lists) => lists.runs);
  const [found, setFound] = useState<Sweep | string>();
  useEffect(() => {
    let ended = false;
    api.sweep(id).then((sweep) => !ended && setFound(sweep), (error: unknown) => !ended && setFound(messageOf(error)));
    return () => {
      ended = true;
    };
  }, [id, runs]);
  return found;
}
