import type { DuckDBValue } from '@duckdb/node-api';
import { castValue } from './cast-value.ts';
import { textExpression } from './cells.ts';
import type { CleanStep, StepReport } from './clean-step.ts';
import { castableTypes, type ColumnType, type TableInfo } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { filterCondition } from './filter.ts';
import { assertFilterPatterns, assertPattern } from './pattern.ts';
import { identifier, type SqlColumn } from './sql.ts';
import { TableError } from './table-error.ts';

export interface CleanedTable extends TableInfo {
  readonly steps: readonly StepReport[];
}

/** What a step comes down to. In a step's table the columns are c0, c1, … and `rowid` numbers the rows. */
interface Change {
  /** The columns afterwards; `sql` says how they are made of those before. */
  readonly columns: readonly SqlColumn[];
  /** Condition on the rows that stay; default: all. */
  readonly where?: string;
  /** The condition loses the order of rows, so that they must be sorted. */
  readonly unordered?: boolean;
  /** Parameters of the SQL, $1 and on. */
  readonly values?: readonly DuckDBValue[];
}

interface Frame {
  readonly session: Session;
  readonly table: string;
  readonly columns: readonly SqlColumn[];
}

/** Applies steps one after the other, in order; rows keep their order. */
export async function cleanTable(session: Session, path: string, steps: readonly CleanStep[], toParquet: string): Promise<CleanedTable> {
  const info = await describeTable(session, path);
  const named = (column: SqlColumn, index: number): SqlColumn => ({ ...column, sql: `c${index}` });
  let columns = info.columns.map((column) => ({ ...column, sql: identifier(column.name) }));
  let { rows } = info;
  const make = async (table: string, source: string, change: Change): Promise<void> => {
    const selected = change.columns.map(({ sql }, index) => `${sql} AS c${index}`).join(', ');
    await session.run(`CREATE TEMP TABLE ${table} AS SELECT ${selected} FROM ${source}${change.where === undefined ? '' : ` WHERE ${change.where}`}${change.unordered ? ' ORDER BY rowid' : ''}`, change.values);
    columns = change.columns.map(named);
  };
  await make('step_0', await session.table(path), { columns });
  const reports: StepReport[] = [];
  for (const [index, step] of steps.entries()) {
    const table = `step_${index}`;
    try {
      await make(`step_${index + 1}`, table, await changeOf(step, { session, table, columns }));
    } catch (error) {
      throw error instanceof TableError ? new TableError(`Step ${index + 1} (${step.step}): ${error.message}`, { cause: error }) : error;
    }
    await session.run(`DROP TABLE ${table}`);
    const [after] = await session.row(`SELECT count(*) FROM step_${index + 1}`);
    reports.push({ step: step.step, rowsBefore: rows, rowsAfter: Number(after) });
    rows = Number(after);
  }
  await session.writeParquet(`SELECT ${columns.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join(', ')} FROM step_${steps.length}`, [], toParquet);
  return { ...await describeTable(session, toParquet), steps: reports };
}

/** Everything that Unicode calls white space. */
const whiteSpace = '\t\n\v\f\r \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

async function changeOf(step: CleanStep, frame: Frame): Promise<Change> {
  const { columns } = frame;
  switch (step.step) {
    case 'drop-missing': return dropMissing(step, columns);
    case 'deduplicate': return deduplicate(step, frame);
    case 'trim': return changeText(columns, step.columns, (sql) => `trim(${sql}, $1)`, [whiteSpace]);
    case 'lowercase': return changeText(columns, step.columns, (sql) => `lower(${sql})`);
    case 'empty-to-missing': return changeText(columns, step.columns, (sql) => `CASE WHEN trim(${sql}, $1) = '' THEN NULL ELSE ${sql} END`, [whiteSpace]);
    case 'replace':
      await assertPattern(frame.session, step.pattern, step.replacement);
      return changeText(columns, step.columns, (sql) => `regexp_replace(${sql}, $1, $2, '${step.ignoreCase ? 'gi' : 'g'}')`, [step.pattern, step.replacement]);
    case 'rename': {
      const from = columnOf(columns, step.from);
      assertNewName(columns.filter((column) => column !== from), step.to);
      return { columns: columns.map((column) => (column === from ? { ...column, name: step.to } : column)) };
    }
    case 'cast': return cast(step, frame);
    case 'filter': {
      await assertFilterPatterns(frame.session, step.filter);
      const values: DuckDBValue[] = [];
      return { columns, where: filterCondition(step.filter, columns, values), values };
    }
    case 'combine': {
      if (step.columns.length === 0) throw new TableError('Name at least one column to combine.');
      assertNewName(columns, step.into);
      const texts = step.columns.map((name) => columnOf(columns, name)).map(({ sql, type }) => `coalesce(${textExpression(sql, type)}, '')`);
      return { columns: [...columns, { name: step.into, type: 'text', sql: `concat(${texts.join(', $1, ')})` }], ...(texts.length > 1 ? { values: [step.separator ?? ' '] } : {}) };
    }
    default: throw new TableError(`The step "${String((step satisfies never as { step: unknown }).step)}" is not known.`);
  }
}

