import type { Session } from './database.ts';
import type { Filter } from './filter.ts';
import { TableError } from './table-error.ts';

/** Throws a TableError unless the pattern is a regular expression of RE2 and the replacement names only groups that it has. */
export async function assertPattern(session: Session, pattern: string, replacement = ''): Promise<void> {
  try {
    await session.row("SELECT regexp_matches('', $1)", [pattern]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^Invalid Input Error: /, '') : String(cause);
    throw new TableError(`The pattern "${pattern}" is not a regular expression: ${reason}. Look-ahead and back-references are not supported (RE2).`, { cause });
  }
  const groups = pattern.replace(/\\./g, '').match(/\((?!\?(?!P<|<))/g)?.length ?? 0;
  for (const [, digit] of replacement.matchAll(/\\(\d)/g)) {
    if (Number(digit) > groups) throw new TableError(`The replacement names group \\${digit}, but the pattern "${pattern}" has ${groups} ${groups === 1 ? 'group' : 'groups'}.`);
  }
}

/** Checks every pattern in a filter. */
export async function assertFilterPatterns(session: Session, filter: Filter): Promise<void> {
  if ('all' in filter) for (const part of filter.all) await assertFilterPatterns(session, part);
  else if ('any' in filter) for (const part of filter.any) await assertFilterPatterns(session, part);
  else if (filter.operator === 'matches') await assertPattern(session, String(filter.value));
}
