import type { MergeConflict, NodeManifest, Workflow } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** What both changed, as the page calls it. */
export function wordsForPlace({ place }: MergeConflict, documents: readonly Workflow[], byType: ReadonlyMap<string, NodeManifest>): string {
  const [section = '', id = '', field, parameter] = place.split('/');
  switch (section) {
    case 'name':
      return t('The name of the workflow');
    case 'description':
      return t('The description of the workflow');
    case 'edges':
      return t('The wire into {{input}}', { input: id });
    case 'notes':
      return t('A note');
    case 'triggers':
      return t('A schedule');
    case 'groups':
      return t('The group “{{title}}”', { title: documents.flatMap(({ groups = [] }) => groups).find((group) => group.id === id)?.title ?? id });
    default: {
      const node = documents.flatMap(({ nodes }) => nodes).find((candidate) => candidate.id === id);
      const manifest = byType.get(node?.type ?? '');
      const name = node?.name ?? manifest?.title ?? id;
      if (field === undefined) return name;
      return `${name}: ${parameter === undefined ? fieldWords(field) : titleOf(manifest, parameter)}`;
    }
  }
}

/** What one of the two has there, short enough for a line. */
export function wordsForValue(value: unknown, place: string): string {
  const isWhole = place.split('/').length === 2 && !place.startsWith('edges/');
  if (value === undefined) return isWhole ? t('removed') : t('not set');
  if (isWhole) return t('kept, with changes');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') return t('empty');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function fieldWords(field: string): string {
  if (field === 'name') return t('name');
  return field === 'type' ? t('type') : field;
}

/** The title of a parameter, as its form has it. */
export function titleOf(manifest: NodeManifest | undefined, parameter: string): string {
  const properties = manifest?.params.properties as Readonly<Record<string, { readonly title?: string }>> | undefined; // a JSON Schema, by nodeManifestSchema
  return properties?.[parameter]?.title ?? parameter;
}
