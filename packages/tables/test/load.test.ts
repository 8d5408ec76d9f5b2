import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { TableError } from '@millrace/tables';
import { fixture, testTables } from './folder.ts';

const t = testTables();
const golden = JSON.parse(readFileSync(fixture('data-prep.json'), 'utf8')) as { csv: { columns: string[]; rows: unknown[][]; as_text: unknown[][]; isna_per_column: number[] } };
const types = (columns: readonly { type: string }[]) => columns.map(({ type }) => type);
const sample = (name: string) => new URL(`../../../examples/data/${name}`, import.meta.url).pathname;

describe('what pandas reads', () => {
  test('gives the values, types and gaps of pandas for a messy file', async () => {
    const loaded = await t.tables.load(fixture('messy.csv'), t.path('messy.parquet'));
    expect(loaded).toMatchObject({ rows: 14, format: 'csv', delimiter: ',', header: true, encoding: 'utf-8', skippedRows: 0, warnings: [] });
    // Where pandas turns whole numbers with gaps into floats, ours stay whole; values compare as equal.
    expect(loaded.columns).toEqual(golden.csv.columns.map((name, index) => ({ name, type: ['integer', 'text', 'integer', 'text', 'number', 'boolean', 'text'][index] })));
    expect(JSON.stringify(await t.rows(t.path('messy.parquet')))).toBe(JSON.stringify(golden.csv.rows));
    const profile = await t.tables.profile(t.path('messy.parquet'));
    expect(profile.columns.map(({ missing }) => missing)).toEqual(golden.csv.isna_per_column);
  });

  test('keeps every value as it is written when columns are text', async () => {
    const loaded = await t.tables.load(fixture('messy.csv'), t.path('text.parquet'), { types: Object.fromEntries(golden.csv.columns.map((name) => [name, 'text' as const])) });
    expect(new Set(types(loaded.columns))).toEqual(new Set(['text']));
    expect(await t.rows(t.path('text.parquet'))).toEqual(golden.csv.as_text);
  });

  test('loads the sample e-mails and the sample weather', async () => {
    const mails = await t.tables.load(sample('spam-assassin.csv.gz'), t.path('mails.parquet'));
    expect(mails).toMatchObject({ rows: 4800, columns: ['id', 'subject', 'text', 'label'].map((name) => ({ name, type: 'text' })), warnings: [] });
    const profile = await t.tables.profile(t.path('mails.parquet'));
    expect(profile.columns.map(({ missing }) => missing)).toEqual([0, 13, 16, 0]);
    expect(profile.columns[3]?.topValues).toEqual([{ value: 'ham', count: 3311 }, { value: 'spam', count: 1489 }]);
    const weather = await t.tables.load(sample('seattle-weather.csv'), t.path('weather.parquet'));
    expect([weather.rows, ...types(weather.columns)]).toEqual([1461, 'date', 'number', 'number', 'number', 'number', 'text']);
  });
});

describe('types', () => {
  test('are those that all values of a column fit', async () => {
    const loaded = await t.load('types.csv', 'i,n,b,d,t,m,big,mix\n1,1.5,true,2024-01-31,2024-01-31T10:11,,123456789012345678901,1\n-2,inf,False,2021-02-01,2024-01-31 10:11:12.5Z,NA,1,x\n');
    expect(types(loaded.columns)).toEqual(['integer', 'number', 'boolean', 'date', 'timestamp', 'number', 'text', 'text']);
    expect(await t.rows(loaded.path)).toEqual([
      [1, 1.5, true, '2024-01-31', '2024-01-31T10:11:00', null, '123456789012345678901', '1'],
      [-2, 'Infinity', false, '2021-02-01', '2024-01-31T10:11:12.5', null, '1', 'x'],
    ]);
  });

  test.each([['2021-02-29'], ['2021-13-01'], ['1_000'], ['0x10'], ['1e'], ['.'], ['١'], ['- 1'], ['truE']])('takes %s for text', async (value) => {
    expect(types((await t.load('one.csv', `a,b\n${value},1\n`)).columns)).toEqual(['text', 'integer']);
  });

  test('do not depend on where in a long file a value is', async () => {
    const loaded = await t.load('late.csv', `a,b\n${'1,2\n'.repeat(200_000)}x,2\n`);
    expect([loaded.rows, ...types(loaded.columns)]).toEqual([200_001, 'text', 'integer']);
  });

  test('that are given are kept to', async () => {
    const loaded = await t.load('zip.csv', 'zip,n\n007,1\n010,2\n', { types: { zip: 'text', n: 'number' } });
    expect([types(loaded.columns), await t.rows(loaded.path)]).toEqual([['text', 'number'], [['007', 1], ['010', 2]]]);
    await expect(t.load('zip.csv', 'zip,n\n"a\nb",1\n010,x\n', { types: { n: 'integer' } })).rejects.toThrow('Column "n" in line 4 holds "x", which is not a whole number');
    await expect(t.load('zip.csv', 'zip,n\n1,1\n', { types: { label: 'integer' } })).rejects.toThrow('Column "label" is missing; the table has: zip, n');
  });

  test('leave what stands for a missing value to the caller', async () => {
    const loaded = await t.load('gaps.csv', 'a,b\n?,\n1,NA\n', { missingValues: ['?'] });
    expect([types(loaded.columns), await t.rows(loaded.path)]).toEqual([['integer', 'text'], [[null, ''], [1, 'NA']]]);
  });
});

