import { CloseButton } from '@mantine/core';
import { later, t } from '../i18n/i18n.ts';
import { useCommandBar } from './command-bar-store.ts';
import { commandGroups } from './command.ts';
import { commands } from './commands.ts';
import { Dialog } from './Dialog.tsx';
import { Keys } from './Keys.tsx';
import styles from './KeySheet.module.css';

/** What the canvas does by itself, besides the commands. */
const gestures = [[() => 'Tab', later('From node to node')], [() => '← ↑ → ↓', later('Nudge the selection')], [() => `Shift+${t('Drag')}`, later('Select what a frame holds')], [() => `Shift+${t('Click')}`, later('Add to the selection')]] as const;

/** Every shortcut, by what it is for. */
export default function KeySheet() {
  const close = () => useCommandBar.setState({ showsKeys: false });
  return (
    <Dialog name={t('Keyboard shortcuts')} className={styles.sheet} testId="key-sheet" onClose={close}>
      <header className={styles.header}>
        <h2>{t('Keyboard shortcuts')}</h2>
        <CloseButton autoFocus aria-label={t('Close')} onClick={close} />
      </header>
      <div className={styles.groups}>
        {Object.entries(commandGroups).map(([group, title]) => {
          const items = commands.filter((command) => command.group === group && command.shortcuts);
          return items.length > 0 && (
            <section key={group} aria-label={t(title)}>
              <h3>{t(title)}</h3>
              <dl>{items.map(({ id, label, shortcuts = [] }) => <div key={id}><dt>{label()}</dt><dd>{shortcuts.map((shortcut) => <Keys key={shortcut} shortcut={shortcut} />)}</dd></div>)}</dl>
            </section>
          );
        })}
        <section aria-label={t('Canvas')}>
          <h3>{t('Canvas')}</h3>
          <dl>{gestures.map(([shortcut, words]) => <div key={words}><dt>{t(words)}</dt><dd><Keys shortcut={shortcut()} /></dd></div>)}</dl>
        </section>
      </div>
    </Dialog>
  );
}
