import { t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { showView } from './session.ts';
import { useUi, type View } from './ui-store.ts';
import styles from './ViewSwitch.module.css';

/** Which of the views of the document is shown. */
export function ViewSwitch() {
  return (
    <div className={styles.switch} role="group" aria-label={t('View')}>
      <Choice view="canvas" icon="nodes" words={t('Canvas')} />
      <Choice view="notebook" icon="log" words={t('Notebook')} />
      <Choice view="app" icon="play" words={t('App')} />
    </div>
  );
}

function Choice({ view, icon, words }: { readonly view: View; readonly icon: IconName; readonly words: string }) {
  const shown = useUi((ui) => ui.view === view);
  return (
    <button type="button" aria-pressed={shown} title={words} data-testid={`view-${view}`} onClick={() => showView(view)}>
      <Icon name={icon} size={14} /><span>{words}</span>
    </button>
  );
}