describe('dialects', () => {
  test.each([
    ['semicolons', 'a;b\n1;2,5\n3;4\n', {}, ';', [[1, '2,5'], [3, '4']]],
    ['tabs', 'a\tb\n1\t2\n', {}, '\t', [[1, 2]]],
    ['bars', 'a|b\n1|"x|y"\n', {}, '|', [[1, 'x|y']]],
    ['another quote', "a;b\n1;'x;\"y\"''z'\n", { quote: "'" }, ';', [[1, 'x;"y"\'z']]],
    ['no quote', 'a,b\n"1,2"\n', { quote: '' }, ',', [['"1', '2"']]],
    ['quotes inside and after a field', 'a,b\n1,5" disk\n2,"abc"def\n', {}, ',', [[1, '5" disk'], [2, 'abcdef']]],
    ['line ends of every kind', 'a,b\r\n1,2\n\n3,4\r5,"6\r\n7"\n  \n8,9', {}, ',', [[1, '2'], [3, '4'], [5, '6\r\n7'], [8, '9']]],
    ['a byte order mark', '\ufeff"a",b\n1,2\n', {}, ',', [[1, 2]]],
    ['one column with commas in its text', 'text\nHello, you\nbye\n', {}, '\t', [['Hello, you'], ['bye']]],
    ['one column with gaps', 'n\n1\n""\n3\nNA\n', {}, ',', [[1], [null], [3], [null]]],
  ] as const)('reads %s', async (_name, text, options, delimiter, rows) => {
    const loaded = await t.load('dialect.csv', text, options);
    expect([loaded.delimiter, await t.rows(loaded.path)]).toEqual([delimiter, rows]);
  });

  test('finds out that there is no header', async () => {
    const numbers = await t.load('plain.csv', '1,2\n3,4\n');
    expect([numbers.header, numbers.columns.map(({ name }) => name), numbers.rows]).toEqual([false, ['column_0', 'column_1'], 2]);
    expect(numbers.warnings).toEqual([expect.stringContaining('set the header to true')]);
    expect((await t.load('plain.csv', 'ham,hello\nspam,win\nham,how are you\nham,bye\n')).header).toBe(false);
    expect((await t.load('plain.csv', 'label,text\nspam,win\nham,how are you\n')).header).toBe(true);
    expect(await t.rows((await t.load('plain.csv', 'a,b\n1,2\n', { header: false })).path)).toEqual([['a', 'b'], ['1', '2']]);
  });

  test('tells columns of the same or no name apart', async () => {
    const loaded = await t.load('names.csv', 'a,A,a,,\n1,2,3,4,5\n');
    expect(loaded.columns.map(({ name }) => name)).toEqual(['a', 'A.1', 'a.2', 'column_3', 'column_4']);
    expect(loaded.warnings).toHaveLength(2);
  });

  test('reads a record of five megabytes', async () => {
    const loaded = await t.load('long.csv', `a,b\n1,"${'x\n'.repeat(2_500_000)}"\n3,y\n`);
    expect((await t.tables.column(loaded.path, 'b')).map((value) => String(value).length)).toEqual([5_000_000, 1]);
  });

  test('reads ten thousand columns', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `k${index}`);
    const loaded = await t.load('wide.csv', `${names.join(',')}\n${[1, 2].map((row) => names.map((_, index) => index * row).join(',')).join('\n')}\n`);
    expect([loaded.rows, loaded.columns.length]).toEqual([2, 10_000]);
    expect(await t.tables.column(loaded.path, 'k9999')).toEqual([9999, 19998]);
  });
});

