import { Button, CloseButton } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import styles from './Notices.module.css';
import { useNotices, type Notice } from './notices-store.ts';

const icons: Readonly<Record<Notice['kind'], IconName>> = { good: 'check', bad: 'alert', info: 'info' };

/** The corner where short messages appear. */
export function Notices() {
  const { notices, dismiss } = useNotices();
  const act = (id: number, run: () => void) => {
    dismiss(id);
    run();
  };
  return (
    <div className={styles.notices} aria-live="polite" role="region" aria-label={t('Messages')}>
      {notices.map(({ id, kind, title, text, action }) => (
        <div key={id} className={styles.notice} data-kind={kind} data-testid="notice" role={kind === 'bad' ? 'alert' : 'status'}>
          <Icon name={icons[kind]} size={17} />
          <div><strong>{title}</strong>{text && <p>{text}</p>}</div>
          {action && <Button size="compact-sm" variant="light" onClick={() => act(id, action.run)}>{action.label}</Button>}
          <CloseButton size="sm" aria-label={t('Dismiss')} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
