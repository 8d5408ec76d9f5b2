import type { Command } from '../commands/command.ts';
import { t } from '../i18n/i18n.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { chooseRun, compareRuns } from '../shell/session.ts';
import { shownNow } from '../shell/shown.ts';
import { useHistory } from './history-store.ts';

/** What can be done with runs that were. */
export const pastCommands: readonly Command[] = [
  { id: 'past.look', group: 'run', label: () => t('See this run from start to end'), icon: 'history', isEnabled: () => shownNow() === 'canvas' && useCurrentRun.getState().runId !== undefined, run: () => chooseRun(useCurrentRun.getState().runId) },
  { id: 'past.replay', group: 'run', label: () => t('Play the run again'), icon: 'play', isEnabled: () => shownNow() === 'run', run: async () => (await import('../replay/replay-store.ts')).play() },
  { id: 'past.compare', group: 'run', label: () => t('Compare the ticked runs'), icon: 'columns', isEnabled: () => useHistory.getState().ticked.length > 1, run: () => compareRuns(useHistory.getState().ticked) },
  { id: 'past.leave', group: 'run', label: () => t('Back to editing'), icon: 'undo', isEnabled: () => shownNow() === 'run' || shownNow() === 'comparison', run: () => chooseRun(undefined) },
];
