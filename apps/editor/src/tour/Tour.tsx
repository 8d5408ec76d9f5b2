import { Button } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../i18n/i18n.ts';
import { placeBeside, type Box } from './place-beside.ts';
import { steps } from './steps.ts';
import styles from './Tour.module.css';
import { endTour, goToStep, useTour } from './tour-store.ts';

const card = { width: 330, height: 190 };

/** The tour of the page: a card beside what it speaks of. The page below stays as it is and can be used meanwhile. */
export default function Tour() {
  const step = useTour((tour) => tour.step) ?? 0;
  const next = useRef<HTMLButtonElement>(null);
  const box = useBox(step);
  useFocusBack();
  useEffect(() => next.current?.focus({ preventScroll: true }), [step]);
  const shown = steps[step];
  if (!shown) return null;
  const last = step === steps.length - 1;
  const go = (to: number) => (to >= steps.length ? endTour() : goToStep(Math.max(0, to)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') endTour();
    else if (event.key === 'ArrowRight') go(step + 1);
    else if (event.key === 'ArrowLeft') go(step - 1);
    else return;
    event.stopPropagation();
  };
  return (
    <>
      {box && <div className={styles.ring} style={{ left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 }} aria-hidden />}
      <section
        className={styles.card} role="dialog" aria-modal="false" aria-labelledby="tour-title" aria-describedby="tour-text" data-testid="tour" data-step={step}
        style={{ width: card.width, ...placeBeside(box ?? { left: innerWidth / 2, top: innerHeight / 2, width: 0, height: 0 }, card, { width: innerWidth, height: innerHeight }) }}
        onKeyDown={onKeyDown}
      >
        <p className={`${styles.place} quiet numbers`}>{t('{{step}} of {{count}}', { step: step + 1, count: steps.length })}</p>
        <h2 id="tour-title">{t(shown.title)}</h2>
        <p id="tour-text">{t(shown.text)}</p>
        <div className={styles.ways}>
          <Button size="xs" variant="subtle" color="gray" onClick={endTour}>{t('End the tour')}</Button>
          <span className={styles.spring} />
          {step > 0 && <Button size="xs" variant="default" onClick={() => go(step - 1)}>{t('Back')}</Button>}
          <Button ref={next} size="xs" onClick={() => go(step + 1)}>{last ? t('Done') : t('Next')}</Button>
        </div>
      </section>
    </>
  );
}

/** Where the step's target is; followed while the window or the target changes. */
function useBox(step: number): Box | undefined {
  const [box, setBox] = useState<Box>();
  useLayoutEffect(() => {
    const target = steps[step]?.targets.flatMap((selector) => document.querySelector(selector) ?? [])[0];
    const measure = () => setBox(target?.getBoundingClientRect());
    measure();
    const observer = new ResizeObserver(measure);
    if (target) observer.observe(target);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, [step]);
  return box;
}

/** Gives the keys back to where they were when the tour ends. */
function useFocusBack(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
}
