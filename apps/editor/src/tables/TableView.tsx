import type { Condition, TableSlice } from '@millrace/workflow';
import { lazy, Suspense, useState } from 'react';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { t } from '../i18n/i18n.ts';
import { Message } from '../output/Message.tsx';
import { formatBytes, formatNumber } from '../runs/format.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import { ColumnPanel } from './ColumnPanel.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterChips } from './FilterChips.tsx';
import type { ViewQuery } from './table-query.ts';
import { TableRows } from './TableRows.tsx';
import styles from './TableView.module.css';

const ChartBuilder = lazy(() => import('../charts/ChartBuilder.tsx'));

const Evaluation = lazy(() => import('../charts/Evaluation.tsx'));

type View = 'rows' | 'chart' | 'evaluation';

const sampleRows = 20;

interface TableViewProps {
  readonly artifact: { readonly hash: string; readonly bytes?: number };
  /** What rows meet that are shown at first; all are without it. */
  readonly filter?: readonly Condition[];
}

/** A table of any length: its rows sorted and filtered by the server, the figures of its columns, charts, and downloads. */
export default function TableView({ artifact, filter }: TableViewProps) {
  const first = useImmutable(`table:${artifact.hash}`, () => api.table(artifact.hash, { offset: 0, limit: sampleRows }));
  if (first.state === 'loading') return <Message>{t('Loading…')}</Message>;
  if (first.state === 'failed') return <Message trouble>{first.message}</Message>;
  return <Table artifact={artifact} filter={filter} sample={first.value} />;
}

function Table({ artifact, filter: first = [], sample }: TableViewProps & { readonly sample: TableSlice }) {
  const { columns, totalRows } = sample;
  const [query, setQuery] = useState<ViewQuery>({ filter: first, sort: [] });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<string>();
  const [view, setView] = useState<View>('rows');
  const [matching, setMatching] = useState<number>();
  const profile = useImmutable(`profile:${artifact.hash}`, () => api.profile(artifact.hash));
  const profiles = profile.state === 'ready' ? profile.value : [];
  const shown = columns.filter(({ name }) => !hidden.has(name));
  const filter = (next: readonly Condition[]) => {
    setQuery({ ...query, filter: next });
    setMatching(undefined);
  };
  const names = columns.map(({ name }) => name);
  const labels = names.includes('label') && names.includes('predicted') ? names.filter((name) => name.startsWith('p_')).map((name) => name.slice(2)) : [];
  const views: readonly { readonly name: View; readonly words: string }[] = [{ name: 'rows', words: t('Rows') }, { name: 'chart', words: t('Chart') }, ...(labels.length >= 2 ? [{ name: 'evaluation' as const, words: t('Evaluation') }] : [])];
  const openedColumn = columns.find(({ name }) => name === opened);
  return (
    <div className={styles.table} data-testid="output-table">
      <div className={styles.tools}>
        <p className={styles.about} role="status">
          <b className="numbers" data-testid="row-count">{query.filter.length === 0 ? rowsInWords(totalRows) : matching === undefined ? t('Counting…') : t('{{matching}} of {{rows}} match', { matching: formatNumber(matching), rows: rowsInWords(totalRows) })}</b>
          <span className="quiet numbers"> · {columnsInWords(shown.length, columns.length)}{artifact.bytes !== undefined && ` · ${formatBytes(artifact.bytes)}`}</span>
        </p>
        <div className={styles.views} role="group" aria-label={t('Views of the table')}>
          {views.map(({ name, words }) => <button key={name} type="button" aria-pressed={view === name} onClick={() => setView(name)}>{words}</button>)}
        </div>
        <ColumnChooser columns={columns} hidden={hidden} onChange={setHidden} />
        <ExportMenu hash={artifact.hash} query={query} columns={shown.length === columns.length ? undefined : shown.map(({ name }) => name)} />
      </div>
      <FilterChips filter={query.filter} onChange={filter} />
      {view === 'chart' && <Suspense fallback={<Message>{t('Loading…')}</Message>}><ChartBuilder hash={artifact.hash} columns={columns} filter={query.filter} /></Suspense>}
      {view === 'evaluation' && (
        <Suspense fallback={<Message>{t('Loading…')}</Message>}>
          <Evaluation hash={artifact.hash} labels={labels} onRows={(next) => {
            filter(next);
            setView('rows');
          }} />
        </Suspense>
      )}
      <div className={styles.beside} hidden={view !== 'rows'}>
        <TableRows
          hash={artifact.hash} columns={shown} sample={sample} profiles={profiles} query={query}
          onSort={(sort) => setQuery({ ...query, sort })} onFilter={filter} onProfile={setOpened} onCount={setMatching}
        />
        {openedColumn && <ColumnPanel key={openedColumn.name} column={openedColumn} profile={profile} onClose={() => setOpened(undefined)} />}
      </div>
    </div>
  );
}

function rowsInWords(count: number): string {
  return count === 1 ? t('1 row') : t('{{count}} rows', { count: formatNumber(count) });
}

function columnsInWords(shown: number, all: number): string {
  if (shown < all) return t('{{shown}} of {{count}} columns', { shown, count: all });
  return all === 1 ? t('1 column') : t('{{count}} columns', { count: all });
}
