import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { evolve, type Run } from '@millrace/workflow';
import { ServerUnderTest } from './server-under-test.ts';

const server = new ServerUnderTest();
const days = ['day,weather,warmest,note', '2024-01-01,rain,4.5,', '2024-01-02,sun,11,"<b>bold</b>"', '2024-01-03,sun,,x', '2024-01-04,snow,-1,‮abc'];
let hash = '';

beforeAll(async () => {
  await server.start();
  await server.request('POST', '/api/files?name=days.csv', `${days.join('\n')}\n`, { 'content-type': 'application/octet-stream' });
  const runId = await server.run(await server.save({ nodes: [{ id: 'load', type: 'data.load', params: { path: 'days.csv' } }], layout: { load: [0, 0] } }));
  let run: Run | undefined;
  while (run?.state !== 'succeeded' && run?.state !== 'failed') run = (await server.events(runId)).reduce<Run | undefined>((known, event) => evolve(known, event), undefined);
  hash = run.nodes['load']?.outputs['table']?.hash ?? '';
}, 60_000);
afterAll(() => server.remove());

const ask = (view: string, query: Record<string, unknown> = {}) => server.request('GET', `/api/artifacts/${hash}/${view}?${new URLSearchParams(
  Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
).toString()}`);

test('a page of a table is sorted and filtered by the server, and says where its rows stand', async () => {
  expect(await ask('table', { sort: [{ column: 'warmest', descending: true }], columns: ['warmest'] })).toMatchObject({ status: 200, body: { rows: [[11], [4.5], [-1], [null]], numbers: [1, 0, 3, 2], totalRows: 4 } });
  const filter = [{ column: 'weather', operator: 'contains', value: 's' }, { column: 'warmest', operator: '>=', value: -1 }];
  expect(await ask('table', { filter, columns: ['weather', 'note'], limit: 1, offset: 1 })).toMatchObject({ body: { rows: [['snow', '‮abc']], totalRows: 2, numbers: [3] } });
  expect(await ask('table', { filter: [{ column: 'warmest', operator: 'is-missing' }] })).toMatchObject({ body: { totalRows: 1, numbers: [2] } });
});

test.each([
  ['table', { filter: [{ column: 'warmest', operator: '=', value: 'hot' }] }, 'Column "warmest" holds number; it cannot be compared with "hot", only with a number.'],
  ['table', { sort: [{ column: 'coldest' }] }, 'Column "coldest" is missing; the table has: day, weather, warmest, note'],
  ['table', { filter: 'SELECT 1' }, 'query.filter: is not JSON'],
  ['table', { filter: [{ sql: 'DROP TABLE x' }] }, 'query.filter.0'],
  ['table', { filter: [{ column: 'x"); DROP TABLE t; --', operator: 'is-missing' }] }, 'is missing; the table has'],
  ['chart', { chart: { type: 'histogram', x: 'weather' } }, 'Column "weather" holds text; this axis needs numbers or times.'],
  ['chart', {}, 'query.chart'],
  ['predictions', { label: 'sun' }, 'This is not a table of predictions with labels'],
])('%s of %j is refused in words', async (view, query, words) => {
  expect(await ask(view, query)).toMatchObject({ status: 400, body: { message: expect.stringContaining(words) } });
});

test('a profile is of the columns asked for', async () => {
  const { body } = await ask('profile', { columns: ['warmest', 'day'] });
  expect(body).toMatchObject([{ name: 'warmest', missing: 1, quantiles: expect.arrayContaining([{ share: 0.5, value: 4.5 }]) }, { name: 'day', type: 'date', histogram: expect.arrayContaining([{ from: Date.UTC(2024, 0, 1), to: expect.any(Number), count: 1 }]) }]);
});

test('a chart is counted by the server and says what it shows', async () => {
  expect(await ask('chart', { chart: { type: 'bar', x: 'weather' } })).toMatchObject({ body: { type: 'bar', title: 'Rows by weather', bars: [{ label: 'sun', value: 2 }, { label: 'rain', value: 1 }, { label: 'snow', value: 1 }] } });
  expect(await ask('chart', { chart: { type: 'line', x: 'day', y: ['warmest'] }, filter: [{ column: 'weather', operator: '!=', value: 'snow' }] }))
    .toMatchObject({ body: { title: 'mean of warmest by day', time: true, series: [{ name: 'warmest', points: [[Date.UTC(2024, 0, 1), 4.5], [Date.UTC(2024, 0, 2), 11]] }] } });
});
