import { expect, test } from '@jest/globals';
import { chartTypes, requestOf, withType } from '../src/charts/chart-form.ts';
import { extentOf, ticks } from '../src/charts/ticks.ts';
import { scrollHeight, scrollTopFor, tallest, topAt } from '../src/tables/scaled-scroll.ts';
import { choicesFor, conditionsOf, draftOf, toggleSort } from '../src/tables/table-query.ts';

test('a table taller than browsers allow is scrolled to scale, from its first row to its last', () => {
  const frame = { length: 27_000_000, view: 500 };
  expect(scrollHeight(frame.length)).toBe(tallest);
  expect(topAt(0, frame)).toBe(0);
  expect(topAt(tallest - 500, frame)).toBe(27_000_000 - 500);
  for (const top of [1, 27, 13_500_001, 26_999_000]) expect(topAt(scrollTopFor(top, frame), frame)).toBeCloseTo(top, 3);
});

test('a table that is not too tall is scrolled pixel by pixel, and one shorter than the view not at all', () => {
  expect(topAt(1234, { length: 54_000, view: 500 })).toBeCloseTo(1234, 6);
  expect(topAt(10, { length: 100, view: 500 })).toBe(0);
  expect(scrollTopFor(10, { length: 100, view: 500 })).toBe(0);
});

test('clicks on a header sort ascending, descending, and not at all', () => {
  const once = toggleSort([], 'a', { also: false });
  const twice = toggleSort(once, 'a', { also: false });
  expect([once, twice, toggleSort(twice, 'a', { also: false })]).toEqual([[{ column: 'a', descending: false }], [{ column: 'a', descending: true }], []]);
  expect(toggleSort(twice, 'b', { also: true })).toEqual([{ column: 'a', descending: true }, { column: 'b', descending: false }]);
  expect(toggleSort(twice, 'b', { also: false })).toEqual([{ column: 'b', descending: false }]);
});

test.each([
  [{ name: 'n', type: 'number' }, { choice: 'between', value: '1', second: ' 2.5' }, [{ column: 'n', operator: '>=', value: 1 }, { column: 'n', operator: '<=', value: 2.5 }]],
  [{ name: 'n', type: 'integer' }, { choice: '=', value: 'seven', second: '' }, 'Write a number such as 12.5.'],
  [{ name: 'd', type: 'date' }, { choice: '<', value: '2024-02-01', second: '' }, [{ column: 'd', operator: '<', value: '2024-02-01' }]],
  [{ name: 'd', type: 'date' }, { choice: '<', value: 'spring', second: '' }, 'Write a date such as 2024-01-31.'],
  [{ name: 'b', type: 'boolean' }, { choice: '=', value: 'false', second: '' }, [{ column: 'b', operator: '=', value: false }]],
  [{ name: 's', type: 'text' }, { choice: '=', value: '', second: '' }, [{ column: 's', operator: '=', value: '' }]],
  [{ name: 's', type: 'text' }, { choice: 'contains', value: '', second: '' }, 'Write the text to look for.'],
] as const)('a draft on %j becomes conditions or words: %j', (column, draft, expected) => {
  expect(conditionsOf(column, draft)).toEqual(expected);
});

test('the conditions of a column can be opened again as the draft they came from', () => {
  const column = { name: 'n', type: 'number' };
  const draft = { choice: 'between', value: '1', second: '2' } as const;
  expect(draftOf(column, conditionsOf(column, draft) as never)).toEqual(draft);
  expect(draftOf(column, [])).toEqual({ choice: choicesFor('number')[0]?.choice, value: '', second: '' });
});

test('ticks stand at round numbers within the range', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(-7, 23, 6)).toEqual([-5, 0, 5, 10, 15, 20]);
  expect(ticks(3, 3)).toEqual([3]);
  expect([extentOf([]), extentOf([4]), extentOf([2, -1])]).toEqual([{ low: 0, high: 1 }, { low: 3.5, high: 4.5 }, { low: -1, high: 2 }]);
});

test('every kind of chart begins with columns that fit it, and asks for nothing while none does', () => {
  const columns = [{ name: 'day', type: 'date' }, { name: 'kind', type: 'text' }, { name: 'a', type: 'number' }, { name: 'b', type: 'integer' }];
  const empty = { type: 'bar', x: '', y: '', by: '', aggregate: 'mean' } as const;
  expect(chartTypes().map(({ type }) => requestOf(withType(empty, type, columns)))).toEqual([
    { type: 'histogram', x: 'day' }, { type: 'bar', x: 'day' }, { type: 'line', y: ['a'], aggregate: 'mean' },
    { type: 'scatter', x: 'day', y: 'a' }, { type: 'box', y: 'day' }, { type: 'heat', x: 'day', y: 'kind' },
  ]);
  expect(requestOf(withType(empty, 'histogram', [{ name: 'kind', type: 'text' }]))).toBeUndefined();
  expect(requestOf({ ...withType(empty, 'bar', columns), x: 'kind', y: 'b', aggregate: 'sum' })).toEqual({ type: 'bar', x: 'kind', y: 'b', aggregate: 'sum' });
});
