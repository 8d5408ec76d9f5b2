import { Modal, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './Palette.module.css';

/** Which plugins could not be loaded, and why. The others work. */
export function FailedPlugins() {
  const plugins = useCatalog((state) => state.plugins);
  const [open, setOpen] = useState(false);
  const failed = plugins.filter((plugin) => plugin.status === 'failed');
  if (failed.length === 0) return null;
  return (
    <>
      <UnstyledButton className={styles.failed} onClick={() => setOpen(true)} data-testid="failed-plugins">
        <Icon name="plug" size={15} />
        <span><strong>{failed.length === 1 ? `${failed[0]?.name} failed to load` : `${failed.length} plugins failed to load`}</strong><br />See why</span>
      </UnstyledButton>
      <Modal opened={open} onClose={() => setOpen(false)} title="Plugins that failed to load" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
        {failed.map(({ name, version, error }) => (
          <section key={name} className={styles.failure}>
            <strong>{name}</strong> <span className="quiet">{version}</span>
            <pre>{error ?? 'No reason was given.'}</pre>
          </section>
        ))}
        <p className="quiet">Nodes of these plugins are kept in workflows and shown as missing. Mend or remove the plugin, then restart Millrace.</p>
      </Modal>
    </>
  );
}
