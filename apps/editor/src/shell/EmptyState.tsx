import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons/Icon.tsx';
import styles from './EmptyState.module.css';

interface EmptyStateProps {
  readonly icon: IconName;
  /** What is not there. */
  readonly title: string;
  /** What it will be good for. */
  readonly text: string;
  /** The buttons of the next step. */
  readonly children?: ReactNode;
}

/** An empty place that teaches: what will be here, what it is good for, and how to get there. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className={styles.empty} data-testid="empty-state">
      <span className={styles.icon}><Icon name={icon} size={20} /></span>
      <strong role="status">{title}</strong>
      <p>{text}</p>
      {children && <div className={styles.ways}>{children}</div>}
    </div>
  );
}
