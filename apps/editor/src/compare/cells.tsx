import type { ArtifactRef, NodeRun } from '@millrace/workflow';
import { said, t } from '../i18n/i18n.ts';
import { formatBytes, formatDuration, formatNumber } from '../runs/format.ts';
import { outputsLine } from '../runs/node-line.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import styles from './ComparePage.module.css';

/** A parameter, as text. */
export function TextCell({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return <Missing />;
  return <span className={styles.text}>{text === '' ? <i className="quiet">{t('empty')}</i> : text}</span>;
}

/** A figure, how far it is from the first run's, and whether it is the best. */
export function FigureCell({ value, first, best }: { readonly value: number | undefined; readonly first: number | undefined; readonly best: boolean }) {
  if (value === undefined) return <Missing />;
  const change = first === undefined ? 0 : value - first;
  return (
    <span className={styles.figure} data-best={best}>
      <span className="numbers">{formatNumber(value)}</span>
      {best && <span className={styles.best}>{t('best')}</span>}
      {change !== 0 && Number.isFinite(change) && <span className="quiet numbers">{change > 0 ? '+' : '−'}{formatNumber(Math.abs(change))}</span>}
    </span>
  );
}

/** The fingerprint of a content; the same characters are the same content. */
export function HashCell({ hash }: { readonly hash: string | undefined }) {
  return hash === undefined ? <Missing /> : <span className="mono" title={hash}>{hash.slice(0, 10)}</span>;
}

export function ArtifactCell({ artifact }: { readonly artifact: ArtifactRef | undefined }) {
  if (!artifact) return <Missing />;
  return <span className={styles.figure}><span>{outputsLine({ artifact }) ?? `${t(artifact.kind)}, ${formatBytes(artifact.bytes)}`}</span><span className="quiet"><HashCell hash={artifact.hash} /></span></span>;
}

/** How a node ended and how long it took; marked where it ended otherwise than in the first run. */
export function NodeCell({ node, first }: { readonly node: NodeRun | undefined; readonly first: NodeRun | undefined }) {
  if (!node) return <Missing />;
  const { state, startedAt, finishedAt, attempt, error } = node;
  return (
    <span className={styles.figure} data-differs={first !== undefined && first.state !== state}>
      <StateBadge state={state} worded />
      {state !== 'reused' && startedAt && finishedAt && <span className="numbers">{formatDuration(startedAt, finishedAt)}</span>}
      {attempt > 1 && <span className="quiet">{t('{{count}} attempts', { count: attempt })}</span>}
      {error && <span className={styles.error} title={said(error)}>{said(error)}</span>}
    </span>
  );
}

function Missing() {
  return <span className="quiet" title={t('Not in this run')}>–</span>;
}
