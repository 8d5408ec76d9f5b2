import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import styles from './Charts.module.css';

interface ConfusionChartProps {
  readonly labels: readonly string[];
  /** `counts[actual][predicted]`. */
  readonly counts: readonly (readonly number[])[];
  /** Opens the rows behind a cell; without it, cells only tell. */
  readonly onCell?: (actual: string, predicted: string) => void;
}

/** A confusion matrix: rows are what it was, columns what was predicted; the diagonal is right. */
export function ConfusionChart({ labels, counts, onCell }: ConfusionChartProps) {
  return (
    <div className={styles.confusionFrame}>
      <table className={styles.confusion}>
        <thead>
          <tr><td /><td /><th colSpan={labels.length} className={styles.side}>{t('Predicted')}</th></tr>
          <tr><td /><td />{labels.map((label) => <th key={label} scope="col">{label}</th>)}</tr>
        </thead>
        <tbody>
          {labels.map((actual, row) => {
            const total = (counts[row] ?? []).reduce((sum, count) => sum + count, 0);
            return (
              <tr key={actual}>
                {row === 0 && <th rowSpan={labels.length} className={styles.upright}><span>{t('Actual')}</span></th>}
                <th scope="row">{actual}</th>
                {labels.map((predicted, column) => {
                  const count = counts[row]?.[column] ?? 0;
                  const share = total === 0 ? 0 : count / total;
                  const tone = row === column ? 'var(--good)' : 'var(--bad)';
                  return (
                    <td key={predicted} className={styles.count} style={{ background: `color-mix(in srgb, ${tone} ${Math.round(share * 55)}%, var(--sunken))` }}>
                      {onCell && count > 0
                        ? <button type="button" className={styles.cellButton} aria-label={t('{{count}} rows that are {{actual}} and predicted as {{predicted}}', { count: formatNumber(count), actual, predicted })} onClick={() => onCell(actual, predicted)}><b className="numbers">{formatNumber(count)}</b></button>
                        : <b className="numbers">{formatNumber(count)}</b>}
                      <span className="numbers">{(share * 100).toFixed(1)} %</span>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
