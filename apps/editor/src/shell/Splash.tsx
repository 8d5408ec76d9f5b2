import { Button } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { Wheel } from '../icons/Wheel.tsx';
import styles from './Splash.module.css';

/** Before the page can be shown, or when it cannot. */
export function Splash({ trouble }: { readonly trouble: string | undefined }) {
  return (
    <div className={styles.splash} role={trouble === undefined ? 'status' : 'alert'}>
      <span className={styles.mark}><Wheel size={56} turning={trouble === undefined} /></span>
      <h1>Millrace</h1>
      {trouble === undefined ? <p className="quiet">{t('Opening…')}</p> : <><p>{trouble}</p><Button variant="default" onClick={() => location.reload()}>{t('Try again')}</Button></>}
    </div>
  );
}
