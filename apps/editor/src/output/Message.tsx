import type { ReactNode } from 'react';
import styles from './OutputDock.module.css';

/** Words in the place of an output. */
export function Message({ children, trouble = false }: { readonly children: ReactNode; readonly trouble?: boolean }) {
  return <div className={styles.message}><p className={trouble ? styles.trouble : undefined} role={trouble ? 'alert' : 'status'}>{children}</p></div>;
}
