import { parseEndpoint, type Difference, type FieldDifference, type NodeManifest, type Workflow } from '@millrace/workflow';
import { later, t } from '../i18n/i18n.ts';
import { secretWords } from '../secrets/secret-words.ts';
import { titleOf } from '../shell/conflict-words.ts';
import { subflowTitle } from '../subflows/subflow-title.ts';

type Known = ReadonlyMap<string, NodeManifest>;

const sections: Readonly<Record<string, string>> = { notes: later('A note'), triggers: later('A schedule') };
const parts: Readonly<Record<string, string>> = { name: later('The name of the workflow'), description: later('The description of the workflow') };

/** What an item is called on the page. `documents` are those in which it may be, the later first. */
export function itemWords({ section, id }: Difference, documents: readonly Workflow[], known: Known): string {
  switch (section) {
    case 'nodes':
      return nodeWords(id, documents, known);
    case 'edges':
      return wireWords(id, documents, known);
    case 'inputs':
      return t('Input {{name}}', { name: id });
    case 'groups':
      return t('The group “{{title}}”', { title: documents.flatMap(({ groups = [] }) => groups).find((group) => group.id === id)?.title ?? id });
    case 'subflows':
      return t('The sub-workflow “{{title}}”', { title: subflowTitle(documents.flatMap(({ subflows = [] }) => subflows).find((subflow) => subflow.id === id) ?? { name: id }) });
    case 'workflow':
      return parts[id] === undefined ? id : t(parts[id]);
    default:
      return sections[section] === undefined ? `${section}: ${id}` : t(sections[section]);
  }
}

/** What a field of a node is called: the title of its parameter, and the way further in. */
export function fieldWords({ path }: FieldDifference, nodeId: string, documents: readonly Workflow[], known: Known): string {
  const [first, parameter, ...rest] = path;
  if (first !== 'params' || parameter === undefined) return first === undefined ? '' : wordsOfField(first);
  const type = documents.flatMap(({ nodes }) => nodes).find((node) => node.id === nodeId)?.type;
  const inwards = rest.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : step));
  return [t(titleOf(known.get(type ?? ''), parameter)), ...inwards].join(' › ');
}

/** A value short enough for a line. */
export function valueWords(value: unknown): string {
  if (value === undefined) return t('not set');
  const text = typeof value === 'string' ? value : secretWords(value) ?? JSON.stringify(value);
  if (text === '') return t('empty');
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function wordsOfField(field: string): string {
  switch (field) {
    case 'name':
      return t('name');
    case 'type':
      return t('type');
    case 'text':
      return t('text');
    case 'disabled':
      return t('disabled');
    case 'pinned':
      return t('pinned outputs');
    case 'title':
      return t('title');
    case 'color':
      return t('colour');
    case 'members':
      return t('what is in it');
    case 'within':
      return t('the sub-workflow that it stands in');
    case 'promoted':
      return t('parameters in its form');
    case 'folded':
      return t('folded');
    case 'layout':
      return t('place');
    default:
      return field;
  }
}

function nodeWords(id: string, documents: readonly Workflow[], known: Known): string {
  const node = documents.flatMap(({ nodes }) => nodes).find((candidate) => candidate.id === id);
  return node?.name ?? t(known.get(node?.type ?? '')?.title ?? id);
}

function wireWords(id: string, documents: readonly Workflow[], known: Known): string {
  const [from = '', to = ''] = id.split('->').map((end) => {
    const { node, port } = parseEndpoint(end);
    return `${nodeWords(node, documents, known)} (${t(port)})`;
  });
  return `${from} → ${to}`;
}
