import type { Command } from '../commands/command.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { showView } from '../shell/session.ts';
import { togglePanel, useUi } from '../shell/ui-store.ts';
import { addInput } from './input-edits.ts';

export const inputCommands: readonly Command[] = [
  { id: 'input.add', group: 'add', label: () => t('Add a workflow input'), icon: 'load', run: addWorkflowInput },
  { id: 'view.inputs', group: 'view', label: () => t('Open or close the inputs'), icon: 'load', run: () => togglePanel('inputs') },
  { id: 'view.app', group: 'view', label: () => t('Show as an app'), icon: 'play', isEnabled: () => useUi.getState().view !== 'app', run: () => showView('app') },
  { id: 'view.leaveApp', group: 'view', label: () => t('Leave the app'), icon: 'nodes', isEnabled: () => useUi.getState().view === 'app', run: () => showView('canvas') },
];

function addWorkflowInput(): void {
  useWorkflow.getState().edit((document) => addInput(document).document);
  useUi.setState({ panel: 'inputs' });
}
