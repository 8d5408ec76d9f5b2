import type { FreshnessState, NodeRunState, RunState } from '@millrace/workflow';
import { Icon, type IconName } from '../icons/Icon.tsx';
import styles from './StateBadge.module.css';

type State = NodeRunState | RunState | FreshnessState;

const looks: Readonly<Record<State, readonly [icon: IconName, tone: string, words: string]>> = {
  queued: ['clock', 'quiet', 'Queued'],
  waiting: ['clock', 'quiet', 'Waiting'],
  running: ['curve', 'accent', 'Running'],
  retrying: ['refresh', 'warn', 'Trying again'],
  pausing: ['pause', 'warn', 'Pausing'],
  paused: ['pause', 'warn', 'Paused'],
  cancelling: ['stop', 'warn', 'Cancelling'],
  succeeded: ['check', 'good', 'Succeeded'],
  fresh: ['check', 'good', 'Fresh'],
  reused: ['refresh', 'reused', 'Reused'],
  stale: ['history', 'warn', 'Stale'],
  failed: ['alert', 'bad', 'Failed'],
  skipped: ['skip', 'quiet', 'Skipped'],
  cancelled: ['stop', 'quiet', 'Cancelled'],
  never: ['dash', 'quiet', 'Never run'],
};

/** The word for a state. */
export function stateWords(state: State): string {
  return looks[state][2];
}

/** A state as a small coloured mark, with its word beside it on request; `about` is what a screen reader says instead of the word. */
export function StateBadge({ state, worded = false, about }: { readonly state: State; readonly worded?: boolean; readonly about?: string }) {
  const [icon, tone, words] = looks[state];
  const busy = state === 'running' || state === 'retrying' || state === 'pausing' || state === 'cancelling';
  return (
    <span className={styles.badge} data-tone={tone} data-busy={busy} role={worded ? undefined : 'img'} aria-label={worded ? undefined : about ?? words} title={worded || about ? undefined : words}>
      {busy ? <span className={styles.spinner} /> : <Icon name={icon} size={13} />}
      {worded && words}
    </span>
  );
}
