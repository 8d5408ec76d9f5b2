import type { NodeRun } from '@millrace/workflow';
import { lazy, Suspense } from 'react';
import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import { words } from '../runs/node-line.ts';
import styles from './Charts.module.css';
import { figuresOf } from './curve-figures.ts';
import { Message } from './Message.tsx';

const LineChart = lazy(() => import('./LineChart.tsx'));

/** Every curve that a node reports, live, with its last and its best value. Curves with the same last word ("loss", "validation loss") share a chart. */
export function Curves({ metrics }: { readonly metrics: NodeRun['metrics'] }) {
  const charts = new Map<string, { key: string; name: string; points: readonly (readonly [number, number])[] }[]>();
  for (const [key, points] of Object.entries(metrics)) {
    const group = key.split(/[\s/]+/).at(-1) ?? key;
    charts.set(group, [...(charts.get(group) ?? []), { key, name: t(words(key)), points }]);
  }
  return (
    <Suspense fallback={<Message>{t('Loading…')}</Message>}>
      <div className={styles.curves} data-testid="output-curves">
        {[...charts].map(([group, series]) => (
          <figure key={group} className={styles.figure}>
            <figcaption>{t(words(group))}</figcaption>
            <dl className={`${styles.curveFigures} numbers`}>
              {series.map(({ key, name, points }) => <div key={key}>{series.length > 1 && <dt>{name}</dt>}<dd>{curveWords(key, points)}</dd></div>)}
            </dl>
            <LineChart series={series} x={t('step')} y={t(words(group))} named={false} />
          </figure>
        ))}
      </div>
    </Suspense>
  );
}

/** "last 0.48, best 0.44 at step 31". */
function curveWords(name: string, points: NodeRun['metrics'][string]): string {
  const { last, best } = figuresOf(name, points);
  if (!last) return '–';
  if (!best) return t('last {{value}}', { value: formatNumber(last[1]) });
  return t('last {{value}}, best {{best}} at step {{step}}', { value: formatNumber(last[1]), best: formatNumber(best[1]), step: formatNumber(best[0]) });
}
