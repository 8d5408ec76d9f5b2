// What the command bar offers, from the commands, the open document, the catalog and the list of workflows.
import { connectionProblem, edgeId } from '@millrace/workflow';
import { goTo } from '../../canvas/go-to.ts';
import { currentNode } from '../../canvas/keyboard-path.ts';
import { useCatalog } from '../../document/catalog-store.ts';
import { connect } from '../../document/edits.ts';
import { useWorkflow } from '../../document/workflow-store.ts';
import { inWords, t } from '../../i18n/i18n.ts';
import { nodeIcon } from '../../icons/node-icon.ts';
import { useLists } from '../../shell/lists-store.ts';
import { openWorkflow, tell } from '../../shell/session.ts';
import { hueColor } from '../../theme/hue.ts';
import { addNodeHere } from '../add-node-here.ts';
import { commandGroups } from '../command.ts';
import { commands } from '../commands.ts';
import { perform } from '../perform.ts';
import type { Choice } from './choice.ts';
import { connectionsOf } from './connections-of.ts';
import { findInWorkflow } from './find-in-workflow.ts';

const mostRefused = 40;
const mostFound = 100;

/** The commands that can be done now. */
export function commandChoices(): readonly Choice[] {
  return commands.filter(({ isEnabled, id }) => id !== 'help.commands' && (isEnabled?.() ?? true)).map((command) => {
    const { id, group, label, icon, shortcuts: [keys] = [] } = command;
    return { id, section: t('Commands'), label: label(), detail: t(commandGroups[group]), run: () => perform(command), ...(icon && { icon }), ...(keys !== undefined && { keys }) };
  });
}

/** The nodes of this workflow; choosing one goes to it. */
export function nodeChoices(): readonly Choice[] {
  return useWorkflow.getState().document.nodes.map(({ id, name, type }) => {
    const title = t(useCatalog.getState().byType.get(type)?.title ?? type);
    return { id: `node:${id}`, section: t('Nodes in this workflow'), label: name ?? title, detail: name === undefined ? id : `${title} · ${id}`, ...look(type), run: () => goTo(id) };
  });
}

/** The node types; choosing one adds a node. */
export function typeChoices(): readonly Choice[] {
  return useCatalog.getState().nodeTypes.map(({ type, title, category, description }) => ({
    id: `type:${type}`, section: t('Add a node'), label: t(title), detail: [t(category), description && t(description)].filter(Boolean).join(' · '), ...look(type), run: () => addNodeHere(type),
  }));
}

/** The other workflows; choosing one opens it. */
export function workflowChoices(): readonly Choice[] {
  const { id: open } = useWorkflow.getState();
  return useLists.getState().workflows.filter(({ id }) => id !== open).map(({ id, name }) => ({
    id: `workflow:${id}`, section: t('Workflows'), label: name, icon: 'folder', run: () => openWorkflow(id).catch(tell(t('The workflow could not be opened'))),
  }));
}

/** Where the words stand in the open workflow; choosing a place goes to its node or note. */
export function placeChoices(query: string): readonly Choice[] {
  const { document } = useWorkflow.getState();
  const types = new Map(document.nodes.map(({ id, type }) => [id, type]));
  return findInWorkflow(document, useCatalog.getState().byType, query).slice(0, mostFound).map(({ id, name, where, text }, index) => ({
    id: `place:${index}`, section: { node: t('Nodes'), parameter: t('Parameters'), note: t('Notes') }[where], label: name, detail: text, ...(where === 'note' ? { icon: 'note' } : look(types.get(id) ?? '')), run: () => goTo(id),
  }));
}

/** The wires that could lead from or to the current node; those that do not fit say why. */
export function wireChoices(): readonly Choice[] {
  const { document } = useWorkflow.getState();
  const { byType, nodeTypes } = useCatalog.getState();
  const wires = connectionsOf(document, currentNode() ?? '', byType);
  const refused = wires.filter(({ doesFit }) => !doesFit).slice(0, mostRefused);
  return [...wires.filter(({ doesFit }) => doesFit), ...refused].map(({ edge, from, to, doesFit }) => ({
    id: edgeId(edge), section: doesFit ? t('These fit') : t('These do not fit'), label: `${from} → ${to}`, icon: doesFit ? 'plug' : 'close',
    ...(!doesFit && { refused: () => inWords(connectionProblem(document, nodeTypes, edge) ?? { text: '' }) }),
    run: () => useWorkflow.getState().edit((now) => connect(now, edge)),
  }));
}

function look(type: string): Pick<Choice, 'icon' | 'hue'> {
  const manifest = useCatalog.getState().byType.get(type);
  return manifest ? { icon: nodeIcon(type, manifest.category), hue: hueColor(manifest.category) } : { icon: 'missing', hue: 'var(--bad)' };
}
