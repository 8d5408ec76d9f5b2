import { Tooltip } from '@mantine/core';
import type { ColumnProfile } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import styles from './TableView.module.css';

/** A column's name and type, and its profile: a small histogram or its most frequent values, and what is missing. */
export function ColumnHeader({ column, profile }: { readonly column: { readonly name: string; readonly type: string }; readonly profile: ColumnProfile | undefined }) {
  return (
    <>
      <span className={styles.columnName}><b className="cut" title={column.name}>{column.name}</b><span className="quiet">{column.type}</span></span>
      {profile ? <Profile profile={profile} /> : <span className={styles.profile} />}
    </>
  );
}

function Profile({ profile }: { readonly profile: ColumnProfile }) {
  const { histogram, top, distinct, missing, count } = profile;
  const total = count + missing;
  return (
    <Tooltip label={details(profile)} style={{ whiteSpace: 'pre-line' }} openDelay={250}>
      <span className={styles.profile} data-testid={`profile-${profile.name}`}>
        {histogram.length > 0 ? <Histogram bins={histogram} /> : <Top top={top} count={count} distinct={distinct} />}
        <span className={`${styles.summary} numbers`}>
          <span className="cut">{histogram.length > 0 ? `${short(profile.min)} – ${short(profile.max)}` : t('{{count}} distinct', { count: formatNumber(distinct) })}</span>
          {missing > 0 && <span className={styles.missing}>{t('{{percent}} % missing', { percent: formatNumber((missing / Math.max(1, total)) * 100 < 1 ? 0.9 : Math.round((missing / total) * 100)).replace('0.9', '< 1') })}</span>}
        </span>
      </span>
    </Tooltip>
  );
}

function Histogram({ bins }: { readonly bins: ColumnProfile['histogram'] }) {
  const highest = Math.max(1, ...bins.map((bin) => bin.count));
  return (
    <svg viewBox={`0 0 ${bins.length * 10} 30`} preserveAspectRatio="none" className={styles.histogram} aria-hidden>
      {bins.map(({ from, count }, index) => {
        const height = count === 0 ? 0 : Math.max(1.5, (count / highest) * 29);
        return <rect key={from} x={index * 10 + 0.7} y={30 - height} width={8.6} height={height} rx={0.8} />;
      })}
    </svg>
  );
}

function Top({ top, count, distinct }: { readonly top: ColumnProfile['top']; readonly count: number; readonly distinct: number }) {
  const tells = top.length > 0 && distinct < count * 0.6;
  if (!tells) return <span className={styles.plain}>{count === 0 ? t('all missing') : t('mostly distinct')}</span>;
  return (
    <span className={styles.top} aria-hidden>
      {top.slice(0, 2).map(({ value, count: times }) => (
        <span key={value} className={styles.topValue}>
          <span className={styles.topBar} style={{ width: `${(times / Math.max(1, count)) * 100}%` }} />
          <span className="cut">{value === '' ? t('(empty)') : value}</span>
        </span>
      ))}
    </span>
  );
}

function details({ count, missing, distinct, min, max, mean, top }: ColumnProfile): string {
  return [
    t('{{values}} values, {{missing}} missing, {{distinct}} distinct', { values: formatNumber(count), missing: formatNumber(missing), distinct: formatNumber(distinct) }),
    min === null ? '' : t('from {{least}} to {{most}}', { least: short(min), most: short(max) }),
    mean === null ? '' : t('mean {{mean}}', { mean: formatNumber(mean) }),
    ...top.slice(0, 5).map(({ value, count: times }) => `${value.length > 40 ? `${value.slice(0, 39)}…` : value}: ${formatNumber(times)}`),
  ].filter((line) => line !== '').join('\n');
}

function short(value: ColumnProfile['min']): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? formatNumber(value) : value;
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
