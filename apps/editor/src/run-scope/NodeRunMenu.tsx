import { ActionIcon, Menu } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { startRun } from '../runs/start-run.ts';
import { nodeGestures } from './node-gestures.ts';
import styles from './RunScope.module.css';

/** Runs the part of the workflow that a node names: up to it, from it on, or only it. */
export function NodeRunMenu({ nodeId, disabled = false }: { readonly nodeId: string; readonly disabled?: boolean | undefined }) {
  return (
    <Menu position="bottom-end" width={300} shadow="md">
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" disabled={disabled} aria-label={t('Run a part of the workflow')} title={t('Run…')} data-testid="run-part">
          <Icon name="play" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {nodeGestures.map(({ id, icon, words, about, scope }) => (
          <Menu.Item key={id} leftSection={<Icon name={icon} size={15} />} data-testid={`run-${id}`} onClick={() => void startRun(scope([nodeId]))}>
            {t(words)}
            <span className={styles.about}>{t(about)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
