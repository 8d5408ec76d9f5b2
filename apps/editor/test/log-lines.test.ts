import { figuresOf } from '../src/output/curve-figures.ts';
import { linesOf, partsOf } from '../src/output/log-lines.ts';

const lines = [
  { level: 'debug', message: 'Opened a.csv' }, { level: 'info', message: 'Read 10 rows of A.CSV' }, { level: 'warn', message: 'Two rows are empty' }, { level: 'error', message: 'a.csv has no header' },
] as const;
const found = (level: 'debug' | 'info' | 'warn' | 'error', text: string) => linesOf(lines, { level, text }).map((line) => lines.findIndex((other) => other === line));

describe('the lines of a log', () => {
  it('are found by level and by text, in any case', () => {
    expect([found('warn', ''), found('debug', 'A.csv'), found('info', 'a.csv'), found('error', 'rows')]).toEqual([[2, 3], [0, 1, 3], [1, 3], []]);
    expect(linesOf(lines, { level: 'debug', text: '' })).toBe(lines);
  });

  it.each([
    ['Read rows, rows', 'ROWS', ['Read ', '*rows', ', ', '*rows']],
    ['rows', 'rows', ['*rows']],
    ['aaa', 'aa', ['*aa', 'a']],
    ['nothing', '', ['nothing']],
    ['İstanbul is found, not marked', 'is', ['İstanbul is found, not marked']],
  ])('%j: marks where %j stands', (message, text, parts) => {
    expect(partsOf(message, text).map((part) => (part.found ? '*' : '') + part.text)).toEqual(parts);
  });
});

it('of a curve the last point is told, and the best where it is known which is better', () => {
  expect(figuresOf('validation loss', [[1, 0.9], [2, 0.4], [3, 0.4], [4, 0.6]])).toEqual({ last: [4, 0.6], best: [2, 0.4] });
  expect(figuresOf('accuracy', [[1, Number.NaN], [2, 0.4]])).toEqual({ last: [2, 0.4], best: [2, 0.4] });
  expect(figuresOf('seconds', [[1, 5]])).toEqual({ last: [1, 5], best: undefined });
  expect(figuresOf('loss', [])).toEqual({ last: undefined, best: undefined });
});
