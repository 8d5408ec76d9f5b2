import { backToNode, currentNode, editParameters, isInInspector, step } from '../canvas/keyboard-path.ts';
import { useCanvas } from '../canvas/canvas-store.ts';
import { t } from '../i18n/i18n.ts';
import { openCommandBar } from './command-bar-store.ts';
import type { Command } from './command.ts';
import { isCanvasShown } from './view-commands.ts';

const hasNodes = () => isCanvasShown() && useCanvas.getState().elements.length > 0;

export const moveCommands: readonly Command[] = [
  { id: 'move.find', group: 'move', label: () => t('Find in this workflow…'), icon: 'search', shortcuts: ['Mod+F'], keys: 'in fields too', run: () => openCommandBar('find') },
  { id: 'move.right', group: 'move', label: () => t('Go along a wire to the next node'), shortcuts: ['Alt+ArrowRight'], isEnabled: hasNodes, run: () => step('right') },
  { id: 'move.left', group: 'move', label: () => t('Go along a wire to the node before'), shortcuts: ['Alt+ArrowLeft'], isEnabled: hasNodes, run: () => step('left') },
  { id: 'move.up', group: 'move', label: () => t('Go to the node above'), shortcuts: ['Alt+ArrowUp'], isEnabled: hasNodes, run: () => step('up') },
  { id: 'move.down', group: 'move', label: () => t('Go to the node below'), shortcuts: ['Alt+ArrowDown'], isEnabled: hasNodes, run: () => step('down') },
  { id: 'move.parameters', group: 'move', label: () => t('Edit the parameters of the node'), icon: 'columns', shortcuts: ['Enter'], keys: 'on a node', isEnabled: () => isCanvasShown() && currentNode() !== undefined, run: editParameters },
  { id: 'move.back', group: 'move', label: () => t('Back from the parameters to the node'), shortcuts: ['Escape'], keys: 'in fields too', isEnabled: () => isCanvasShown() && isInInspector(), run: backToNode },
];
