import { Tooltip } from '@mantine/core';
import type { ColumnProfile, Condition } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatNumber } from '../runs/format.ts';
import { FilterButton } from './FilterButton.tsx';
import { toggleSort, type ShownColumn, type ViewQuery } from './table-query.ts';
import styles from './TableView.module.css';

interface ColumnHeaderProps {
  readonly column: ShownColumn;
  readonly profile: ColumnProfile | undefined;
  readonly query: ViewQuery;
  readonly onSort: (sort: ViewQuery['sort']) => void;
  readonly onFilter: (filter: readonly Condition[]) => void;
  readonly onProfile: () => void;
}

/** A column's name, by which it is sorted, its filter and figures, and its profile: a small histogram or its most frequent values, and what is missing. */
export function ColumnHeader({ column, profile, query, onSort, onFilter, onProfile }: ColumnHeaderProps) {
  const sorted = query.sort.find((part) => part.column === column.name);
  const hint = !sorted ? t('Sort by {{column}}, ascending', { column: column.name }) : sorted.descending ? t('Back to the order of the table') : t('Sort by {{column}}, descending', { column: column.name });
  return (
    <>
      <span className={styles.columnName}>
        <button type="button" className={styles.sort} aria-label={hint} title={`${hint} · ${t('with Shift, after the columns sorted before')}`} onClick={(event) => onSort(toggleSort(query.sort, column.name, { also: event.shiftKey }))}>
          <b className="cut">{column.name}</b>
          {sorted && <span aria-hidden>{sorted.descending ? '↓' : '↑'}{query.sort.length > 1 ? query.sort.indexOf(sorted) + 1 : ''}</span>}
        </button>
        <FilterButton column={column} filter={query.filter} onChange={onFilter} />
        <button type="button" className={styles.headButton} aria-label={t('Figures of {{column}}', { column: column.name })} title={t('Figures of {{column}}', { column: column.name })} onClick={onProfile}><Icon name="chart" size={14} /></button>
      </span>
      <span className={`${styles.type} quiet`}>{column.type}</span>
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
          {missing > 0 && <span className={styles.missing}>{t('{{share}} % missing', { share: missing * 100 < total ? '< 1' : Math.round((missing / total) * 100) })}</span>}
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
    t('{{count}} values, {{missing}} missing, {{distinct}} distinct', { count: formatNumber(count), missing: formatNumber(missing), distinct: formatNumber(distinct) }),
    min === null ? '' : t('from {{low}} to {{high}}', { low: short(min), high: short(max) }),
    mean === null ? '' : t('mean {{mean}}', { mean: formatNumber(mean) }),
    ...top.slice(0, 5).map(({ value, count: times }) => `${value.length > 40 ? `${value.slice(0, 39)}…` : value}: ${formatNumber(times)}`),
  ].filter((line) => line !== '').join('\n');
}

function short(value: ColumnProfile['min']): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? formatNumber(value) : value;
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
