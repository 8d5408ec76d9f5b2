import type { Command } from '../commands/command.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { showSweeps } from './sweeps-store.ts';

export const sweepCommands: readonly Command[] = [
  { id: 'sweep.new', group: 'run', label: () => t('Try many values of inputs'), icon: 'branch', run: () => showSweeps({ kind: 'new', vary: [] }) },
  { id: 'sweep.list', group: 'run', label: () => t('Show the sweeps'), icon: 'branch', isEnabled: () => useWorkflow.getState().id !== undefined, run: () => showSweeps({ kind: 'list' }) },
];
