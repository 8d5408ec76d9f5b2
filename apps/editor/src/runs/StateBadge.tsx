import type { FreshnessState, NodeRunState, RunState } from '@millrace/workflow';
import { later, t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import styles from './StateBadge.module.css';

type State = NodeRunState | RunState | FreshnessState;

const looks: Readonly<Record<State, readonly [icon: IconName, tone: string, words: string]>> = {
  queued: ['clock', 'quiet', later('Queued')],
  waiting: ['clock', 'quiet', later('Waiting')],
  running: ['curve', 'accent', later('Running')],
  retrying: ['refresh', 'warn', later('Trying again')],
  pausing: ['pause', 'warn', later('Pausing')],
  paused: ['pause', 'warn', later('Paused')],
  cancelling: ['stop', 'warn', later('Cancelling')],
  succeeded: ['check', 'good', later('Succeeded')],
  fresh: ['check', 'good', later('Fresh')],
  reused: ['refresh', 'reused', later('Reused')],
  stale: ['history', 'warn', later('Stale')],
  failed: ['alert', 'bad', later('Failed')],
  skipped: ['skip', 'quiet', later('Skipped')],
  cancelled: ['stop', 'quiet', later('Cancelled')],
  pinned: ['pin', 'reused', later('Pinned')],
  never: ['dash', 'quiet', later('Never run')],
};

/** The word for a state. */
export function stateWords(state: State): string {
  return t(looks[state][2]);
}

/** A state as a small coloured mark, with its word beside it on request; `about` is what a screen reader says instead of the word, `why` what it says after it. */
export function StateBadge({ state, worded = false, about, why }: { readonly state: State; readonly worded?: boolean; readonly about?: string; readonly why?: string | undefined }) {
  const [icon, tone] = looks[state];
  const words = stateWords(state);
  const heard = why === undefined ? words : t('{{state}}: {{reason}}', { state: words, reason: why });
  const busy = state === 'running' || state === 'retrying' || state === 'pausing' || state === 'cancelling';
  return (
    <span className={styles.badge} data-tone={tone} data-busy={busy} role={worded ? undefined : 'img'} aria-label={worded ? undefined : about ?? heard} title={worded || about ? undefined : heard}>
      {busy ? <span className={styles.spinner} /> : <Icon name={icon} size={13} />}
      {worded && words}
    </span>
  );
}
