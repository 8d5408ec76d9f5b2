import type { SweepTrial } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import { figureWords } from '../runs/node-line.ts';
import { parallelAxes } from './parallel-coordinates.ts';
import styles from './Sweeps.module.css';

interface Props {
  readonly trials: readonly SweepTrial[];
  readonly inputs: readonly string[];
  readonly metrics: readonly string[];
  /** Best first. */
  readonly order: readonly SweepTrial[];
  readonly chosen: string | undefined;
  readonly onChoose: (runId: string) => void;
}

const width = 820;
const height = 230;
const margin = { x: 70, top: 26, bottom: 14 };

/** Each trial as a line over its inputs and metrics; the best is drawn strongest. The table below says the same in words. */
export function ParallelCoordinates({ trials, inputs, metrics, order, chosen, onChoose }: Props) {
  const axes = parallelAxes(trials, inputs, metrics, formatNumber);
  const x = (index: number) => margin.x + (axes.length === 1 ? 0 : (index * (width - 2 * margin.x)) / (axes.length - 1));
  const y = (at: number) => height - margin.bottom - at * (height - margin.top - margin.bottom);
  const ranks = new Map(order.map(({ runId }, rank) => [runId, rank]));
  return (
    <svg className={styles.plot} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('{{count}} trials, a line for each over inputs and metrics', { count: trials.length })} data-testid="parallel-coordinates">
      {trials.map((trial, index) => {
        const points = axes.flatMap(({ places }, column) => (places[index] === undefined ? [] : [`${x(column).toFixed(1)},${y(places[index]).toFixed(1)}`]));
        const rank = ranks.get(trial.runId);
        return points.length < 2 ? null : (
          <polyline
            key={trial.runId} points={points.join(' ')} className={styles.line} data-best={rank === 0} data-chosen={trial.runId === chosen}
            style={{ opacity: rank === undefined ? 0.18 : 0.85 - 0.6 * (rank / Math.max(1, order.length - 1)) }} onClick={() => onChoose(trial.runId)}
          ><title>{t('Run {{number}}', { number: trial.number })}</title></polyline>
        );
      })}
      {axes.map(({ name, labels }, column) => (
        <g key={`${column}-${name}`} transform={`translate(${x(column)} 0)`}>
          <line y1={margin.top} y2={height - margin.bottom} className={styles.axis} />
          <text y={14} textAnchor="middle" className={styles.axisName}>{shortened(column < inputs.length ? name : figureWords(name))}</text>
          {labels.map(({ text, at }) => <text key={text} x={-6} y={y(at) + 4} textAnchor="end" className={styles.axisLabel}>{shortened(text)}</text>)}
        </g>
      ))}
    </svg>
  );
}

function shortened(text: string): string {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}
