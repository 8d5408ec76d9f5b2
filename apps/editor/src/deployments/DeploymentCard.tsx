import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import type { Deployment } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { later, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { refresh } from '../shell/lists-store.ts';
import { tell } from '../shell/session.ts';
import { curlCommand } from './curl-command.ts';
import styles from './Deployments.module.css';
import { TryIt } from './TryIt.tsx';

const statuses: Readonly<Record<Deployment['status'], string>> = {
  starting: later('starting'), ready: later('ready'), failed: later('failed'), stopped: later('stopped'),
};

/** One endpoint: whether it answers, a box to try it, and the command to call it from elsewhere. */
export function DeploymentCard({ deployment }: { readonly deployment: Deployment }) {
  const { name, model, version, status, message } = deployment;
  const [removing, setRemoving] = useState(false);
  const remove = () => void api.deleteDeployment(name).then(() => refresh('deployments')).catch(tell(t('The deployment could not be removed')));
  return (
    <section className={styles.card} aria-label={t('Deployment {{name}}', { name })} data-testid={`deployment-${name}`} data-status={status}>
      <header className={styles.top}>
        <span className={styles.status} data-status={status} />
        <b className="cut" title={name}>{name}</b>
        <span className={styles.spring} />
        <CopyButton value={curlCommand(location.origin, name)}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('Copied') : t('Copy the curl command')}>
              <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Copy the curl command')} onClick={copy}><Icon name={copied ? 'check' : 'copy'} size={14} /></ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Remove this deployment')} onClick={() => setRemoving(true)}><Icon name="trash" size={14} /></ActionIcon>
      </header>
      <p className={`${styles.small} quiet`}>{t(statuses[status])} · {model} v{version}</p>
      {message && <p className={styles.trouble}>{message}</p>}
      {removing && (
        <div className={styles.confirm} role="alertdialog" aria-label={t('Remove this deployment?')}>
          <span>{t('Those who call it will get errors.')}</span>
          <Button size="compact-xs" variant="default" onClick={() => setRemoving(false)}>{t('Keep')}</Button>
          <Button size="compact-xs" color="red" onClick={remove}>{t('Remove')}</Button>
        </div>
      )}
      {status === 'ready' && <TryIt name={name} />}
      {status === 'ready' && <pre className={styles.curl}>{curlCommand(location.origin, name)}</pre>}
    </section>
  );
}
