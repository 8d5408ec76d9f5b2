import { Button, Group, UnstyledButton } from '@mantine/core';
import type { SweepSummary } from '@millrace/workflow';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { formatInstant } from '../runs/format.ts';
import styles from './Sweeps.module.css';
import { showSweeps } from './sweeps-store.ts';

/** The sweeps of the open workflow, newest first. */
export function SweepList() {
  const id = useWorkflow((state) => state.id);
  const [found, setFound] = useState<readonly SweepSummary[] | string>();
  useEffect(() => {
    let ended = false;
    const put = (answer: readonly SweepSummary[] | string) => !ended && setFound(answer);
    if (id === undefined) put([]);
    else api.sweeps(id).then(put, (error: unknown) => put(messageOf(error)));
    return () => {
      ended = true;
    };
  }, [id]);
  return (
    <>
      {typeof found === 'string' && <p className={styles.trouble}>{found}</p>}
      {Array.isArray(found) && found.length === 0 && <p className="quiet">{t('No sweep yet. A sweep runs this workflow with many values of its inputs and shows which did best.')}</p>}
      <ul className={styles.list}>
        {Array.isArray(found) && found.map((sweep: SweepSummary) => (
          <li key={sweep.id}>
            <UnstyledButton className={styles.listed} onClick={() => showSweeps({ kind: 'sweep', id: sweep.id })}>
              <b>{formatInstant(sweep.startedAt)}</b>
              <span className="quiet numbers">{t('{{finished}} of {{count}} trials', { finished: sweep.finished, count: sweep.trials })} · v{sweep.workflowVersion}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <Group justify="flex-end"><Button size="xs" onClick={() => showSweeps({ kind: 'new', vary: [] })}>{t('New sweep')}</Button></Group>
    </>
  );
}
