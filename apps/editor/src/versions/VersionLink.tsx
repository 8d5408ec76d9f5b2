import { UnstyledButton } from '@mantine/core';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { chooseRun, tell } from '../shell/session.ts';
import { openVersion } from './version-view-store.ts';
import styles from './VersionLink.module.css';

/** The version that something was made from; a click shows it. */
export function VersionLink({ version }: { readonly version: number }) {
  const newest = useWorkflow((state) => state.version);
  const open = () => (version === newest ? chooseRun(undefined) : void openVersion(version).catch(tell(t('The version could not be opened'))));
  return (
    <UnstyledButton className={`${styles.link} numbers`} title={t('Look at version {{version}}', { version })} onClick={open}>
      {t('v{{version}}', { version })}
    </UnstyledButton>
  );
}
