const hues = ['blue', 'amber', 'violet', 'green', 'rose', 'cyan', 'orange', 'slate'] as const;
export type Hue = (typeof hues)[number];

const known: Readonly<Record<string, Hue>> = {
  data: 'blue', text: 'amber', learn: 'violet', train: 'violet', evaluate: 'green', serve: 'rose', privacy: 'cyan', code: 'slate',
};

/** The hue of a category of nodes: our own are chosen, a stranger's is the same on every page. */
export function hueOf(category: string): Hue {
  const name = category.trim().toLowerCase();
  const first = name.split(/\W+/)[0] ?? '';
  const chosen = known[name] ?? known[first];
  if (chosen) return chosen;
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hues[sum % hues.length] ?? 'slate';
}

/** The same as a CSS colour. */
export function hueColor(category: string): string {
  return `var(--hue-${hueOf(category)})`;
}
