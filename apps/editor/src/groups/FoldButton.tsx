import type { Group } from '@millrace/workflow';
import { useOpening } from '../canvas/reading.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './GroupFrame.module.css';
import { groupTitle } from './group-title.ts';

/** Folds a group to a card, or unfolds it. */
export function FoldButton({ group }: { readonly group: Group }) {
  const { fold, unfold } = useOpening();
  const name = t(group.folded ? 'Unfold “{{title}}”' : 'Fold “{{title}}”', { title: groupTitle(group) });
  return (
    <button type="button" className={`${styles.fold} nodrag nopan`} data-testid={`fold-${group.id}`} aria-expanded={!group.folded} aria-label={name} title={group.folded ? t('Unfold') : t('Fold')} onClick={() => (group.folded ? unfold : fold)(group.id)}>
      <Icon name="chevron" size={14} />
    </button>
  );
}
