import type { NodeFreshness } from '@millrace/workflow';
import { inWords, t } from '../i18n/i18n.ts';
import { StateBadge, stateWords } from '../runs/StateBadge.tsx';
import { LazyTooltip } from '../theme/LazyTooltip.tsx';

/** How a node stands to what ran, as a mark; the reasons open beside it. */
export function FreshnessBadge({ freshness, worded = false }: { readonly freshness: NodeFreshness; readonly worded?: boolean }) {
  const { state, reasons, record } = freshness;
  const about = [record ? `${stateWords(state)} · ${t('run {{number}}', { number: record.number })}` : stateWords(state), ...reasons.map(inWords)];
  return (
    <LazyTooltip label={about.join('\n')}>
      <span data-testid="freshness" data-freshness={state}><StateBadge state={state} worded={worded} about={about.join('. ')} /></span>
    </LazyTooltip>
  );
}
