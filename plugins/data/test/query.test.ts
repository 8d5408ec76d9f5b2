import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { load, query } from '@millrace/plugin-data';
import { UserError, type Column, type TableInput } from '@millrace/sdk';
import { runNode } from '@millrace/sdk/testing';
import { openTables, type Cell } from '@millrace/tables';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let folder = '';
let weather: TableInput;
let people: TableInput;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-query-'));
  weather = (await runNode(load, { params: { path: 'examples/data/seattle-weather.csv' }, root, folder })).outputs.table;
  await writeFile(join(folder, 'people.csv'), 'id,name,born,weather code\n3,Ann,2001-02-03,rain\n1,José,1999-12-31,sun\n2,Bob,1980-05-06,fog\n');
  people = (await runNode(load, { params: { path: 'people.csv' }, root: folder, folder })).outputs.table;
});
afterAll(() => rm(folder, { recursive: true }));

async function ask(sql: string, inputs: { input?: TableInput; other?: TableInput; signal?: AbortSignal } = {}) {
  const { signal, ...tables } = { input: people, ...inputs };
  return (await runNode(query, { inputs: tables, params: { sql }, folder, ...(signal ? { signal } : {}) })).outputs.table;
}

async function rowsOf(table: TableInput): Promise<Cell[][]> {
  const tables = await openTables({ threads: 1 });
  try {
    return (await tables.slice(table.path, { limit: 100 })).rows.map((row) => [...row]);
  } finally {
    await tables.close();
  }
}

