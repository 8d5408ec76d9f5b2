import type { IconName } from '../../icons/Icon.tsx';
import { fuzzyScore } from './fuzzy-score.ts';

/** One line of the command bar. */
export interface Choice {
  readonly id: string;
  readonly section: string;
  readonly label: string;
  /** Smaller, behind the label; it is searched too. */
  readonly detail?: string;
  readonly icon?: IconName;
  readonly hue?: string;
  /** A shortcut. */
  readonly keys?: string;
  /** Why it cannot be chosen; asked when the line is drawn. */
  readonly refused?: () => string;
  readonly run: () => unknown;
}

const longestSection = 12;

/** The choices that answer a query, the best of each section first, and the section with the best answer first; all of them, as they come, without a query. */
export function matching(choices: readonly Choice[], query: string): readonly Choice[] {
  if (query.trim() === '') return choices;
  const scored = choices
    .map((choice) => ({ choice, score: fuzzyScore(choice.label, query) || scoreOfDetail(choice, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const sections = [...new Set(scored.map(({ choice }) => choice.section))];
  return sections.flatMap((section) => scored.filter(({ choice }) => choice.section === section).slice(0, longestSection).map(({ choice }) => choice));
}

// Long texts have the letters of nearly everything in some order: of a detail, whole words or their beginnings are meant.
function scoreOfDetail({ label, detail = '' }: Choice, query: string): number {
  const text = ` ${label} ${detail}`.toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word)) ? 0.1 : 0;
}

/** The same, with what can be chosen before what is refused. */
export function matchingFirst(choices: readonly Choice[], query: string): readonly Choice[] {
  const found = matching(choices, query);
  return [...found.filter(({ refused }) => !refused), ...found.filter(({ refused }) => refused)];
}
