import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { chooseFile } from '../shell/choose-file.ts';
import { exportWorkflow, importWorkflow, newWorkflowFromThis } from '../shell/copies.ts';
import { useUi } from '../shell/ui-store.ts';
import { openGallery } from '../templates/gallery-store.ts';
import type { Command } from './command.ts';

export const workflowCommands: readonly Command[] = [
  { id: 'workflow.new', group: 'workflow', label: () => t('New workflow…'), icon: 'plus', run: () => openGallery() },
  // The save state says why, when it fails.
  { id: 'workflow.save', group: 'workflow', label: () => t('Save now'), icon: 'check', shortcuts: ['Mod+S'], keys: 'in fields too', run: () => saveNow().catch(() => undefined) },
  { id: 'workflow.duplicate', group: 'workflow', label: () => t('Duplicate this workflow'), icon: 'copy', run: newWorkflowFromThis },
  { id: 'workflow.import', group: 'workflow', label: () => t('Import from this computer…'), icon: 'upload', run: () => chooseFile('.json,application/json', importWorkflow) },
  { id: 'workflow.export', group: 'workflow', label: () => t('Export'), icon: 'down', run: exportWorkflow },
  { id: 'workflow.delete', group: 'workflow', label: () => t('Delete this workflow…'), icon: 'trash', isEnabled: () => useWorkflow.getState().id !== undefined, run: () => useUi.setState({ deleting: true }) },
];
