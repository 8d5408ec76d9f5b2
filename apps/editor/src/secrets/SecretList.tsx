import { ActionIcon, Button, Tooltip } from '@mantine/core';
import type { SecretDetail, SecretSummary } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatInstant } from '../runs/format.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { refresh, useLists } from '../shell/lists-store.ts';
import { tell } from '../shell/session.ts';
import styles from './Secrets.module.css';
import { showSecrets } from './secrets-store.ts';

/** The secrets there are, without their values. */
export function SecretList() {
  const secrets = useLists((lists) => lists.secrets) ?? [];
  const add = <Button size="xs" leftSection={<Icon name="plus" size={13} />} onClick={() => showSecrets({ kind: 'form' })}>{t('New secret…')}</Button>;
  if (secrets.length === 0) return <EmptyState icon="key" title={t('No secrets yet')} text={t('A password or token that a node needs is stored here under a name, encrypted. Workflows hold the name, never the value.')}>{add}</EmptyState>;
  return (
    <div className={styles.list}>
      <ul aria-label={t('Secrets')}>{secrets.map((secret) => <SecretRow key={secret.name} secret={secret} />)}</ul>
      <div>{add}</div>
    </div>
  );
}

function SecretRow({ secret }: { readonly secret: SecretSummary }) {
  const { name, description, updatedAt, lastUsedAt, problem } = secret;
  const [removing, setRemoving] = useState<SecretDetail>();
  const ask = () => void api.secret(name).then(setRemoving).catch(tell(t('The secret could not be removed')));
  const remove = () => void api.removeSecret(name).then(() => refresh('secrets')).catch(tell(t('The secret could not be removed')));
  const used = lastUsedAt === undefined ? t('never used') : t('last used {{time}}', { time: formatInstant(lastUsedAt) });
  return (
    <li className={styles.row} data-testid={`secret-${name}`}>
      <div className={styles.top}>
        <b className="cut" title={name}>{name}</b>
        <span className={styles.spring} />
        <Tooltip label={t('Give it a new value')}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Give {{name}} a new value', { name })} onClick={() => showSecrets({ kind: 'form', name })}><Icon name="refresh" size={14} /></ActionIcon>
        </Tooltip>
        <Tooltip label={t('Remove this secret')}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Remove {{name}}', { name })} onClick={ask}><Icon name="trash" size={14} /></ActionIcon>
        </Tooltip>
      </div>
      {description && <p className={styles.small}>{description}</p>}
      <p className={`${styles.small} quiet`}>{t('set {{time}}', { time: formatInstant(updatedAt) })} · {used}</p>
      {problem && <p className={styles.trouble}>{problem}</p>}
      {removing && (
        <div className={styles.confirm} role="alertdialog" aria-label={t('Remove this secret?')}>
          <span>{consequence(removing)}</span>
          <Button size="compact-xs" variant="default" autoFocus onClick={() => setRemoving(undefined)}>{t('Keep')}</Button>
          <Button size="compact-xs" color="red" onClick={remove}>{t('Remove')}</Button>
        </div>
      )}
    </li>
  );
}

function consequence({ usedBy }: SecretDetail): string {
  if (usedBy.length === 0) return t('No workflow uses it. Its value will be gone.');
  return t('These workflows use it and will not run without it: {{names}}', { names: usedBy.map(({ name }) => name).join(t(', ')) });
}
