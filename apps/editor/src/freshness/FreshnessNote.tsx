import { inWords, t } from '../i18n/i18n.ts';
import { useNodeFreshness } from './freshness-store.ts';
import { FreshnessBadge } from './FreshnessBadge.tsx';
import styles from './FreshnessNote.module.css';

/** In the inspector: whether the node's outputs are what the document would make now, and why not. */
export function FreshnessNote({ nodeId }: { readonly nodeId: string }) {
  const freshness = useNodeFreshness(nodeId);
  if (!freshness) return null;
  const { state, reasons, record } = freshness;
  return (
    <section className={styles.note} data-state={state} aria-label={t('Freshness')} data-testid="freshness-note">
      <div className={styles.line}>
        <FreshnessBadge freshness={freshness} worded />
        {record && <span className="quiet numbers">{t('run {{number}}', { number: record.number })}</span>}
      </div>
      {state === 'never' && <p>{t('It has not run yet.')}</p>}
      {reasons.length > 0 && <ul>{reasons.map(inWords).map((reason) => <li key={reason}>{reason}</li>)}</ul>}
    </section>
  );
}
