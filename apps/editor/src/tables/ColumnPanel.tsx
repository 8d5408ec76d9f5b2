import type { ColumnProfile } from '@millrace/workflow';
import type { Fetched } from '../api/immutable.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatNumber } from '../runs/format.ts';
import type { ShownColumn } from './table-query.ts';
import styles from './TableView.module.css';

interface ColumnPanelProps {
  readonly column: ShownColumn;
  readonly profile: Fetched<readonly ColumnProfile[]>;
  readonly onClose: () => void;
}

/** The figures of a column, of all rows of the table: what is there, how it is spread, its most frequent values. */
export function ColumnPanel({ column, profile, onClose }: ColumnPanelProps) {
  const figures = profile.state === 'ready' ? profile.value.find(({ name }) => name === column.name) : undefined;
  return (
    <aside className={styles.panel} aria-label={t('Figures of {{column}}', { column: column.name })} data-testid="column-panel">
      <header>
        <h3 className="cut" title={column.name}>{column.name}</h3>
        <button type="button" className={styles.headButton} aria-label={t('Close the figures')} onClick={onClose}><Icon name="close" size={14} /></button>
      </header>
      {profile.state === 'loading' && <p className="quiet">{t('Counting…')}</p>}
      {profile.state === 'failed' && <p role="alert">{profile.message}</p>}
      {figures && <Figures figures={figures} />}
    </aside>
  );
}

function Figures({ figures }: { readonly figures: ColumnProfile }) {
  const { type, count, missing, distinct, min, max, mean, standardDeviation, quantiles = [], length, histogram, top } = figures;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('Type'), type],
    [t('Values'), formatNumber(count)],
    [t('Missing'), `${formatNumber(missing)} (${((missing / Math.max(1, count + missing)) * 100).toFixed(1)} %)`],
    [t('Distinct'), formatNumber(distinct)],
    [t('Mean'), mean === null ? undefined : formatNumber(mean)],
    [t('Standard deviation'), typeof standardDeviation === 'number' ? formatNumber(standardDeviation) : undefined],
    [t('Minimum'), text(min)],
    ...quantiles.map(({ share, value }) => [share === 0.5 ? t('Median') : t('{{percent}} % quantile', { percent: share * 100 }), value === null ? undefined : formatNumber(value)] as const),
    [t('Maximum'), text(max)],
    [t('Characters'), length ? t('{{low}} to {{high}}, mean {{mean}}', { low: formatNumber(length.min), high: formatNumber(length.max), mean: formatNumber(length.mean) }) : undefined],
  ];
  return (
    <>
      <dl>{rows.map(([name, value]) => value !== undefined && <div key={name}><dt>{name}</dt><dd className="numbers">{value}</dd></div>)}</dl>
      {histogram.length > 0 && <Histogram bins={histogram} time={type === 'date' || type === 'timestamp'} />}
      {top.length > 0 && (
        <>
          <h4>{t('Most frequent')}</h4>
          <ul>{top.map(({ value, count: times }) => <li key={value}><span className="cut" title={value}>{value === '' ? t('(empty)') : value}</span><span className="numbers">{formatNumber(times)}</span></li>)}</ul>
        </>
      )}
    </>
  );
}

function Histogram({ bins, time }: { readonly bins: ColumnProfile['histogram']; readonly time: boolean }) {
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  const end = (value: number) => (time ? new Date(value).toISOString().slice(0, 10) : formatNumber(value));
  return (
    <>
      <h4>{t('Distribution')}</h4>
      <svg viewBox={`0 0 ${bins.length * 10} 90`} preserveAspectRatio="none" className={styles.histogram} role="img" aria-label={t('Distribution')}>
        {bins.map(({ from, to, count }, index) => {
          const height = count === 0 ? 0 : Math.max(1.5, (count / highest) * 88);
          return <rect key={from} x={index * 10 + 0.7} y={90 - height} width={8.6} height={height}><title>{`${end(from)} – ${end(to)}: ${formatNumber(count)}`}</title></rect>;
        })}
      </svg>
      <div className={`${styles.ends} numbers`}><span>{end(bins[0]?.from ?? 0)}</span><span>{end(bins.at(-1)?.to ?? 0)}</span></div>
    </>
  );
}

function text(value: ColumnProfile['min']): string | undefined {
  return value === null ? undefined : typeof value === 'number' ? formatNumber(value) : value;
}
