import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import styles from './Charts.module.css';

interface BarChartProps {
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  readonly x: string;
  readonly y: string;
}

/** A bar for each label, with its value beside it. */
export function BarChart({ bars, x, y }: BarChartProps) {
  const largest = Math.max(...bars.map((bar) => Math.abs(bar.value)), Number.EPSILON);
  return (
    <div className={styles.bars} role="table" tabIndex={0} aria-label={t('{{y}} by {{x}}', { y: t(y), x: t(x) })}>
      {bars.map(({ label, value }, index) => (
        <div key={`${index}:${label}`} className={styles.bar} role="row">
          <span role="rowheader" className="cut" title={label}>{label}</span>
          <span role="presentation" className={styles.barTrack}><span data-negative={value < 0} style={{ width: `${(Math.abs(value) / largest) * 100}%` }} /></span>
          <b role="cell" className="numbers">{formatNumber(value)}</b>
        </div>
      ))}
    </div>
  );
}
