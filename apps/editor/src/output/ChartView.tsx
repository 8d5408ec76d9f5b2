import { chartSchema, type ArtifactRef } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { BarChart } from './BarChart.tsx';
import styles from './Charts.module.css';
import { ConfusionChart } from './ConfusionChart.tsx';
import LineChart from './LineChart.tsx';
import { Message } from './Message.tsx';
import { useValue } from './use-value.ts';

/** A chart artifact, drawn. */
export default function ChartView({ artifact }: { readonly artifact: ArtifactRef }) {
  const fetched = useValue(artifact, chartSchema);
  if (fetched.state === 'loading') return <Message>{t('Loading…')}</Message>;
  if (fetched.state === 'failed') return <Message trouble>{fetched.message}</Message>;
  const chart = fetched.value;
  return (
    <figure className={styles.figure} data-testid="output-chart" data-type={chart.type}>
      <figcaption>{t(chart.title)}</figcaption>
      {chart.type === 'line' && <LineChart series={chart.series} x={t(chart.x)} y={t(chart.y)} diagonal={chart.diagonal ?? false} />}
      {chart.type === 'bar' && <BarChart bars={chart.bars} x={t(chart.x)} y={t(chart.y)} />}
      {chart.type === 'confusion' && <ConfusionChart labels={chart.labels} counts={chart.counts} />}
    </figure>
  );
}
