import type { RunState } from '@millrace/workflow';

/** What the button beside Cancel offers for a run in that state; nothing when the run ends or has ended. */
export function pauseControl(state: RunState): { readonly does: 'pause' | 'resume'; readonly words: string; readonly disabled: boolean } | undefined {
  switch (state) {
    case 'queued':
    case 'running':
      return { does: 'pause', words: 'Pause', disabled: false };
    case 'pausing':
      return { does: 'pause', words: 'Pausing', disabled: true };
    case 'paused':
      return { does: 'resume', words: 'Resume', disabled: false };
    case 'cancelling':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return undefined;
    default:
      return state satisfies never;
  }
}
