import { duckdbTypeOf, type CastableType } from '../column-type.ts';
import type { Session } from '../database.ts';
import { literal } from '../sql.ts';
import { TableError } from '../table-error.ts';

/** Text columns of a table expression, with the texts that stand for missing values. */
export interface TextTable {
  readonly source: string;
  readonly columns: readonly string[];
  readonly names: readonly string[];
  readonly missing: readonly string[];
  /** The physical line of a row is not known; rows are counted from this number in messages. */
  readonly firstRow: number;
}

const columnsAtOnce = 250;
const number = String.raw`\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*|\s*[+-]?([iI][nN][fF]|[iI][nN][fF][iI][nN][iI][tT][yY])\s*`;

/** From narrow to wide: the first that every value of a column passes is the column's type. */
const tests: readonly (readonly [CastableType, (column: string) => string])[] = [
  ['boolean', (column) => `${column} IN ('True', 'TRUE', 'true', 'False', 'FALSE', 'false')`],
  ['integer', (column) => `regexp_full_match(${column}, '\\s*[+-]?\\d+\\s*') AND TRY_CAST(${column} AS BIGINT) IS NOT NULL`],
  ['number', (column) => `regexp_full_match(${column}, ${literal(number)}) AND TRY_CAST(${column} AS DOUBLE) IS NOT NULL`],
  ['date', (column) => `regexp_full_match(${column}, '\\d{4}-\\d{2}-\\d{2}') AND TRY_CAST(${column} AS DATE) IS NOT NULL`],
  ['timestamp', (column) => `regexp_full_match(${column}, '\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?Z?)?') AND TRY_CAST(${column} AS TIMESTAMP) IS NOT NULL`],
];

/** The type of each column, from all its values: as pandas' `read_csv` decides, and ISO dates and times besides. */
export async function inferTypes(session: Session, table: TextTable, given: ReadonlyMap<string, CastableType>): Promise<CastableType[]> {
  const types = table.names.map((name) => given.get(name));
  const [rows] = await session.row(`SELECT count(*) FROM (SELECT 1 FROM ${table.source} LIMIT 1)`);
  if (Number(rows) === 0) return types.map((type) => type ?? 'text');
  // Few rows tell most: only the tests that all of them pass are put to every row.
  for (const limit of [1000, undefined]) {
    const candidates = new Map<number, CastableType[]>();
    const open = types.flatMap((type, index) => (type === undefined ? [index] : []));
    for (let start = 0; start < open.length; start += columnsAtOnce) {
      const batch = open.slice(start, start + columnsAtOnce);
      for (const [index, passed] of await passedTests(session, table, batch, limit)) candidates.set(index, passed);
    }
    for (const [index, passed] of candidates) {
      if (limit === undefined) types[index] = passed[0] ?? 'text';
      else if (passed.length === 0) types[index] = 'text';
    }
  }
  return types.map((type) => type ?? 'text');
}

/** A text column as a value of its type; nothing but missing values becomes NULL. */
export function typedValue(column: string, type: CastableType, missing: readonly string[]): string {
  if (type === 'text') return present(column, missing);
  return `CAST(${type === 'boolean' || type === 'date' || type === 'timestamp' ? present(column, missing) : `trim(${present(column, missing)})`} AS ${duckdbTypeOf(type)})`;
}

/** Throws a TableError for the first value that does not fit the type it was given. */
export async function checkGivenTypes(session: Session, table: TextTable, types: readonly CastableType[], given: ReadonlyMap<string, CastableType>): Promise<void> {
  for (const [index, name] of table.names.entries()) {
    const type = types[index];
    const column = table.columns[index];
    if (!given.has(name) || type === undefined || type === 'text' || column === undefined) continue;
    const bad = `SELECT position, value FROM (SELECT row_number() OVER () AS position, ${present(column, table.missing)} AS value FROM ${table.source}) WHERE value IS NOT NULL AND TRY_CAST(value AS ${duckdbTypeOf(type)}) IS NULL LIMIT 1`;
    const [position, value] = await session.row(bad);
    if (position !== undefined) throw new TableError(`Column "${name}" cannot be read as ${type}: row ${Number(position) + table.firstRow - 1} holds "${String(value)}".`);
  }
}

function present(column: string, missing: readonly string[]): string {
  return missing.length === 0 ? column : `(CASE WHEN ${column} IN (${missing.map(literal).join(', ')}) THEN NULL ELSE ${column} END)`;
}

async function passedTests(session: Session, table: TextTable, batch: readonly number[], limit: number | undefined): Promise<Map<number, CastableType[]>> {
  const columns = batch.map((index) => table.columns[index] ?? '');
  const rows = `SELECT ${columns.map((column) => `${present(column, table.missing)} AS ${column}`).join(', ')} FROM ${table.source}${limit === undefined ? '' : ` LIMIT ${limit}`}`;
  const counts = columns.flatMap((column) => [`count(${column})`, ...tests.map(([, test]) => `count(*) FILTER (${column} IS NOT NULL AND ${test(column)})`)]);
  const result = await session.row(`SELECT ${counts.join(', ')} FROM (${rows})`);
  return new Map(batch.map((index, position) => {
    const [present, ...passed] = result.slice(position * (tests.length + 1), (position + 1) * (tests.length + 1)).map(Number);
    // A column of missing values only is a number, as in pandas.
    if (present === 0) return [index, limit === undefined ? ['number'] : tests.map(([type]) => type)];
    return [index, tests.flatMap(([type], test) => (passed[test] === present ? [type] : []))];
  }));
}
