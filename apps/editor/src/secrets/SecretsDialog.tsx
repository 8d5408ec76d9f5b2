import { Modal } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { SecretForm } from './SecretForm.tsx';
import { SecretList } from './SecretList.tsx';
import { showSecrets, useSecretsDialog, type SecretsPage } from './secrets-store.ts';

/** Passwords and tokens by name: those there are, and a form for one. */
export default function SecretsDialog() {
  const page = useSecretsDialog((state) => state.page);
  if (!page) return null;
  return (
    <Modal opened onClose={() => showSecrets(undefined)} size={560} title={titleOf(page)} closeButtonProps={{ 'aria-label': t('Close') }}>
      {page.kind === 'list' ? <SecretList /> : <SecretForm page={page} />}
    </Modal>
  );
}

function titleOf(page: SecretsPage): string {
  if (page.kind === 'list') return t('Secrets');
  return page.name === undefined ? t('New secret') : t('A new value for {{name}}', { name: page.name });
}
