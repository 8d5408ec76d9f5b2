import type { NodeRun, Phrase, WaitReason } from '@millrace/workflow';
import { inWords, said, t } from '../i18n/i18n.ts';
import { useQueue } from '../queue/queue-store.ts';
import { useUsageWords, useWaitWords } from '../queue/use-wait.ts';
import { reasonOf } from '../runs/reason-of.ts';
import { formatDuration } from '../runs/format.ts';
import { progressLine } from '../runs/node-line.ts';
import { Sparkline } from '../runs/Sparkline.tsx';
import { useResultLine } from '../runs/use-result-line.ts';
import styles from './NodeCard.module.css';

/** The lower part of a card: progress while it runs, then what came out or why nothing did. */
export function NodeFooter({ run, stale }: { readonly run: NodeRun; readonly stale?: readonly Phrase[] | undefined }) {
  if (stale) return <Stale run={run} reasons={stale} />;
  switch (run.state) {
    case 'waiting':
      return <Waiting run={run} />;
    case 'running':
      return <Running run={run} />;
    case 'succeeded':
    case 'reused':
      return <Result run={run} />;
    case 'retrying':
      return <Waiting run={run} otherwise={t('Trying again: {{reason}}', { reason: run.error ? said(run.error) : t('the attempt failed') })} />;
    case 'failed':
      return <footer className={styles.footer}><Line text={run.error ? said(run.error) : t('Failed')} /></footer>;
    case 'skipped':
      return <footer className={styles.footer}><Line text={reasonOf(run) ?? t('Skipped')} /></footer>;
    case 'paused':
      return <footer className={styles.footer}><Line text={run.progress ? t('Paused at {{percent}} %', { percent: Math.round(run.progress.fraction * 100) }) : t('Paused')} /></footer>;
    case 'cancelled':
      return <footer className={styles.footer}><Line text={t('Cancelled')} /></footer>;
    default:
      return run.state satisfies never;
  }
}

function Line({ text }: { readonly text: string }) {
  return <span className={styles.words} title={text}>{text}</span>;
}

/** What a card says without being asked: not that it comes after others, which its wires show, nor that all of the run stands still. */
const toldOnCards: ReadonlySet<WaitReason['kind']> = new Set(['room', 'sameOutput', 'retry', 'reading', 'log']);

function Waiting({ run, otherwise }: { readonly run: NodeRun; readonly otherwise?: string }) {
  const words = useWaitWords(run.nodeId, toldOnCards) ?? otherwise;
  return words === undefined ? null : <footer className={styles.footer} data-testid={`wait-${run.nodeId}`}><Line text={words} /></footer>;
}

/** What the node uses, on a line that is there from the start where it will be known. */
function Usage({ nodeId }: { readonly nodeId: string }) {
  const words = useUsageWords(nodeId);
  const measures = useQueue((state) => state.measures);
  return measures ? <span className={`${styles.usage} quiet numbers`} data-testid={`usage-${nodeId}`}>{words ?? '\u00a0'}</span> : null;
}

function Running({ run }: { readonly run: NodeRun }) {
  const fraction = run.progress?.fraction;
  const curve = run.metrics.loss ?? Object.values(run.metrics)[0];
  return (
    <footer className={styles.footer}>
      {curve && curve.length > 1 && <Sparkline points={curve} label={t('Curve so far')} />}
      <span className={`${styles.words} numbers`}>{progressLine(run.progress)}</span>
      <Usage nodeId={run.nodeId} />
      {fraction !== undefined && <span className={`${styles.percent} numbers`} aria-hidden>{Math.round(fraction * 100)} %</span>}
      <span
        className={styles.track} data-unknown={fraction === undefined} role="progressbar" aria-label={t('Progress')}
        aria-valuemin={0} aria-valuemax={100} aria-valuenow={fraction === undefined ? undefined : Math.round(fraction * 100)}
      >
        <span className={styles.bar} style={{ transform: `scaleX(${fraction ?? 0.3})` }} />
      </span>
    </footer>
  );
}

/** What it put out before, and why that no longer holds. */
function Stale({ run, reasons }: { readonly run: NodeRun; readonly reasons: readonly Phrase[] }) {
  const line = useResultLine(run.outputs);
  const words = reasons.map(inWords);
  return (
    <footer className={styles.footer}>
      {line !== undefined && <span className={`${styles.result} ${styles.old}`}><strong className="cut numbers">{line}</strong></span>}
      <span className={`${styles.stale} cut`} title={words.join('\n')}>{words[0]}</span>
    </footer>
  );
}

function Result({ run }: { readonly run: NodeRun }) {
  const line = useResultLine(run.outputs);
  const time = run.state === 'succeeded' && run.startedAt && run.finishedAt ? formatDuration(run.startedAt, run.finishedAt) : undefined;
  return (
    <footer className={styles.footer}>
      <span className={styles.result}>
        <strong className="cut numbers">{line ?? t('done')}</strong>
        {time && <span className="quiet numbers">{time}</span>}
      </span>
      {run.state === 'reused' && <span className={`${styles.reason} cut`} title={reasonOf(run)}>{reasonOf(run)}</span>}
    </footer>
  );
}
