import { useEffect, useRef } from 'react';
import { Icon } from '../../icons/Icon.tsx';
import type { Choice } from './choice.ts';
import styles from './Picker.module.css';

/** One line of a picker; the current one stays in sight. */
export function Option({ id, choice, isCurrent, onTake }: { readonly id: string; readonly choice: Choice; readonly isCurrent: boolean; readonly onTake: (choice: Choice) => void }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <div ref={line} id={id} role="option" aria-selected={isCurrent} className={styles.option} data-choice={choice.id} onClick={() => onTake(choice)}>
      <span className={styles.icon} style={{ color: choice.hue }}>{choice.icon && <Icon name={choice.icon} size={15} />}</span>
      <span className={styles.label}>{choice.label}</span>
      {choice.detail !== undefined && <span className={`${styles.detail} cut`}>{choice.detail}</span>}
      {choice.keys && <span className={styles.keys}>{choice.keys.map((key) => <kbd key={key}>{key}</kbd>)}</span>}
    </div>
  );
}
