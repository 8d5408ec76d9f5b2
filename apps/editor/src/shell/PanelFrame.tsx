import type { ReactNode } from 'react';
import styles from './PanelFrame.module.css';

/** A side panel with its heading. */
export function PanelFrame({ title, about, children }: { readonly title: string; readonly about?: string | undefined; readonly children: ReactNode }) {
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.header}>
        <h2>{title}</h2>
        {about && <p className="quiet">{about}</p>}
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
