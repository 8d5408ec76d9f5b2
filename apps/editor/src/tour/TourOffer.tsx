import { Button } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import styles from './Tour.module.css';
import { endTour, startTour, useTour } from './tour-store.ts';

/** Offers the tour to someone who is new in this browser; it stands among the rest and hides nothing. */
export function TourOffer() {
  const shown = useTour(({ offered, step }) => offered && step === undefined);
  if (!shown) return null;
  return (
    <section className={styles.offer} aria-label={t('A tour of the page')} data-testid="tour-offer">
      <strong>{t('New here?')}</strong>
      <p>{t('A minute through the page: the steps, the canvas, a run, and what comes out.')}</p>
      <div className={styles.offerWays}>
        <Button size="xs" onClick={startTour}>{t('Show me around')}</Button>
        <Button size="xs" variant="default" onClick={endTour}>{t('No, thank you')}</Button>
      </div>
    </section>
  );
}
