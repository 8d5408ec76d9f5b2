import { Button, NativeSelect } from '@mantine/core';
import type { Chart, Condition } from '@millrace/workflow';
import { useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { Message } from '../output/Message.tsx';
import { formatNumber } from '../runs/format.ts';
import { aggregates, chartFields, chartTypes, fitsField, requestOf, withType, type ChartForm } from './chart-form.ts';
import styles from './Charts.module.css';
import { saveDrawing } from './save-drawing.ts';
import { TableChart } from './TableChart.tsx';

interface ChartBuilderProps {
  readonly hash: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly filter: readonly Condition[];
}

const empty: ChartForm = { type: 'bar', x: '', y: '', by: '', aggregate: 'mean' };
const aggregateWords = () => ({ mean: t('mean'), median: t('median'), sum: t('sum'), min: t('minimum'), max: t('maximum') });

/** Charts of the rows that meet the conditions, over columns of the reader's choice. */
export default function ChartBuilder({ hash, columns, filter }: ChartBuilderProps) {
  const [form, setForm] = useState(() => withType(empty, columns.some(({ type }) => type === 'number' || type === 'integer') ? 'histogram' : 'bar', columns));
  const request = requestOf(form);
  const drawing = useImmutable(request && `chart:${hash}:${JSON.stringify([request, filter])}`, async () => request && api.chart(hash, request, filter));
  return (
    <div className={styles.builder} data-testid="chart-builder">
      <form className={styles.fields} aria-label={t('What to draw')} onSubmit={(event) => event.preventDefault()}>
        <NativeSelect
          size="xs" label={t('Chart')} value={form.type} data={chartTypes().map(({ type, words }) => ({ value: type, label: words }))}
          onChange={(event) => setForm(withType(form, event.currentTarget.value as ChartForm['type'], columns))} // the options are the types
        />
        {chartFields(form.type).map((field) => (
          <NativeSelect
            key={field.key} size="xs" label={field.words} value={form[field.key]} onChange={(event) => setForm({ ...form, [field.key]: event.currentTarget.value })}
            data={[...(field.optional ? [{ value: '', label: field.key === 'x' ? t('Row number') : field.key === 'y' || form.type === 'heat' ? t('Number of rows') : t('Nothing') }] : form[field.key] === '' ? [{ value: '', label: t('No column fits') }] : []),
              ...columns.filter((column) => fitsField(field, column)).map(({ name }) => ({ value: name, label: name }))]}
          />
        ))}
        {aggregates(form) && (
          <NativeSelect
            size="xs" label={t('Of each, the')} value={form.aggregate === 'count' ? 'mean' : form.aggregate} data={Object.entries(aggregateWords()).map(([value, label]) => ({ value, label }))}
            onChange={(event) => setForm({ ...form, aggregate: event.currentTarget.value as ChartForm['aggregate'] })} // the options are the aggregates
          />
        )}
      </form>
      {!request && <Message>{t('Choose a chart that fits the columns of this table.')}</Message>}
      {request && drawing.state === 'loading' && <Message>{t('Drawing…')}</Message>}
      {request && drawing.state === 'failed' && <Message trouble>{drawing.message}</Message>}
      {request && drawing.state === 'ready' && drawing.value && <Drawing chart={drawing.value} />}
    </div>
  );
}

function Drawing({ chart }: { readonly chart: Chart }) {
  const figure = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState<string>();
  const save = (format: 'svg' | 'png') => {
    const svg = figure.current?.querySelector('svg');
    if (svg) saveDrawing(svg, format, chart.title).then(() => setTrouble(undefined), (error: unknown) => setTrouble(messageOf(error)));
  };
  if (chart.type === 'confusion') return null; // no request asks for one
  const { sample } = chart;
  return (
    <figure className={styles.drawing} data-testid="drawn-chart" data-type={chart.type}>
      <figcaption>
        <b>{chart.title}</b>
        {sample && <span className="quiet">{sample.what === 'rows' ? t('{{shown}} of {{count}} rows are drawn', { shown: formatNumber(sample.shown), count: formatNumber(sample.of) }) : t('{{shown}} of {{count}} groups are drawn', { shown: formatNumber(sample.shown), count: formatNumber(sample.of) })}</span>}
        {trouble !== undefined && <span role="alert">{trouble}</span>}
        <Button size="compact-xs" variant="default" leftSection={<Icon name="down" size={14} />} onClick={() => save('svg')}>{t('SVG')}</Button>
        <Button size="compact-xs" variant="default" leftSection={<Icon name="down" size={14} />} onClick={() => save('png')}>{t('PNG')}</Button>
      </figcaption>
      <div ref={figure} className={styles.canvas}><TableChart chart={chart} /></div>
    </figure>
  );
}
