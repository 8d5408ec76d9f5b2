import { t } from '../i18n/i18n.ts';
import { Wheel } from '../icons/Wheel.tsx';
import styles from './Canvas.module.css';

/** What an empty workflow says. */
export function EmptyCanvas() {
  return (
    <div className={styles.empty}>
      <Wheel size={44} />
      <strong>{t('An empty channel')}</strong>
      <p>{t('Drag a node from the left onto the canvas, or press / to search. Wire outputs to inputs, then press Run.')}</p>
    </div>
  );
}
