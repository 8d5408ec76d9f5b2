import { duckdbTypeOf, type CastableType } from '../column-type.ts';
import { identifier, literal } from '../sql.ts';

/** A query for the rows of a staged file: CSV with commas, double quotes and line feeds, whose unquoted empty fields are missing. */
export function stagedRows(path: string, longestRecord: number, names: readonly string[], types: readonly CastableType[]): string {
  const largest = Math.max(2 ** 21, longestRecord + 1024);
  const columns = names.map((_, index) => `c${index}: 'VARCHAR'`).join(', ');
  const source = `read_csv(${literal(path)}, columns = {${columns}}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', `
    + `nullstr = '', allow_quoted_nulls = false, max_line_size = ${largest}, buffer_size = ${largest * 16})`;
  const values = names.map((name, index) => {
    const type = types[index] ?? 'text';
    return `${type === 'text' ? `c${index}` : `CAST(c${index} AS ${duckdbTypeOf(type)})`} AS ${identifier(name)}`;
  });
  return `SELECT ${values.join(', ')} FROM ${source}`;
}