function dropMissing({ columns: names, how = 'any', atLeast }: Extract<CleanStep, { step: 'drop-missing' }>, columns: readonly SqlColumn[]): Change {
  const checked = named(columns, names);
  if (atLeast !== undefined && (!Number.isInteger(atLeast) || atLeast < 0)) throw new TableError(`atLeast must be a whole number from 0, not ${atLeast}.`);
  const wanted = atLeast ?? (how === 'any' ? checked.length : 1);
  return { columns, where: `list_sum([${checked.map(({ sql }) => `CAST(${sql} IS NOT NULL AS INTEGER)`).join(', ')}]) >= $1`, values: [wanted] };
}

function deduplicate({ columns: names, keep = 'first' }: Extract<CleanStep, { step: 'deduplicate' }>, { table, columns }: Frame): Change {
  const compared = named(columns, names).map(({ sql }) => sql).join(', ');
  const row = keep === 'last' ? 'max(rowid)' : 'min(rowid)';
  return { columns, unordered: true, where: `rowid IN (SELECT ${row} FROM ${table} GROUP BY ${compared}${keep === 'none' ? ' HAVING count(*) = 1' : ''})` };
}

async function cast({ column: name, type, onFailure = 'fail' }: Extract<CleanStep, { step: 'cast' }>, { session, table, columns }: Frame): Promise<Change> {
  const column = columnOf(columns, name);
  if (!castableTypes.includes(type)) throw new TableError(`"${String(type)}" is not a type; choose one of ${castableTypes.join(', ')}.`);
  const value = castValue(column.sql, column.type, type);
  if (value === undefined) throw new TableError(`Column "${name}" holds ${column.type}, which cannot become ${type}; cast it to text first.`);
  if (onFailure === 'fail') {
    const [row, bad] = await session.row(`SELECT rowid + 1, ${textExpression(column.sql, column.type)} FROM ${table} WHERE ${column.sql} IS NOT NULL AND (${value}) IS NULL ORDER BY rowid LIMIT 1`);
    if (row !== undefined) throw new TableError(`Row ${String(row)} of column "${name}" holds "${String(bad).slice(0, 60)}", which is not ${article(type)}; mend the value, or make such values missing.`);
  }
  return { columns: columns.map((candidate) => (candidate === column ? { ...column, type, sql: value } : candidate)) };
}

/** Changes text columns: those named, or all. */
function changeText(columns: readonly SqlColumn[], names: readonly string[] | undefined, change: (sql: string) => string, values: readonly DuckDBValue[] = []): Change {
  const chosen = new Set(named(columns, names).filter(({ name, type }) => {
    if (type !== 'text' && names !== undefined) throw new TableError(`Column "${name}" holds ${type}, not text; cast it to text first.`);
    return type === 'text';
  }));
  return { columns: columns.map((column) => (chosen.has(column) ? { ...column, sql: change(column.sql) } : column)), ...(chosen.size > 0 ? { values } : {}) };
}

/** The columns of those names; all when none are given. */
function named(columns: readonly SqlColumn[], names: readonly string[] | undefined): readonly SqlColumn[] {
  return names === undefined || names.length === 0 ? columns : [...new Set(names)].map((name) => columnOf(columns, name));
}

function assertNewName(columns: readonly SqlColumn[], name: string): void {
  if (name.trim() === '') throw new TableError('A column needs a name.');
  const taken = columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (taken !== undefined) throw new TableError(`The table has a column "${taken.name}" already; choose another name than "${name}".`);
}

function article(type: ColumnType): string {
  return type === 'integer' ? 'a whole number' : type === 'boolean' ? 'true or false' : `a ${type}`;
}
