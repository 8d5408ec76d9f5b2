import type { Condition } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './TableView.module.css';

/** Every condition in words, each with a button that takes it away. */
export function FilterChips({ filter, onChange }: { readonly filter: readonly Condition[]; readonly onChange: (filter: readonly Condition[]) => void }) {
  if (filter.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('Conditions')}>
      {filter.map((condition) => {
        const words = [condition.column, sign(condition.operator), 'value' in condition ? JSON.stringify(condition.value) : ''].join(' ').trim();
        return (
          <li key={JSON.stringify(condition)} className={styles.chip}>
            <span className="cut" title={words}>{words}</span>
            <button type="button" className={styles.headButton} aria-label={t('Remove the condition {{words}}', { words })} onClick={() => onChange(filter.filter((other) => other !== condition))}><Icon name="close" size={12} /></button>
          </li>
        );
      })}
    </ul>
  );
}

function sign(operator: Condition['operator']): string {
  switch (operator) {
    case '!=': return '≠';
    case '<=': return '≤';
    case '>=': return '≥';
    case 'contains': return t('contains');
    case 'matches': return t('matches the pattern');
    case 'in': return t('is one of');
    case 'is-missing': return t('is missing');
    case 'is-not-missing': return t('is not missing');
    default: return operator;
  }
}
