import { NativeSelect } from '@mantine/core';
import type { Condition, PredictionFigures } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { t } from '../i18n/i18n.ts';
import { ConfusionChart } from '../output/ConfusionChart.tsx';
import { Message } from '../output/Message.tsx';
import { formatNumber } from '../runs/format.ts';
import styles from './Charts.module.css';
import { TableChart } from './TableChart.tsx';
import { atThreshold, precisionRecallPoints, rocPoints } from './threshold-figures.ts';

interface EvaluationProps {
  readonly hash: string;
  /** What the model knows. */
  readonly labels: readonly string[];
  /** Shows the rows that meet conditions. */
  readonly onRows: (filter: readonly Condition[]) => void;
}

/** From here on the server sends a part of the steps of a curve. */
const manySteps = 450;

/** How well a table of predictions fits its truth: the confusion matrix, whose cells open their rows, curves, and what a threshold would give. */
export default function Evaluation({ hash, labels, onRows }: EvaluationProps) {
  const [label, setLabel] = useState(labels.at(-1) ?? '');
  const figures = useImmutable(`predictions:${hash}:${label}`, () => api.predictions(hash, label));
  return (
    <div className={styles.evaluation} data-testid="evaluation">
      {figures.state === 'loading' && <Message>{t('Counting…')}</Message>}
      {figures.state === 'failed' && <Message trouble>{figures.message}</Message>}
      {figures.state === 'ready' && (
        <>
          <section aria-label={t('Confusion matrix')}>
            <h3>{t('Confusion matrix')}</h3>
            <ConfusionChart labels={figures.value.names} counts={figures.value.counts} onCell={(actual, predicted) => onRows([{ column: 'label', operator: '=', value: actual }, { column: 'predicted', operator: '=', value: predicted }])} />
          </section>
          <Threshold key={label} figures={figures.value} label={label} labels={labels} onLabel={setLabel} onRows={onRows} />
          <Curves figures={figures.value} />
        </>
      )}
    </div>
  );
}

interface ThresholdProps {
  readonly figures: PredictionFigures;
  readonly label: string;
  readonly labels: readonly string[];
  readonly onLabel: (label: string) => void;
  readonly onRows: EvaluationProps['onRows'];
}

function Threshold({ figures, label, labels, onLabel, onRows }: ThresholdProps) {
  const [threshold, setThreshold] = useState(0.5);
  const at = atThreshold(figures, threshold);
  const shares = [[t('Precision'), at.precision], [t('Recall'), at.recall], [t('F1'), at.f1], [t('Accuracy'), at.accuracy]] as const;
  const chosen: Condition = { column: `p_${label}`, operator: '>=', value: threshold };
  return (
    <section className={styles.threshold} aria-label={t('Threshold')}>
      <NativeSelect size="xs" label={t('Label')} value={label} data={[...labels]} onChange={(event) => onLabel(event.currentTarget.value)} />
      <label>
        {t('Threshold: {{value}}', { value: threshold.toFixed(2) })}
        <input type="range" min={0} max={1} step={0.01} value={threshold} aria-label={t('Threshold')} onChange={(event) => setThreshold(event.currentTarget.valueAsNumber)} />
      </label>
      <dl className={styles.numbers} data-testid="threshold-figures">
        {shares.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="numbers">{value.toFixed(3)}</dd></div>)}
        <div><dt>{t('False alarms')}</dt><dd className="numbers">{formatNumber(at.falsePositives)}</dd></div>
        <div><dt>{t('Misses')}</dt><dd className="numbers">{formatNumber(at.falseNegatives)}</dd></div>
      </dl>
      {figures.curve.length >= manySteps && <span className="quiet">{t('Counted at the nearest of {{count}} probabilities.', { count: figures.curve.length })}</span>}
      <button type="button" className={styles.link} onClick={() => onRows([chosen])}>{t('Show the rows from this probability on')}</button>
    </section>
  );
}

function Curves({ figures }: { readonly figures: PredictionFigures }) {
  const { rocAuc, averagePrecision, brier, calibration } = figures;
  const curve = (title: string, x: string, y: string, points: [number, number][]) => (
    <section className={styles.curve} aria-label={title}>
      <h3>{title}</h3>
      <TableChart chart={{ type: 'line', title, x, y, series: [{ name: y, points }] }} />
    </section>
  );
  const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  return (
    <>
      {curve(t('ROC curve, area {{value}}', { value: figure(rocAuc) }), t('False positive rate'), t('True positive rate'), rocPoints(figures))}
      {curve(t('Precision and recall, average precision {{value}}', { value: figure(averagePrecision) }), t('Recall'), t('Precision'), precisionRecallPoints(figures))}
      {calibration.length > 0 && curve(t('Calibration, Brier score {{value}}', { value: figure(brier) }), t('Mean probability'), t('Share that is true'), calibration.map(({ predicted, observed }) => [predicted, observed]))}
    </>
  );
}
