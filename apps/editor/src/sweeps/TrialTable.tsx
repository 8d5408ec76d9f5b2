import type { RunState, SweepTrial } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatNumber, formatSeconds } from '../runs/format.ts';
import { figureWords } from '../runs/node-line.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import styles from './Sweeps.module.css';

interface Props {
  readonly rows: readonly SweepTrial[];
  readonly inputs: readonly string[];
  readonly metrics: readonly string[];
  readonly best: string | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (runId: string) => void;
}

/** A row for each trial: its values, how it did, and how many of its steps others had done. */
export function TrialTable({ rows, inputs, metrics, best, chosen, onChoose }: Props) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('Run')}</th>
            {inputs.map((name) => <th key={name} scope="col">{name}</th>)}
            {metrics.map((name) => <th key={name} scope="col" className={styles.figure}>{figureWords(name)}</th>)}
            <th scope="col" className={styles.figure}>{t('Time')}</th><th scope="col" className={styles.figure}>{t('Reused steps')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((trial) => (
            <tr key={trial.runId} aria-selected={trial.runId === chosen} data-testid="trial">
              <th scope="row"><label><input type="radio" name="trial" checked={trial.runId === chosen} onChange={() => onChoose(trial.runId)} />{trial.number}<StateBadge state={trial.state as RunState} />{trial.runId === best && <span className={styles.best}>{t('best')}</span>}</label></th>
              {inputs.map((name) => <td key={name} className="numbers">{trial.inputs[name] === undefined ? '' : String(trial.inputs[name])}</td>)}
              {metrics.map((name) => <td key={name} className={`${styles.figure} numbers`}>{trial.metrics[name] === undefined ? '' : formatNumber(trial.metrics[name])}</td>)}
              <td className={`${styles.figure} numbers`}>{trial.seconds === undefined ? '' : formatSeconds(trial.seconds)}</td>
              <td className={`${styles.figure} numbers`}>{trial.reused} / {trial.steps}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
