import type { z } from 'zod';
import { say, term, wordsOf, type Phrase } from './phrase.ts';

/** What zod says of a value, as a phrase whose English is zod's own; an issue of another kind keeps its message alone. */
export function wordsOfIssue(issue: z.core.$ZodIssue): Phrase {
  switch (issue.code) {
    case 'invalid_type': {
      const [, expected = String(issue.expected), received = 'unknown'] = /expected (\S+), received (\S+)/.exec(issue.message) ?? [];
      return same(issue, say`Invalid input: expected ${kindWords(expected)}, received ${kindWords(received)}`);
    }
    case 'invalid_value': {
      const shown = issue.values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
      return same(issue, shown.length === 1 ? say`Invalid input: expected ${shown[0] ?? ''}` : say`Invalid option: expected one of ${shown.join('|')}`);
    }
    case 'too_small':
      return same(issue, ...smaller(kindWords(issue.origin), String(issue.minimum)));
    case 'too_big':
      return same(issue, ...bigger(kindWords(issue.origin), String(issue.maximum)));
    case 'invalid_format':
      return same(issue, say`Invalid string: must match pattern ${'pattern' in issue ? String(issue.pattern) : ''}`);
    case 'not_multiple_of':
      return same(issue, say`Invalid number: must be a multiple of ${String(issue.divisor)}`);
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `"${key}"`).join(', ');
      return same(issue, say`Unrecognized key: ${keys}`, say`Unrecognized keys: ${keys}`);
    }
    default:
      return same(issue, say`Invalid input`);
  }
}

const kinds: Readonly<Record<string, Phrase>> = {
  string: say`string`, number: say`number`, int: say`int`, boolean: say`boolean`, array: say`array`, object: say`object`, undefined: say`undefined`, null: say`null`,
};

function kindWords(kind: string): Phrase {
  return Object.hasOwn(kinds, kind) ? kinds[kind] ?? term(kind) : term(kind);
}

function smaller(origin: Phrase, least: string): Phrase[] {
  return [
    say`Too small: expected ${origin} to be >=${least}`, say`Too small: expected ${origin} to be >${least}`,
    say`Too small: expected ${origin} to have >=${least} characters`, say`Too small: expected ${origin} to have >=${least} items`,
  ];
}

function bigger(origin: Phrase, most: string): Phrase[] {
  return [
    say`Too big: expected ${origin} to be <=${most}`, say`Too big: expected ${origin} to be <${most}`,
    say`Too big: expected ${origin} to have <=${most} characters`, say`Too big: expected ${origin} to have <=${most} items`,
  ];
}

/** The candidate that says what the issue says: a schema may have brought a message of its own. */
function same({ message }: z.core.$ZodIssue, ...candidates: readonly Phrase[]): Phrase {
  return candidates.find((phrase) => wordsOf(phrase) === message) ?? term(message);
}
