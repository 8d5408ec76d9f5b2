import type { IconName } from './Icon.tsx';

// Node types name what they do; the first word found, read from the end of the type, gives the picture.
const byWord: Readonly<Record<string, IconName>> = {
  load: 'load', read: 'load', csv: 'load', clean: 'clean', filter: 'clean', select: 'columns', columns: 'columns', split: 'branch',
  profile: 'chart', tokenizer: 'text', tokenize: 'tokens', hello: 'text', greet: 'text', model: 'layers', bert: 'layers', train: 'curve',
  fit: 'curve', metrics: 'target', classification: 'target', evaluate: 'target', confusion: 'table', roc: 'curve', save: 'archive',
  register: 'archive', deploy: 'rocket', predict: 'gauge', note: 'note', table: 'table', database: 'database',
};
const byCategory: Readonly<Record<string, IconName>> = {
  data: 'database', text: 'text', learn: 'layers', evaluate: 'target', serve: 'rocket',
};

/** The icon of a node type. */
export function nodeIcon(type: string, category: string): IconName {
  const words = type.toLowerCase().split(/[^a-z]+/).reverse();
  const found = words.map((word) => byWord[word]).find(Boolean);
  return found ?? byCategory[category.toLowerCase()] ?? 'box';
}
