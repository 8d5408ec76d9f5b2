import type { DuckDBPreparedStatement } from '@duckdb/node-api';
import { columnTypeOf, type Column } from '../column-type.ts';
import { identifier, literal } from '../sql.ts';
import { TableError } from '../table-error.ts';

/** A column of a query's result: how a table holds it, and the expression that makes it so. */
export interface ResultColumn extends Column {
  readonly sql: string;
}

/** The columns of a prepared query. Throws a TableError for a name that is there twice and for a type that no table holds. */
export function resultColumns(prepared: DuckDBPreparedStatement): ResultColumn[] {
  const seen = new Map<string, string>();
  return Array.from({ length: prepared.columnCount }, (_, index) => {
    const name = prepared.columnName(index);
    const key = name.toLowerCase();
    const twin = seen.get(key);
    if (twin !== undefined) throw new TableError(`The result has two columns "${twin}"${twin === name ? '' : ` and "${name}", which differ in case only`}; give one of them another name with AS, or name the columns instead of *.`);
    seen.set(key, name);
    return resultColumn(name, String(prepared.columnType(index)), index);
  });
}

/** `sql` speaks of the column by its place, `c0`, `c1`, … */
function resultColumn(name: string, duckdbType: string, index: number): ResultColumn {
  const place = `c${index}`;
  const as = (sql: string, type: Column['type']): ResultColumn => ({ name, type, sql: `${sql} AS ${identifier(name)}` });
  if (/\b(?:UNION|VARIANT|GEOMETRY)\b/.test(duckdbType)) throw new TableError(`Column "${name}" of the result holds ${duckdbType}, which no table holds; make text of it with CAST(… AS VARCHAR).`);
  if (/^(?:U?HUGEINT|UBIGINT)$/.test(duckdbType)) {
    const tooLarge = literal(`Column "${name}" of the result holds whole numbers of more than 64 bits; make them smaller, or numbers with CAST(… AS DOUBLE).`);
    return as(`coalesce(try_cast(${place} AS BIGINT), CASE WHEN ${place} IS NOT NULL THEN error(${tooLarge}) END)`, 'integer');
  }
  if (duckdbType.startsWith('DECIMAL') && !duckdbType.endsWith(']')) return as(`CAST(${place} AS DOUBLE)`, 'number');
  if (duckdbType === 'TIMESTAMP WITH TIME ZONE') return as(`CAST(${place} AS TIMESTAMP)`, 'timestamp');
  const type = columnTypeOf(duckdbType);
  const isScalar = !/^(?:STRUCT|MAP|BLOB)/.test(duckdbType) && !duckdbType.endsWith(']');
  return type === 'text' || (type === 'other' && isScalar) ? as(`CAST(${place} AS VARCHAR)`, 'text') : as(place, type);
}
