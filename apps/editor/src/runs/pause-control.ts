import type { RunState } from '@millrace/workflow';
import { later } from '../i18n/i18n.ts';

/** What the button beside Cancel offers for a run in that state; nothing when the run ends or has ended. */
export function pauseControl(state: RunState): { readonly does: 'pause' | 'resume'; readonly words: string; readonly disabled: boolean } | undefined {
  switch (state) {
    case 'queued':
    case 'running':
      return { does: 'pause', words: later('Pause'), disabled: false };
    case 'pausing':
      return { does: 'pause', words: later('Pausing'), disabled: true };
    case 'paused':
      return { does: 'resume', words: later('Resume'), disabled: false };
    case 'cancelling':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return undefined;
    default:
      return state satisfies never;
  }
}
