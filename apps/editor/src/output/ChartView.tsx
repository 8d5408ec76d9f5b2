import { chartSchema, type ArtifactRef, type Condition } from '@millrace/workflow';
import { lazy, useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { BarChart } from './BarChart.tsx';
import styles from './Charts.module.css';
import { ConfusionChart } from './ConfusionChart.tsx';
import LineChart from './LineChart.tsx';
import { Message } from './Message.tsx';
import { useValue } from './use-value.ts';

const TableView = lazy(() => import('../tables/TableView.tsx'));

/** A chart artifact, drawn; of a confusion matrix that says where its rows are, a cell opens them. */
export default function ChartView({ artifact }: { readonly artifact: ArtifactRef }) {
  const fetched = useValue(artifact, chartSchema);
  const [rows, setRows] = useState<readonly Condition[]>();
  if (fetched.state === 'loading') return <Message>{t('Loading…')}</Message>;
  if (fetched.state === 'failed') return <Message trouble>{fetched.message}</Message>;
  const chart = fetched.value;
  const counted = chart.type === 'confusion' ? chart.rows : undefined;
  if (rows && counted) {
    return (
      <div className={styles.rows}>
        <button type="button" className={styles.back} onClick={() => setRows(undefined)}>{t('Back to “{{chart}}”', { chart: t(chart.title) })}</button>
        <TableView artifact={{ hash: counted.table }} filter={rows} />
      </div>
    );
  }
  return (
    <figure className={styles.figure} data-testid="output-chart" data-type={chart.type}>
      <figcaption>{t(chart.title)}</figcaption>
      {chart.type === 'line' && <LineChart series={chart.series} x={t(chart.x)} y={t(chart.y)} diagonal={chart.diagonal ?? false} />}
      {chart.type === 'bar' && <BarChart bars={chart.bars} x={t(chart.x)} y={t(chart.y)} />}
      {chart.type === 'confusion' && <ConfusionChart labels={chart.labels} counts={chart.counts} {...(counted ? { onCell: (actual: string, predicted: string) => setRows([...counted.actual[chart.labels.indexOf(actual)] ?? [], ...counted.predicted[chart.labels.indexOf(predicted)] ?? []]) } : {})} />}
    </figure>
  );
}