describe('encodings', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');

  test('are found out, early in the file or late', async () => {
    const early = await t.load('latin.csv', latin('a,b\n1,caf\xe9 \x93q\x94\n'));
    expect([early.encoding, await t.rows(early.path)]).toEqual(['windows-1252', [[1, 'café “q”']]]);
    const late = await t.load('latin.csv', latin(`a,b\n${'1,x\n'.repeat(100_000)}1,caf\xe9\n`));
    expect([late.encoding, late.rows, (await t.tables.column(late.path, 'b')).at(-1)]).toEqual(['windows-1252', 100_001, 'café']);
  });

  test('that are given are kept to, and the line that does not fit is named', async () => {
    expect(await t.rows((await t.load('latin.csv', latin('a,b\n1,caf\xe9\n'), { encoding: 'latin-1' })).path)).toEqual([[1, 'café']]);
    await expect(t.load('latin.csv', latin('a,b\n1,x\n2,caf\xe9\n'), { encoding: 'utf-8' })).rejects.toThrow(/^Line 3 of ".*latin\.csv" is not UTF-8; set the encoding to latin-1/);
  });
});

describe('bad input', () => {
  const damaged = gzipSync(`a,b\n${Array.from({ length: 5000 }, (_, index) => `${index},${Math.sin(index)}`).join('\n')}`).subarray(0, 5000);
  test.each([
    ['too few fields', 'a.csv', 'a,b\n1,2\n"x\ny",7\n3\n', {}, 'Line 5 has 1 field, but the table has 2 columns. Mend the line'],
    ['too many fields', 'a.csv', 'a,b\n1,2\n4,5,6\n7,8\n', {}, 'Line 3 has 3 fields, but the table has 2 columns.'],
    ['the wrong delimiter', 'a.csv', 'a;b\n1;2\n3;4\n', { delimiter: ',' }, 'Only one column was found; the file looks separated by a semicolon (;). Set the delimiter to ";", not ",".'],
    ['a quote that is never closed', 'a.csv', 'a,b\n1,"x\n2,y\n', {}, 'The quote opened in line 2 is never closed'],
    ['an empty file', 'a.csv', '', {}, 'is empty; a table needs at least a line of column names'],
    ['blank lines only', 'a.csv', '\n \n', {}, 'it has only blank lines'],
    ['bytes that are no text', 'a.csv', Buffer.from([97, 44, 98, 10, 0, 5, 44, 6, 10]), {}, /^Line 2 of ".*a\.csv" holds a NUL byte; this is not a text file/],
    ['a gzip file that ends too early', 'a.csv.gz', damaged, {}, /^The gzip file ".*" is damaged: it ends too early/],
    ['a workbook', 'a.csv', 'PK\x03\x04....', {}, 'is a ZIP archive or an Excel workbook'],
    ['UTF-16', 'a.csv', Buffer.from('\ufeffa,b\n1,2', 'utf16le'), {}, 'is UTF-16 text; save it as UTF-8'],
    ['a broken Parquet file', 'a.parquet', 'PAR1....', {}, 'is not a Parquet table'],
    ['CSV that is called Parquet', 'a.parquet', 'a,b\n1,2\n', { format: 'parquet' }, 'is not a Parquet file'],
    ['a delimiter of two characters', 'a.csv', 'a,b\n', { delimiter: '||' }, 'The delimiter must be one ASCII character or "auto", not "||"'],
    ['a line that is not JSON', 'a.jsonl', '{"a":1}\n{"a":oops}\n', {}, 'Line 2 is not JSON: '],
    ['a line that is no object', 'a.jsonl', '{"a":1}\n[1]\n', {}, 'Line 2 is a list, not an object.'],
    ['a JSON list', 'a.json', '[{"a":1}]', {}, 'is one JSON list; save it as JSON Lines'],
    ['JSON Lines without lines', 'a.jsonl', '\n', {}, 'holds no JSON objects'],
  ] as const)('names %s', async (_name, file, content, options, message) => {
    const loading = t.load(file, content, options);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toBeInstanceOf(TableError);
  });

  test('names a file that is missing, a folder and an address', async () => {
    await expect(t.tables.load(t.path('none.csv'), t.path('x.parquet'))).rejects.toThrow(/^The file ".*none\.csv" does not exist\.$/);
    await expect(t.tables.load(t.path('.'), t.path('x.parquet'))).rejects.toThrow('is not a file');
    for (const address of ['https://example.com/a.csv', 's3://bucket/a.csv']) {
      await expect(t.tables.load(address, t.path('x.parquet'))).rejects.toThrow('is an address, not a file; only local files are read');
    }
  });

  test('leaves bad rows out when asked to, and says so', async () => {
    const loaded = await t.load('bad.csv', 'a,b\n1,2\n3\n4,5,6\n7,8\n', { onBadRow: 'skip' });
    expect([await t.rows(loaded.path), loaded.skippedRows, loaded.warnings]).toEqual([[[1, 2], [7, 8]], 2, ['2 rows were left out. Line 3 has 1 field, but the table has 2 columns.']]);
    const lines = await t.load('bad.jsonl', '{"a":1}\n[1]\n', { onBadRow: 'skip' });
    expect([await t.rows(lines.path), lines.skippedRows]).toEqual([[[1]], 1]);
  });

  test('takes a header without rows for an empty table', async () => {
    const loaded = await t.load('zero.csv', 'a,b\n');
    expect(loaded).toMatchObject({ rows: 0, columns: [{ name: 'a', type: 'text' }, { name: 'b', type: 'text' }] });
    expect(await t.rows(loaded.path)).toEqual([]);
  });

  test('warns when one column looks like several', async () => {
    expect((await t.load('caret.csv', 'a^b\n1^2\n3^4\n')).warnings).toEqual(['Only one column was found; the file looks separated by "^".']);
  });
});

