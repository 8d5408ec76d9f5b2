import { metricsSchema, type ArtifactRef, type Metrics } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import { words } from '../runs/node-line.ts';
import styles from './Charts.module.css';
import { Message } from './Message.tsx';
import { useValue } from './use-value.ts';

/** Metrics: the overall figures large, those of each class in a table. */
export default function MetricsView({ artifact }: { readonly artifact: ArtifactRef }) {
  const fetched = useValue(artifact, metricsSchema);
  if (fetched.state === 'loading') return <Message>{t('Loading…')}</Message>;
  if (fetched.state === 'failed') return <Message trouble>{fetched.message}</Message>;
  const { values, perClass } = fetched.value;
  return (
    <div className={styles.metrics} data-testid="output-metrics">
      <dl className={styles.figures}>
        {Object.entries(values).map(([name, value]) => (
          <div key={name}><dt>{t(words(name))}</dt><dd className="numbers">{figure(value)}</dd></div>
        ))}
      </dl>
      {perClass && <PerClass perClass={perClass} />}
    </div>
  );
}

function PerClass({ perClass }: { readonly perClass: NonNullable<Metrics['perClass']> }) {
  const names = [...new Set(Object.values(perClass).flatMap(Object.keys))];
  return (
    <table className={styles.perClass}>
      <thead><tr><th scope="col">{t('Class')}</th>{names.map((name) => <th key={name} scope="col">{t(words(name))}</th>)}</tr></thead>
      <tbody>
        {Object.entries(perClass).map(([label, values]) => (
          <tr key={label}><th scope="row">{label}</th>{names.map((name) => <td key={name} className="numbers">{figure(values[name])}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return Number.isInteger(value) ? formatNumber(value) : Math.abs(value) <= 1 ? value.toFixed(3) : formatNumber(value);
}
