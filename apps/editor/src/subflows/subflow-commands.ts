import { subflowPath } from '@millrace/workflow';
import { areNodesSelected, useCanvas } from '../canvas/canvas-store.ts';
import type { Command } from '../commands/command.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { shownNow } from '../shell/shown.ts';
import { dissolveSubflow, extractSelection } from './extract-selection.ts';
import { leaveSubflow } from './leave-subflow.ts';
import { openSubflow, useOpenSubflow } from './open-subflow.ts';

const onCanvas = () => shownNow() === 'canvas';
const selected = () => useCanvas.getState().elements.filter((element) => element.selected);
const selectedCard = () => (selected().length === 1 && selected()[0]?.type === 'subflow' ? selected()[0]?.id : undefined);
const isCardSelected = () => onCanvas() && selectedCard() !== undefined;

export const subflowCommands: readonly Command[] = [
  { id: 'subflow.extract', group: 'edit', label: () => t('Extract to sub-workflow'), icon: 'layers', isEnabled: () => onCanvas() && areNodesSelected(), run: extractSelection },
  { id: 'subflow.open', group: 'move', label: () => t('Open the sub-workflow'), icon: 'layers', isEnabled: isCardSelected, run: () => openSubflow(selectedCard()) },
  { id: 'subflow.leave', group: 'move', label: () => t('Go out of the sub-workflow'), isEnabled: () => onCanvas() && useOpenSubflow.getState().subflowId !== undefined, run: goOut },
  { id: 'subflow.dissolve', group: 'edit', label: () => t('Dissolve the sub-workflow'), isEnabled: isCardSelected, run: () => dissolveSubflow(selectedCard() ?? '') },
];

function goOut(): void {
  leaveSubflow(subflowPath(useWorkflow.getState().document, useOpenSubflow.getState().subflowId).at(-1)?.within);
}