async function refusal(sql: string, inputs = {}): Promise<string> {
  const error = await ask(sql, inputs).then(() => new Error(`not refused: ${sql}`), (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message : '';
}

describe('data.query', () => {
  test('groups as pandas does', async () => {
    // pandas: read_csv(…).groupby('weather').agg(n=('date', 'size'), hottest=('temp_max', 'max'), rain=('precipitation', 'sum'), wind=('wind', 'mean')).round(6)
    const table = await ask('SELECT weather, count(*) AS n, max(temp_max) AS hottest, round(sum(precipitation), 6) AS rain, round(avg(wind), 6) AS wind FROM input GROUP BY weather ORDER BY n DESC', { input: weather });
    expect(table).toMatchObject({ rows: 5, columns: [{ name: 'weather', type: 'text' }, { name: 'n', type: 'integer' }, { name: 'hottest', type: 'number' }, { name: 'rain', type: 'number' }, { name: 'wind', type: 'number' }] });
    expect(await rowsOf(table)).toEqual([['rain', 641, 35.6, 4203.6, 3.669891], ['sun', 640, 35, 0, 2.956406], ['fog', 101, 30.6, 0, 2.481188], ['drizzle', 53, 31.7, 0, 2.367925], ['snow', 26, 11.1, 222.4, 4.411538]]);
  });

  test('joins two tables, keeps the order of rows, and writes the same bytes again', async () => {
    const sql = 'WITH days AS (SELECT weather, count(*) AS n FROM other GROUP BY weather)\nSELECT p.name, d.n FROM input p LEFT JOIN days d ON d.weather = p."weather code" ORDER BY p.id; -- by number';
    const table = await ask(sql, { other: weather });
    expect(await rowsOf(table)).toEqual([['José', 640], ['Bob', 101], ['Ann', 641]]);
    expect((await readFile((await ask(sql, { other: weather })).path)).equals(await readFile(table.path))).toBe(true);
    expect((await rowsOf(await ask('FROM input WHERE id > 0'))).map(([id]) => id)).toEqual([3, 1, 2]);
  });

  test('makes types of what a table holds', async () => {
    const table = await ask("SELECT sum(id) AS s, 1.50 AS d, TIME '12:00' AS t, TIMESTAMPTZ '2020-01-01 00:00:00+01' AS z, INTERVAL 1 DAY AS i, uuid_extract_version('018f0000-0000-7000-8000-000000000000'::UUID) AS v, [1, 2] AS l FROM input");
    expect(table.columns.map(({ type }) => type)).toEqual(['integer', 'number', 'text', 'timestamp', 'text', 'integer', 'other']);
    expect(await rowsOf(table)).toEqual([[6, 1.5, '12:00:00', '2019-12-31T23:00:00', '1 day', 7, '[1, 2]']]);
    expect(await refusal('SELECT sum(9223372036854775807) AS total FROM input')).toContain('Column "total" of the result holds whole numbers of more than 64 bits');
    expect(await refusal('SELECT union_value(a := 1) AS u FROM input')).toContain('Column "u" of the result holds UNION');
    expect(await refusal('SELECT name, born AS NAME FROM input')).toBe('The result has two columns "name" and "NAME", which differ in case only; give one of them another name with AS, or name the columns instead of *.');
  });

  test.each([
    ['SELEC 1', 'Line 1, column 1: Syntax error at or near "SELEC".'],
    ["SELECT 'é',\n  'é', nam FROM input", 'Line 2, column 8: There is no column "nam"; the query reads "input" (id, name, born, weather code).'],
    ['SELECT i.nam FROM input i', 'Line 1, column 8: "i" has no column "nam"; the query reads "input" (id, name, born, weather code).'],
    ['SELECT * FROM inputs', 'Line 1, column 15: There is no table "inputs"; a query reads "input" (id, name, born, weather code), and no files.'],
    ['SELECT * FROM other', 'Line 1, column 15: The query reads "other", but nothing is wired to that input.'],
    ['SELECT foo(name) FROM input', 'Line 1, column 8: There is no function foo().'],
    ['SELECT sum(name) FROM input', "Line 1, column 8: No function matches the given name and argument types 'sum(VARCHAR)'. You might need to add explicit type casts."],
    ['SELECT CAST(name AS INT) AS n FROM input', "Could not convert string 'Ann' to INT32 when casting from source column name."],
    ['FROM input WHERE id = 99', 'The query gives no rows. Loosen its WHERE, its HAVING or the condition of its JOIN.'],
    ['SELECT id FROM input WHERE id = ?', 'A query has no parameters such as ? or $1; write the value out.'],
    [' -- nothing', 'The query is empty; write a SELECT.'],
  ])('says what is wrong with %j', async (sql, message) => {
    expect(await refusal(sql)).toBe(message);
  });

  test.each([
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM glob('/*')", "SELECT id FROM input WHERE name IN (SELECT content FROM read_text('/etc/passwd'))",
    "COPY input TO '/tmp/out.csv'", "SELECT 1) TO '/tmp/out.csv'; --", "ATTACH '/tmp/x.db'", 'INSTALL httpfs', 'LOAD httpfs', 'SET threads = 2', 'PRAGMA database_list', 'SELECT 1; SELECT 2', 'EXPLAIN SELECT * FROM input',
    "SELECT getenv('HOME')", "SELECT current_setting('temp_directory')", "SELECT system.main.current_setting('temp_directory')", 'SELECT * FROM duckdb_views()', 'SELECT * FROM duckdb_tables', 'SELECT * FROM pg_settings', 'SELECT * FROM information_schema.tables', 'FROM memory.main.input',
    'SELECT 1 FROM (WITH pg_settings AS (SELECT 1) FROM pg_settings), pg_settings', 'SELECT 1 FROM (WITH "/etc/passwd" AS (SELECT 1) FROM "/etc/passwd"), "/etc/passwd"',
    'SHOW TABLES', 'SELECT * FROM (DESCRIBE input)', "SELECT json_serialize_plan('FROM input')", "SELECT * FROM query('FROM input')", 'SELECT filename FROM input', 'WITH d AS (DELETE FROM input RETURNING *) FROM d',
  ])('refuses %j and names no path of the machine', async (sql) => {
    const message = await refusal(sql);
    expect(message).not.toContain(folder);
    expect(message).not.toMatch(/\/tables-|\.parquet|spill|\.duckdb/);
  });

  test.each(['random()', 'uuid()', 'now()', 'current_timestamp', 'current_date', 'today()', 'age(born)', 'list_transform([1], lambda x: random())', 'row_number() OVER (ORDER BY random())'])('refuses %s, which gives another value each time', async (expression) => {
    expect(await refusal(`SELECT ${expression} AS x FROM input`)).toMatch(/^Line 1, column \d+: \w+(\(\))? gives another value each time\./);
  });

  test('samples with a seed only', async () => {
    expect(await refusal('SELECT * FROM input USING SAMPLE 1 ROWS')).toContain('add REPEATABLE (42)');
    expect((await ask('SELECT * FROM input TABLESAMPLE reservoir(1 ROWS) REPEATABLE (42)')).rows).toBe(1);
  });

  test('a cancelled query ends at once', async () => {
    await expect(ask('SELECT count(*) AS n FROM range(1000000000000) a WHERE a.range % 7 = 3', { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('a query that takes too much memory says so', async () => {
    const tables = await openTables({ memoryLimit: '50MB', temporaryFolder: folder });
    try {
      await expect(tables.query({ sql: 'SELECT list(r.range) AS l FROM range(100000000) r', tables: {} }, join(folder, 'large.parquet'))).rejects.toThrow('The query needs more memory than it may have.');
    } finally {
      await tables.close();
    }
  });

  test('knows its columns before a run, and marks what is wrong in the SQL', async () => {
    const columns: Column[] = [{ name: 'id', type: 'integer' }, { name: 'name', type: 'text' }];
    const before = async (sql: string, inputs: { input?: Column[]; other?: Column[] } = { input: columns }) => {
      const problems: string[] = [];
      const answer = await query.columns?.({ inputs: { input: inputs.input, other: inputs.other }, params: { sql }, file: (path) => path, report: (parameter, message) => void problems.push(`${parameter}: ${message}`) });
      return { columns: answer?.table?.map(({ name, type }) => `${name} ${type}`), problems };
    };
    expect(await before('SELECT name, sum(id) AS total, avg(id) AS mean, max(born) AS last FROM input JOIN other USING (id) GROUP BY name', { input: columns, other: [{ name: 'id', type: 'integer' }, { name: 'born', type: 'date' }] }))
      .toEqual({ columns: ['name text', 'total integer', 'mean number', 'last date'], problems: [] });
    expect(await before('SELECT nam FROM input')).toEqual({ columns: undefined, problems: ['sql: Line 1, column 8: There is no column "nam"; the query reads "input" (id, name) and "other".'] });
    expect(await before('SELECT nam FROM input', {})).toEqual({ columns: undefined, problems: [] });
    expect(await before('SELECT * FROM input JOIN other USING (id)')).toEqual({ columns: undefined, problems: [] });
    expect((await before('SELECT FROM WHERE', {})).problems).toEqual([expect.stringContaining('Syntax error')]);
    expect(await before('SELECT len(words) AS n FROM input', { input: [{ name: 'words', type: 'other' }] })).toMatchObject({ problems: [] });
  });
});
