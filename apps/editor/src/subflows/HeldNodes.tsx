// How what a card holds fares: for sub-workflows and folded groups.
import { useContext } from 'react';
import cardStyles from '../canvas/NodeCard.module.css';
import { ReadingContext, useNameOfNode } from '../canvas/reading.ts';
import { useDiagnostics } from '../document/diagnostics-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useCurrentRun } from '../runs/current-run.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { insideState, type InsideState } from './inside-state.ts';
import { useInsideState } from './use-inside-state.ts';

/** How the nodes in a card fare together; where nothing is told of runs, only how many they are. */
export function useHeldState(inside: readonly string[]): InsideState {
  const tells = useContext(ReadingContext)?.tells ?? true;
  const state = useInsideState(inside);
  return tells ? state : insideState(inside, () => undefined, () => undefined);
}

/** The state of a card in its corner, or that something in it has problems. */
export function HeldBadge({ nodes, inside }: { readonly nodes: readonly string[]; readonly inside: InsideState }) {
  const reading = useContext(ReadingContext);
  const past = useCurrentRun(({ pinned }) => pinned) || reading !== undefined;
  const problems = useDiagnostics(({ byNode }) => nodes.reduce((count, id) => count + (byNode[id]?.length ?? 0), 0));
  if (!past && problems > 0 && (inside.state === undefined || inside.state === 'waiting')) {
    return <span className={cardStyles.problem} role="img" aria-label={t(problems === 1 ? '1 problem' : '{{count}} problems', { count: problems })}><Icon name="alert" size={15} /></span>;
  }
  return inside.state ? <StateBadge state={inside.stale > 0 && (inside.state === 'succeeded' || inside.state === 'reused') ? 'stale' : inside.state} /> : null;
}

/** How many of the nodes are done, which failed, and how many are out of date, once any has run. */
export function HeldFooter({ inside }: { readonly inside: InsideState }) {
  const failed = useNameOfNode(inside.failed);
  if (!inside.state || inside.state === 'waiting') return null;
  return (
    <footer className={cardStyles.footer}>
      <span className={`${cardStyles.words} numbers`}>{t('{{done}} of {{total}} done', { done: inside.done, total: inside.total })}</span>
      {failed !== undefined && <span className={cardStyles.words}>{t('{{name}} failed', { name: failed })}</span>}
      {inside.stale > 0 && <span className={cardStyles.stale}>{t('{{count}} out of date', { count: inside.stale })}</span>}
    </footer>
  );
}
