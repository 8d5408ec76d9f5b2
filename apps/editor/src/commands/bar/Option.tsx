import { useEffect, useRef } from 'react';
import { Icon } from '../../icons/Icon.tsx';
import { Keys } from '../Keys.tsx';
import type { Choice } from './choice.ts';
import styles from './Picker.module.css';

/** One line of a picker; the current one stays in sight. One that is refused says why. */
export function Option({ id, choice, isCurrent, onTake }: { readonly id: string; readonly choice: Choice; readonly isCurrent: boolean; readonly onTake: (choice: Choice) => void }) {
  const line = useRef<HTMLDivElement>(null);
  const detail = choice.refused?.() ?? choice.detail;
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <div ref={line} id={id} role="option" aria-selected={isCurrent} aria-disabled={choice.refused !== undefined} className={styles.option} data-choice={choice.id} onClick={() => onTake(choice)}>
      <span className={styles.icon} style={{ color: choice.hue }}>{choice.icon && <Icon name={choice.icon} size={15} />}</span>
      <span className={styles.label}>{choice.label}</span>
      {detail !== undefined && <span className={choice.refused ? styles.reason : `${styles.detail} cut`}>{detail}</span>}
      {choice.keys !== undefined && <Keys shortcut={choice.keys} />}
    </div>
  );
}
