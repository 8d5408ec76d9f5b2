import type { WorkflowNode } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { stateWords } from '../runs/StateBadge.tsx';
import styles from './NodeMarks.module.css';

/** At the corner of a card that has no room for words: that a node is disabled, or that its outputs are pinned. */
export function NodeMarks({ node: { disabled, pinned } }: { readonly node: Pick<WorkflowNode, 'disabled' | 'pinned'> }) {
  if (!disabled && !pinned) return null;
  return (
    <span className={styles.marks}>
      {disabled && <Mark icon="power" name={t('disabled')} />}
      {pinned && <Mark icon="pin" name={stateWords('pinned')} />}
    </span>
  );
}

function Mark({ icon, name }: { readonly icon: 'power' | 'pin'; readonly name: string }) {
  return <span className={styles.mark} data-mark={icon} role="img" aria-label={name} title={name}><Icon name={icon} /></span>;
}
