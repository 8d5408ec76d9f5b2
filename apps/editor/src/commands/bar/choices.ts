// What the command bar offers, from the commands, the open document, the catalog and the list of workflows.
import { goTo } from '../../canvas/go-to.ts';
import { useCatalog } from '../../document/catalog-store.ts';
import { useWorkflow } from '../../document/workflow-store.ts';
import { t } from '../../i18n/i18n.ts';
import { nodeIcon } from '../../icons/node-icon.ts';
import { useLists } from '../../shell/lists-store.ts';
import { openWorkflow, tell } from '../../shell/session.ts';
import { hueColor } from '../../theme/hue.ts';
import { addNodeHere } from '../add-node-here.ts';
import { commandGroups } from '../command.ts';
import { commands } from '../commands.ts';
import { perform } from '../perform.ts';
import { keycaps, onMac } from '../shortcut.ts';
import type { Choice } from './choice.ts';

/** The commands that can be done now. */
export function commandChoices(): readonly Choice[] {
  return commands.filter(({ isEnabled, id }) => id !== 'view.commands' && (isEnabled?.() ?? true)).map((command) => {
    const { id, group, label, icon, shortcuts: [shortcut] = [] } = command;
    return {
      id, section: t('Commands'), label: label(), detail: t(commandGroups[group]), run: () => perform(command),
      ...(icon && { icon }), ...(shortcut !== undefined && { keys: keycaps(shortcut, onMac()) }),
    };
  });
}

/** The nodes of this workflow; choosing one goes to it. */
export function nodeChoices(): readonly Choice[] {
  const { byType } = useCatalog.getState();
  return useWorkflow.getState().document.nodes.map(({ id, name, type }) => {
    const manifest = byType.get(type);
    const title = t(manifest?.title ?? type);
    return {
      id: `node:${id}`, section: t('Nodes in this workflow'), label: name ?? title, detail: name === undefined ? id : `${title} · ${id}`,
      icon: manifest ? nodeIcon(type, manifest.category) : 'missing', hue: manifest ? hueColor(manifest.category) : 'var(--bad)', run: () => goTo(id),
    };
  });
}

/** The node types; choosing one adds a node. */
export function typeChoices(): readonly Choice[] {
  return useCatalog.getState().nodeTypes.map(({ type, title, category, description }) => ({
    id: `type:${type}`, section: t('Add a node'), label: t(title), detail: [t(category), description && t(description)].filter(Boolean).join(' · '),
    icon: nodeIcon(type, category), hue: hueColor(category), run: () => addNodeHere(type),
  }));
}

/** The other workflows; choosing one opens it. */
export function workflowChoices(): readonly Choice[] {
  const { id: open } = useWorkflow.getState();
  return useLists.getState().workflows.filter(({ id }) => id !== open).map(({ id, name }) => ({
    id: `workflow:${id}`, section: t('Workflows'), label: name, icon: 'folder', run: () => openWorkflow(id).catch(tell(t('The workflow could not be opened'))),
  }));
}
