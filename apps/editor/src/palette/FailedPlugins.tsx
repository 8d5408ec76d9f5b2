import { Modal, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './Palette.module.css';

/** Which plugins could not be loaded, and why. The others work. */
export default function FailedPlugins() {
  const plugins = useCatalog((state) => state.plugins);
  const [open, setOpen] = useState(false);
  const failed = plugins.filter((plugin) => plugin.status === 'failed');
  if (failed.length === 0) return null;
  return (
    <>
      <UnstyledButton className={styles.failed} onClick={() => setOpen(true)} data-testid="failed-plugins">
        <Icon name="plug" size={15} />
        <span><strong>{failed.length === 1 ? t('{{name}} failed to load', { name: failed[0]?.name ?? '' }) : t('{{count}} plugins failed to load', { count: failed.length })}</strong><br />{t('See why')}</span>
      </UnstyledButton>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('Plugins that failed to load')} size="lg" closeButtonProps={{ 'aria-label': t('Close') }}>
        {failed.map(({ name, version, error }) => (
          <section key={name} className={styles.failure}>
            <strong>{name}</strong> <span className="quiet">{version}</span>
            <pre>{error ?? t('No reason was given.')}</pre>
          </section>
        ))}
        <p className="quiet">{t('Nodes of these plugins are kept in workflows and shown as missing. Mend or remove the plugin, then restart Millrace.')}</p>
      </Modal>
    </>
  );
}
