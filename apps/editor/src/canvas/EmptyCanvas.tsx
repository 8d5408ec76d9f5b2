import { Button } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { Wheel } from '../icons/Wheel.tsx';
import { openGallery } from '../templates/gallery-store.ts';
import { startTour } from '../tour/tour-store.ts';
import styles from './Canvas.module.css';

/** What an empty workflow says. Only its buttons take the pointer: the rest is canvas. */
export function EmptyCanvas() {
  return (
    <div className={styles.empty}>
      <Wheel size={44} />
      <strong>{t('An empty channel')}</strong>
      <p>{t('Click a node on the left or drag it onto the canvas, or press / to search. Wire outputs to inputs, then press Run.')}</p>
      <div className={styles.ways}>
        <Button size="xs" onClick={() => openGallery()}>{t('Start from a template…')}</Button>
        <Button size="xs" variant="default" onClick={startTour}>{t('Show me around')}</Button>
      </div>
    </div>
  );
}
