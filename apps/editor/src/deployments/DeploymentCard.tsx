import { ActionIcon, Button } from '@mantine/core';
import type { Deployment } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { later, said, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { refresh } from '../shell/lists-store.ts';
import { tell } from '../shell/session.ts';
import { CallSnippets } from './CallSnippets.tsx';
import styles from './Deployments.module.css';
import { TryIt } from './TryIt.tsx';

const statuses: Readonly<Record<Deployment['status'], string>> = {
  starting: later('starting'), ready: later('ready'), failed: later('failed'), stopped: later('stopped'),
};

/** One endpoint: whether it answers, a box to try it, and the command to call it from elsewhere. */
export function DeploymentCard({ deployment }: { readonly deployment: Deployment }) {
  const { name, model, version, status, message, words } = deployment;
  const [removing, setRemoving] = useState(false);
  const remove = () => void api.deleteDeployment(name).then(() => refresh('deployments')).catch(tell(t('The deployment could not be removed')));
  return (
    <section className={styles.card} aria-label={t('Deployment {{name}}', { name })} data-testid={`deployment-${name}`} data-status={status}>
      <header className={styles.top}>
        <span className={styles.status} data-status={status} />
        <b className="cut" title={name}>{name}</b>
        <span className={styles.spring} />
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Remove this deployment')} onClick={() => setRemoving(true)}><Icon name="trash" size={14} /></ActionIcon>
      </header>
      <p className={`${styles.small} quiet`}>{t(statuses[status])} · {model} v{version}</p>
      {message && <p className={styles.trouble}>{said({ message, words })}</p>}
      {removing && (
        <div className={styles.confirm} role="alertdialog" aria-label={t('Remove this deployment?')}>
          <span>{t('Those who call it will get errors.')}</span>
          <Button size="compact-xs" variant="default" onClick={() => setRemoving(false)}>{t('Keep')}</Button>
          <Button size="compact-xs" color="red" onClick={remove}>{t('Remove')}</Button>
        </div>
      )}
      {status === 'ready' && <TryIt name={name} />}
      {status === 'ready' && <CallSnippets name={name} />}
    </section>
  );
}
