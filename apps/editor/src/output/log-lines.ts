import type { LogLine } from '@millrace/workflow';

/** Levels from the least to the most urgent. */
export const levels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLine['level'][];

export interface LogQuestion {
  /** Lines of this level and of more urgent ones. */
  readonly level: LogLine['level'];
  /** What a line must hold, in any case. */
  readonly text: string;
}

/** The lines that answer a question, in their order; the very same array when all do. */
export function linesOf(lines: readonly LogLine[], { level, text }: LogQuestion): readonly LogLine[] {
  const wanted = text.toLowerCase();
  const least = levels.indexOf(level);
  if (least === 0 && wanted === '') return lines;
  return lines.filter((line) => levels.indexOf(line.level) >= least && line.message.toLowerCase().includes(wanted));
}

/** A message in parts: what is looked for, and what stands between. */
export function partsOf(message: string, text: string): readonly { readonly text: string; readonly found: boolean }[] {
  const wanted = text.toLowerCase();
  const within = message.toLowerCase();
  // A letter may change its length with its case; then nothing is marked rather than the wrong part.
  if (wanted === '' || within.length !== message.length) return [{ text: message, found: false }];
  const parts: { text: string; found: boolean }[] = [];
  let from = 0;
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: message.slice(from, at), found: false });
    from = at + wanted.length;
    parts.push({ text: message.slice(at, from), found: true });
  }
  if (from < message.length) parts.push({ text: message.slice(from), found: false });
  return parts;
}
