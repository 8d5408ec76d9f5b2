import { Tooltip } from '@mantine/core';
import { later, t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { ColorSchemeSwitch } from '../theme/ColorSchemeSwitch.tsx';
import { HelpMenu } from './HelpMenu.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import styles from './Rail.module.css';
import { togglePanel, useUi, type Panel } from './ui-store.ts';

const panels: readonly (readonly [Panel, IconName, string])[] = [
  ['nodes', 'nodes', later('Nodes')], ['inputs', 'load', later('Inputs')], ['runs', 'history', later('Runs')], ['versions', 'layers', later('Versions')], ['schedule', 'clock', later('Schedule')], ['deployments', 'rocket', later('Deploy')],
];

/** The narrow column at the left that chooses what the panel beside it shows. */
export function Rail() {
  const open = useUi((ui) => ui.panel);
  return (
    <nav className={styles.rail} aria-label={t('Panels')}>
      {panels.map(([panel, icon, name]) => (
        <button key={panel} type="button" className={styles.item} aria-pressed={open === panel} data-testid={`panel-${panel}`} onClick={() => togglePanel(panel)}>
          <Icon name={icon} size={19} />
          <span>{t(name)}</span>
        </button>
      ))}
      <span className={styles.spring} />
      <HelpMenu />
      <LanguageMenu />
      <Tooltip label={t('Light, dark, or as the system')} position="right"><span><ColorSchemeSwitch /></span></Tooltip>
    </nav>
  );
}
