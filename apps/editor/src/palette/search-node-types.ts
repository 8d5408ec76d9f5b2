import type { NodeManifest } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** A category of the palette with its node types. */
export interface PaletteGroup {
  readonly category: string;
  readonly nodeTypes: readonly NodeManifest[];
}

const usualOrder = ['data', 'text', 'learn', 'evaluate', 'serve'];

/** Node types by category, narrowed to those in which every word of the query is found; the best match of each group first. */
export function searchNodeTypes(nodeTypes: readonly NodeManifest[], query: string): readonly PaletteGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = nodeTypes
    .map((manifest) => ({ manifest, score: scoreOf(manifest, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const groups = new Map<string, typeof found>();
  for (const item of found) groups.set(item.manifest.category, [...(groups.get(item.manifest.category) ?? []), item]);
  return [...groups]
    .map(([category, items]) => ({ category, nodeTypes: items.map(({ manifest }) => manifest), best: items[0]?.score ?? 0 }))
    .sort((a, b) => b.best - a.best || rank(a.category) - rank(b.category) || a.category.localeCompare(b.category))
    .map(({ category, nodeTypes: items }) => ({ category, nodeTypes: items }));
}

function scoreOf({ title, type, category, description = '' }: NodeManifest, wanted: readonly string[]): number {
  const fields = [[title, 8], [t(title), 8], [type, 4], [category, 2], [t(category), 2], [description, 1], [t(description), 1]] as const;
  let total = 1;
  for (const word of wanted) {
    const best = Math.max(...fields.map(([text, weight]) => weight * match(text.toLowerCase(), word)));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

function match(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '') ? 2 : 1;
}

function rank(category: string): number {
  const place = usualOrder.indexOf(category.toLowerCase());
  return place < 0 ? usualOrder.length : place;
}
