import { flushSync } from 'react-dom';
import { selectedIds, useCanvas } from '../canvas/canvas-store.ts';
import { showAll, showSelection, zoomIn, zoomOut } from '../canvas/viewport.ts';
import { t } from '../i18n/i18n.ts';
import { showView } from '../shell/session.ts';
import { shownNow } from '../shell/shown.ts';
import { togglePanel, useUi } from '../shell/ui-store.ts';
import type { Command } from './command.ts';

export const isCanvasShown = () => shownNow() === 'canvas';
const isNotebookShown = () => shownNow() === 'notebook';
/** The open document is on the page, not a version of it or a past run. */
export const isDocumentShown = () => isCanvasShown() || isNotebookShown();
const hasElements = () => isCanvasShown() && useCanvas.getState().elements.length > 0;

export const viewCommands: readonly Command[] = [
  { id: 'view.zoomIn', group: 'view', label: () => t('Zoom in'), icon: 'plus', isEnabled: isCanvasShown, run: zoomIn },
  { id: 'view.zoomOut', group: 'view', label: () => t('Zoom out'), icon: 'dash', isEnabled: isCanvasShown, run: zoomOut },
  { id: 'view.all', group: 'view', label: () => t('Show everything'), icon: 'fit', shortcuts: ['Shift+F'], isEnabled: hasElements, run: showAll },
  { id: 'view.selection', group: 'view', label: () => t('Zoom to the selection'), icon: 'target', shortcuts: ['F'], isEnabled: () => isCanvasShown() && selectedIds().length > 0, run: showSelection },
  { id: 'view.notebook', group: 'view', label: () => t('Show as a notebook'), icon: 'log', isEnabled: isCanvasShown, run: () => showView('notebook') },
  { id: 'view.canvas', group: 'view', label: () => t('Show on the canvas'), icon: 'nodes', isEnabled: isNotebookShown, run: () => showView('canvas') },
  { id: 'view.palette', group: 'view', label: () => t('Search the palette'), icon: 'search', shortcuts: ['/'], run: searchPalette },
  { id: 'view.runs', group: 'view', label: () => t('Open or close the runs'), icon: 'history', run: () => togglePanel('runs') },
  { id: 'view.versions', group: 'view', label: () => t('Open or close the versions'), icon: 'layers', run: () => togglePanel('versions') },
  { id: 'view.schedule', group: 'view', label: () => t('Open or close the schedule'), icon: 'clock', run: () => togglePanel('schedule') },
  { id: 'view.deployments', group: 'view', label: () => t('Open or close the deployments'), icon: 'rocket', run: () => togglePanel('deployments') },
];

function searchPalette(): void {
  // At once, so that what is typed next goes into the search.
  flushSync(() => useUi.setState({ panel: 'nodes' }));
  document.getElementById('palette-search')?.focus();
}
