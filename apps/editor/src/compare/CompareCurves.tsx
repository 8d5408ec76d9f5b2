import { lazy, Suspense } from 'react';
import { t } from '../i18n/i18n.ts';
import { Message } from '../output/Message.tsx';
import { words } from '../runs/node-line.ts';
import type { Curves } from './compare-runs.ts';
import styles from './ComparePage.module.css';

const LineChart = lazy(() => import('../output/LineChart.tsx'));

interface CompareCurvesProps {
  readonly curves: readonly Curves[];
  readonly numbers: readonly number[];
  readonly nameOf: (nodeId: string) => string;
}

/** The learning curves of the runs over each other. */
export function CompareCurves({ curves, numbers, nameOf }: CompareCurvesProps) {
  return (
    <section className={styles.section} aria-label={t('Learning curves')} data-testid="compare-curves">
      <h3>{t('Learning curves')}</h3>
      <Suspense fallback={<Message>{t('Loading…')}</Message>}>
        <div className={styles.curves}>
          {curves.map(({ nodeId, name, series }) => (
            <figure key={`${nodeId} ${name}`} className={styles.curve}>
              <figcaption>{nameOf(nodeId)}: {t(words(name))}</figcaption>
              <LineChart named={false} x={t('step')} y={t(words(name))} series={series.map(({ side, points }) => ({ name: t('Run {{number}}', { number: numbers[side] ?? 0 }), points }))} />
            </figure>
          ))}
        </div>
      </Suspense>
    </section>
  );
}
