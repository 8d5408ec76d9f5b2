import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { startRun } from '../runs/start-run.ts';
import { nodeGestures } from './node-gestures.ts';
import styles from './RunScope.module.css';

/** Above a card that the pointer is on: runs up to it, from it on, or only it. */
export function NodeRunBar({ nodeId }: { readonly nodeId: string }) {
  return (
    <div className={`${styles.above} nodrag nopan`}>
      <div className={styles.bar} role="toolbar" aria-label={t('Run a part of the workflow')}>
        {nodeGestures.map(({ id, icon, words, about, scope }) => (
          <button
            key={id} type="button" tabIndex={-1} aria-label={t(words)} title={`${t(words)}: ${t(about)}`} data-testid={`card-run-${id}`}
            onClick={(event) => {
              event.stopPropagation();
              void startRun(scope([nodeId]));
            }}
          >
            <Icon name={icon} size={15} />
          </button>
        ))}
      </div>
    </div>
  );
}
