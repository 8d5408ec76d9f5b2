import { ActionIcon, Menu } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { openGallery } from '../templates/gallery-store.ts';
import { startTour } from '../tour/tour-store.ts';

/** Ways to learn the page, at the foot of the rail. */
export function HelpMenu() {
  return (
    <Menu position="right-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('Help')} title={t('Help')} data-testid="help"><Icon name="missing" size={18} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="target" size={14} />} onClick={startTour}>{t('A tour of the page')}</Menu.Item>
        <Menu.Item leftSection={<Icon name="layers" size={14} />} onClick={() => openGallery()}>{t('Start from a template…')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