test('reads JSON Lines: digits in quotes stay text, what is nested becomes JSON, keys may be missing', async () => {
  const loaded = await t.load('a.jsonl', '{"a":1,"b":"x","d":"2024-01-01","n":{"z":[1,2]},"s":"12"}\n{"a":2.5,"c":true,"s":""}\n\n{"b":null,"n":"s\\n\\"q\\""}\n');
  expect(loaded.columns).toEqual([['a', 'number'], ['b', 'text'], ['d', 'date'], ['n', 'text'], ['s', 'text'], ['c', 'boolean']].map(([name, type]) => ({ name, type })));
  expect(await t.rows(loaded.path)).toEqual([[1, 'x', '2024-01-01', '{"z":[1,2]}', '12', null], [2.5, null, null, null, '', true], [null, null, null, 's\n"q"', null, null]]);
});

test('reads Parquet, and finds out formats by content', async () => {
  await t.tables.writeRows([{ name: 'a' }, { name: 'b', type: 'number' }], [[1, 0.5], [2, null]], t.path('source.parquet'));
  const copy = await t.load('source.csv', readFileSync(t.path('source.parquet')), { format: 'auto' });
  expect([copy.format, await t.rows(copy.path)]).toEqual(['parquet', [[1, 0.5], [2, null]]]);
  expect((await t.load('unnamed', '{"a":1}\n')).format).toBe('json-lines');
  expect(await t.rows((await t.load('packed', gzipSync('a,b\n1,2\n'))).path)).toEqual([[1, 2]]);
});

test('takes no character of a path for a pattern or for SQL', async () => {
  for (const name of ["g[1]*?.csv", "it's.csv", '"; DROP TABLE x; --.csv']) {
    const loaded = await t.load(name, 'a,b\n1,2\n');
    expect(await t.rows(loaded.path)).toEqual([[1, 2]]);
  }
  await t.tables.writeRows([{ name: "a'b\"; --" }], [[1]], t.path("*'.parquet"));
  expect(await t.tables.column(t.path("*'.parquet"), "a'b\"; --")).toEqual([1]);
  await expect(t.tables.describe(t.path('*.parquet'))).rejects.toThrow('does not exist');
});

test('leaves nothing in the temporary folder but its own, empty', async () => {
  const [own] = readdirSync(t.path('temporary'));
  expect(readdirSync(t.path(`temporary/${own}`)).filter((name) => !name.startsWith('spill'))).toEqual([]);
});
