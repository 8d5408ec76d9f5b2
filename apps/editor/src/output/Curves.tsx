import type { NodeRun } from '@millrace/workflow';
import { lazy, Suspense } from 'react';
import { t } from '../i18n/i18n.ts';
import { words } from '../runs/node-line.ts';
import styles from './Charts.module.css';
import { Message } from './Message.tsx';

const LineChart = lazy(() => import('./LineChart.tsx'));

/** Every curve that a node reports, live. Curves with the same last word ("loss", "validation loss") share a chart. */
export function Curves({ metrics }: { readonly metrics: NodeRun['metrics'] }) {
  const charts = new Map<string, { name: string; points: readonly (readonly [number, number])[] }[]>();
  for (const [name, points] of Object.entries(metrics)) {
    const group = name.split(/[\s/]+/).at(-1) ?? name;
    charts.set(group, [...(charts.get(group) ?? []), { name: t(words(name)), points }]);
  }
  return (
    <Suspense fallback={<Message>{t('Loading…')}</Message>}>
      <div className={styles.curves} data-testid="output-curves">
        {[...charts].map(([group, series]) => (
          <figure key={group} className={styles.figure}>
            <figcaption>{t(words(group))}</figcaption>
            <LineChart series={series} x={t('step')} y={t(words(group))} named={false} />
          </figure>
        ))}
      </div>
    </Suspense>
  );
}
