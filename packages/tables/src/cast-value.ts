import { textExpression } from './cells.ts';
import type { CastableType, ColumnType } from './column-type.ts';

const number = String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`;

/** A value as another type, NULL where it does not fit; undefined when no value of the one type fits the other. */
export function castValue(value: string, from: ColumnType, to: CastableType): string | undefined {
  const numeric = from === 'integer' || from === 'number';
  const trimmed = `trim(${value})`;
  switch (to) {
    case 'text': return textExpression(value, from);
    case 'integer':
      if (from === 'text') return `CASE WHEN regexp_full_match(${trimmed}, '[+-]?\\d+') THEN TRY_CAST(${trimmed} AS BIGINT) END`;
      if (from === 'number') return `CASE WHEN ${value} = floor(${value}) THEN TRY_CAST(${value} AS BIGINT) END`;
      return from === 'integer' || from === 'boolean' ? `TRY_CAST(${value} AS BIGINT)` : undefined;
    case 'number':
      if (from === 'text') return `CASE WHEN regexp_full_match(${trimmed}, '${number}') THEN TRY_CAST(${trimmed} AS DOUBLE) END`;
      return numeric || from === 'boolean' ? `CAST(${value} AS DOUBLE)` : undefined;
    case 'boolean':
      if (from === 'text') return `CASE WHEN lower(${trimmed}) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(${trimmed}) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END`;
      if (numeric) return `CASE WHEN ${value} = 1 THEN TRUE WHEN ${value} = 0 THEN FALSE END`;
      return from === 'boolean' ? value : undefined;
    case 'date':
    case 'timestamp': {
      const type = to === 'date' ? 'DATE' : 'TIMESTAMP';
      if (from === 'text') return `TRY_CAST(${trimmed} AS ${type})`;
      return from === 'date' || from === 'timestamp' ? `CAST(${value} AS ${type})` : undefined;
    }
    default: return to satisfies never;
  }
}
