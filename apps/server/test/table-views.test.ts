import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { evolve, type Run } from '@millrace/workflow';
import { ServerUnderTest } from './server-under-test.ts';

const server = new ServerUnderTest();
const days = ['day,weather,warmest,note', '2024-01-01,rain,4.5,', '2024-01-02,sun,11,"<b>bold</b>"', '2024-01-03,sun,,x', '2024-01-04,snow,-1,‮abc'];
let hash = '';

beforeAll(async () => {
  await server.start();
  hash = await tableOf('days.csv', days);
}, 60_000);
afterAll(() => server.remove());

/** Loads a CSV file and tells the hash of its table. */
async function tableOf(name: string, lines: readonly string[]): Promise<string> {
  await server.request('POST', `/api/files?name=${name}`, `${lines.join('\n')}\n`, { 'content-type': 'application/octet-stream' });
  const runId = await server.run(await server.save({ nodes: [{ id: 'load', type: 'data.load', params: { path: name } }], layout: { load: [0, 0] } }));
  let run: Run | undefined;
  while (run?.state !== 'succeeded' && run?.state !== 'failed') run = (await server.events(runId)).reduce<Run | undefined>((known, event) => evolve(known, event), undefined);
  return run.nodes['load']?.outputs['table']?.hash ?? '';
}

const ask = (view: string, query: Record<string, unknown> = {}, of = hash) => server.request('GET', `/api/artifacts/${of}/${view}?${new URLSearchParams(
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

test('a table downloads as CSV and Parquet with its filter, sort and columns, under a name that can do no harm', async () => {
  const query = { filter: [{ column: 'weather', operator: '!=', value: 'rain' }], sort: [{ column: 'warmest' }], columns: ['weather', 'warmest'], name: 'a"\r\nX-Bad: 1/../Wetter für "heute"' };
  const csv = await ask('export', { ...query, format: 'csv' });
  expect(csv).toMatchObject({ status: 200, body: 'weather,warmest\r\nsnow,-1.0\r\nsun,11.0\r\nsun,\r\n'.replaceAll('.0', '') });
  const disposition = csv.headers.get('content-disposition') ?? '';
  expect(disposition).toBe(`attachment; filename="a-X-Bad- 1-..-Wetter f_r -heute-.csv"; filename*=UTF-8''a-X-Bad-%201-..-Wetter%20f%C3%BCr%20-heute-.csv`);
  expect(csv.headers.get('x-bad')).toBeNull();
  const parquet = await ask('export', { ...query, format: 'parquet' });
  expect(parquet).toMatchObject({ status: 200, body: expect.stringMatching(/^PAR1[^]*PAR1$/) });
  expect(await ask('export', { format: 'csv', sort: [{ column: 'coldest' }] })).toMatchObject({ status: 400, body: { message: expect.stringContaining('Column "coldest" is missing') } });
});

test('a table for a spreadsheet runs no formula; plain CSV is the data as it is', async () => {
  const made = await tableOf('formulas.csv', ['text,n', '"=1+1",-5', '"@SUM(A1)",6', '-3.5,7', 'plain,8']);
  expect((await ask('export', { format: 'csv' }, made)).body).toBe('text,n\r\n=1+1,-5\r\n@SUM(A1),6\r\n-3.5,7\r\nplain,8\r\n');
  expect((await ask('export', { format: 'csv-spreadsheet' }, made)).body).toBe(`text,n\r\n'=1+1,-5\r\n'@SUM(A1),6\r\n-3.5,7\r\nplain,8\r\n`);
});

test('every page of a long sorted and filtered table is the same whether it was found anew or read from what was kept', async () => {
  const long = await tableOf('long.csv', ['n,kind', ...Array.from({ length: 12_000 }, (_, index) => `${(index * 7919) % 12_000},${index % 3 === 0 ? 'a' : 'b'}`)]);
  const query = { sort: [{ column: 'n', descending: true }], filter: [{ column: 'kind', operator: '=', value: 'b' }], limit: 2 };
  const first = await ask('table', { ...query, offset: 100 }, long);
  const deep = await ask('table', { ...query, offset: 7_998 }, long);
  expect(deep).toMatchObject({ status: 200, body: { totalRows: 8_000, columns: [{ name: 'n' }, { name: 'kind' }] } });
  expect(deep.body.rows).toHaveLength(2);
  expect(deep.body.rows[0][0]).toBeGreaterThan(deep.body.rows[1][0]);
  expect((await ask('table', { ...query, offset: 100 }, long)).body).toEqual(first.body);
  expect((await ask('table', { ...query, offset: 100, columns: ['kind'] }, long)).body.rows).toEqual([['b'], ['b']]);
  const stored = await ask('table', { offset: deep.body.numbers[0], limit: 1 }, long);
  expect(stored.body.rows[0]).toEqual(deep.body.rows[0]);
});
