import type { ReactNode } from 'react';
import { useId } from 'react';
import { t } from '../i18n/i18n.ts';
import type { Row } from './compare-runs.ts';
import styles from './ComparePage.module.css';

type ValueOf<One> = One extends Row<infer Value> ? Value : never;

interface CompareTableProps<One extends Row<unknown>> {
  readonly title: string;
  /** What to say when there are no rows. */
  readonly none: string;
  readonly testId: string;
  /** The numbers of the runs, one for each column. */
  readonly numbers: readonly number[];
  readonly rows: readonly One[];
  readonly nameOf: (nodeId: string) => string;
  /** What the row is about, beside its node. */
  readonly label: (row: One) => string;
  readonly cell: (value: ValueOf<One> | undefined, row: One, place: number) => ReactNode;
}

/** A row for each thing that is compared, a column for each run; a node is named once, at its first row. */
export function CompareTable<One extends Row<unknown>>({ title, none, testId, numbers, rows, nameOf, label, cell }: CompareTableProps<One>) {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading} data-testid={testId}>
      <h3 id={heading}>{title}</h3>
      {rows.length === 0 ? <p className="quiet">{none}</p> : (
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('Node')}</th>{numbers.map((number) => <th key={number} scope="col" className="numbers">{t('Run {{number}}', { number })}</th>)}</tr></thead>
          <tbody>
            {rows.map((row, index) => {
              const words = label(row);
              const named = rows[index - 1]?.nodeId !== row.nodeId;
              return (
                <tr key={index} data-first={named}>
                  <th scope="row" data-node={row.nodeId}>{(named || words === '') && <b>{nameOf(row.nodeId)}</b>}{words !== '' && <span>{words}</span>}</th>
                  {/* A row's values are of the type that its table's cells take. */}
                  {row.values.map((value, place) => <td key={place}>{cell(value as ValueOf<One> | undefined, row, place)}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
