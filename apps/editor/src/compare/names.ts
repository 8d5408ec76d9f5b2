import type { NodeManifest } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { words } from '../runs/node-line.ts';
import type { FigureRow, Side } from './compare-runs.ts';

/** What the page calls a node: as the newest of the runs that have it does. */
export function namesOf(sides: readonly Side[], byType: ReadonlyMap<string, NodeManifest>): (nodeId: string) => string {
  const newestFirst = [...sides].sort((a, b) => b.run.number - a.run.number);
  return (nodeId) => {
    const node = newestFirst.flatMap(({ document }) => document.nodes).find(({ id }) => id === nodeId);
    return node ? node.name ?? t(byType.get(node.type)?.title ?? node.type) : nodeId;
  };
}

/** "validation loss, best": a figure, and which value of a curve it is. */
export function figureName({ name, from }: FigureRow): string {
  const figure = t(words(name));
  switch (from) {
    case 'output':
      return figure;
    case 'last':
      return t('{{figure}}, last', { figure });
    case 'best':
      return t('{{figure}}, best', { figure });
    default:
      return from satisfies never;
  }
}
