import { Tooltip } from '@mantine/core';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { ColorSchemeSwitch } from '../theme/ColorSchemeSwitch.tsx';
import styles from './Rail.module.css';
import { togglePanel, useUi, type Panel } from './ui-store.ts';

const panels: readonly (readonly [Panel, IconName, string])[] = [
  ['nodes', 'nodes', 'Nodes'], ['runs', 'history', 'Runs'], ['schedule', 'clock', 'Schedule'], ['deployments', 'rocket', 'Deploy'],
];

/** The narrow column at the left that chooses what the panel beside it shows. */
export function Rail() {
  const open = useUi((ui) => ui.panel);
  return (
    <nav className={styles.rail} aria-label="Panels">
      {panels.map(([panel, icon, name]) => (
        <button key={panel} type="button" className={styles.item} aria-pressed={open === panel} data-testid={`panel-${panel}`} onClick={() => togglePanel(panel)}>
          <Icon name={icon} size={19} />
          <span>{name}</span>
        </button>
      ))}
      <span className={styles.spring} />
      <Tooltip label="Light, dark, or as the system" position="right"><span><ColorSchemeSwitch /></span></Tooltip>
    </nav>
  );
}
