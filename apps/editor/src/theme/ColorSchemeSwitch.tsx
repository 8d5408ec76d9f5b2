import { ActionIcon, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { later, t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';

const next: Readonly<Record<MantineColorScheme, readonly [MantineColorScheme, IconName, string]>> = {
  auto: ['light', 'monitor', later('Colours: as the system')],
  light: ['dark', 'sun', later('Colours: light')],
  dark: ['auto', 'moon', later('Colours: dark')],
};

/** Goes round: as the system, light, dark. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [following, icon, name] = next[colorScheme];
  return (
    <ActionIcon variant="subtle" color="gray" size={34} aria-label={t(name)} data-testid="color-scheme" onClick={() => setColorScheme(following)}>
      <Icon name={icon} size={18} />
    </ActionIcon>
  );
}
