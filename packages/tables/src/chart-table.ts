import type { DuckDBValue } from '@duckdb/node-api';
import { groupsOf, labelExpression, labelOf, numericAxis, rangesOf, type Source } from './chart-axis.ts';
import type { Aggregate, BoxFigures, ChartFigures, ChartRequest, Shown } from './chart-request.ts';
import { isNumeric } from './column-type.ts';
import type { Row, Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { filterCondition, type Filter } from './filter.ts';
import { binEdges, binExpression } from './histogram.ts';
import { assertFilterPatterns } from './pattern.ts';
import { identifier, uniqueName } from './sql.ts';
import { TableError } from './table-error.ts';

const mostBars = 30;
const mostGroups = 8;
const mostBoxes = 24;
const mostSteps = 600;
const mostPoints = 5000;
const mostOutliers = 20;

/** The figures of a chart of the rows that pass a filter: counted, aggregated or sampled by DuckDB, so that a table of any length draws. */
export async function chartTable(session: Session, path: string, request: ChartRequest, filter?: Filter): Promise<ChartFigures> {
  const info = await describeTable(session, path);
  const columns = info.columns.map((column) => ({ ...column, sql: identifier(column.name) }));
  const { table, number } = await session.numberedTable(path, info.columns);
  const values: DuckDBValue[] = [];
  if (filter !== undefined) await assertFilterPatterns(session, filter);
  const rows = filter === undefined ? table : `(SELECT * FROM ${table} WHERE ${filterCondition(filter, columns, values)})`;
  const source: Source = { session, rows, values, columns, number };
  switch (request.type) {
    case 'histogram': return histogram(source, request);
    case 'bar': return bars(source, request);
    case 'line': return lines(source, request);
    case 'scatter': return scatter(source, request);
    case 'box': return boxes(source, request);
    case 'heat': return heat(source, request);
    default: return request satisfies never;
  }
}

async function histogram(source: Source, { x, by, bins = 40 }: Extract<ChartRequest, { type: 'histogram' }>): Promise<ChartFigures> {
  if (!Number.isInteger(bins) || bins < 1 || bins > 500) throw new TableError(`bins must be a whole number from 1 to 500, not ${bins}.`);
  const axis = numericAxis(source, x);
  const [low, high] = await source.session.row(`SELECT min(v), max(v) FROM (SELECT ${axis.sql} AS v FROM ${source.rows}) WHERE isfinite(v)`, source.values);
  if (typeof low !== 'number' || typeof high !== 'number') return { type: 'histogram', edges: [0, 1], series: [], time: axis.time };
  const edges = binEdges(low, high, bins);
  const groups = by === undefined ? undefined : await groupsOf(source, by, mostGroups);
  const values = [...source.values];
  const bin = binExpression('v', edges, values);
  const counted = await source.session.rows(
    `SELECT g, ${bin}, count(*) FROM (SELECT ${axis.sql} AS v, ${groups?.sql ?? `''`} AS g FROM ${source.rows}) WHERE isfinite(v) GROUP BY ALL`, values,
  );
  const series = (groups?.labels ?? [x]).map((name) => ({ name, counts: edges.slice(1).map(() => 0) }));
  for (const [group, place, count] of counted) {
    const counts = series[groups ? groups.placeOf(group) : 0]?.counts;
    if (counts) counts[Number(place)] = Number(count);
  }
  return { type: 'histogram', edges, series, time: axis.time, ...sampleOf(groups) };
}

async function bars(source: Source, { x, y, aggregate = 'count' }: Extract<ChartRequest, { type: 'bar' }>): Promise<ChartFigures> {
  const column = columnOf(source.columns, x);
  const key = labelExpression(source, x);
  const value = aggregated(source, aggregate, y);
  const [groups] = await source.session.row(`SELECT count(*) FROM (SELECT DISTINCT ${key} FROM ${source.rows})`, source.values);
  const inOrder = Number(groups) <= mostBars && column.type !== 'text' && column.type !== 'other';
  const found = await source.session.rows(
    `SELECT k, n FROM (SELECT ${key} AS k, any_value(${column.sql}) AS first, CAST(${value} AS DOUBLE) AS n FROM ${source.rows} GROUP BY 1) WHERE n IS NOT NULL ORDER BY ${inOrder ? 'first NULLS LAST' : 'abs(n) DESC, k NULLS LAST'} LIMIT ${mostBars}`, source.values,
  );
  return {
    type: 'bar', bars: found.flatMap(([text, n]) => (typeof n === 'number' && Number.isFinite(n) ? [{ label: labelOf(text), value: n }] : [])),
    ...(Number(groups) > mostBars ? { sample: { shown: mostBars, of: Number(groups), what: 'groups' } } : {}),
  };
}

async function lines(source: Source, { x, y, aggregate = 'mean' }: Extract<ChartRequest, { type: 'line' }>): Promise<ChartFigures> {
  if (y.length === 0 || y.length > mostGroups) throw new TableError(`Choose 1 to ${mostGroups} columns for the lines, not ${y.length}.`);
  const axis = x === undefined ? { sql: `CAST(${source.number} AS DOUBLE)`, time: false } : numericAxis(source, x);
  const means = y.map((name) => `CAST(${aggregated(source, aggregate, name)} AS DOUBLE)`);
  const [steps, low, high] = await source.session.row(`SELECT approx_count_distinct(v), min(v), max(v) FROM (SELECT ${axis.sql} AS v FROM ${source.rows}) WHERE isfinite(v)`, source.values);
  if (typeof low !== 'number' || typeof high !== 'number') return { type: 'line', series: [], time: axis.time };
  const values = [...source.values];
  const across = uniqueName([...source.columns.map(({ name }) => name), source.number]);
  const step = Number(steps) <= mostSteps * 1.5 ? across : binExpression(across, binEdges(low, high, mostSteps), values);
  const found = await source.session.rows(
    `SELECT avg(${across}), ${means.join(', ')} FROM (SELECT *, ${axis.sql} AS ${across} FROM ${source.rows}) WHERE isfinite(${across}) GROUP BY ${step} ORDER BY 1`, values,
  );
  return {
    type: 'line', time: axis.time,
    series: y.map((name, index) => ({ name, points: found.flatMap(([at, ...ys]) => pointOf(at, ys[index])) })),
  };
}

async function scatter(source: Source, { x, y, by }: Extract<ChartRequest, { type: 'scatter' }>): Promise<ChartFigures> {
  const [across, up] = [numericAxis(source, x), numericAxis(source, y)];
  const groups = by === undefined ? undefined : await groupsOf(source, by, mostGroups);
  const rows = `(SELECT ${across.sql} AS x, ${up.sql} AS y, ${groups?.sql ?? `''`} AS g, ${source.number} AS n FROM ${source.rows})`;
  const [total] = await source.session.row(`SELECT count(*) FROM ${rows} WHERE isfinite(x) AND isfinite(y)`, source.values);
  // The hash of a row's number draws rows evenly and the same ones every time.
  const found = await source.session.rows(`SELECT x, y, g FROM ${rows} WHERE isfinite(x) AND isfinite(y) ORDER BY hash(n), n LIMIT ${mostPoints}`, source.values);
  return {
    type: 'scatter', time: across.time,
    series: (groups?.labels ?? [y]).map((name, place) => ({ name, points: found.flatMap(([left, top, group]) => (groups === undefined || groups.placeOf(group) === place ? pointOf(left, top) : [])) })),
    ...(Number(total) > mostPoints ? { sample: { shown: mostPoints, of: Number(total), what: 'rows' } } : sampleOf(groups)),
  };
}

async function boxes(source: Source, { y, by }: Extract<ChartRequest, { type: 'box' }>): Promise<ChartFigures> {
  const axis = numericAxis(source, y);
  if (axis.time) throw new TableError(`Column "${y}" holds times; boxes are drawn of numbers.`);
  const groups = by === undefined ? undefined : await groupsOf(source, by, mostBoxes);
  const found = await source.session.rows(`
    WITH d AS (SELECT v, g FROM (SELECT ${axis.sql} AS v, ${groups?.sql ?? `''`} AS g FROM ${source.rows}) WHERE isfinite(v)),
      q AS (SELECT g, quantile_cont(v, 0.25) AS a, quantile_cont(v, 0.5) AS m, quantile_cont(v, 0.75) AS b FROM d GROUP BY g),
      f AS (SELECT *, a - 1.5 * (b - a) AS low, b + 1.5 * (b - a) AS high FROM q)
    SELECT f.g, count(*), min(v) FILTER (v >= low), any_value(a), any_value(m), any_value(b), max(v) FILTER (v <= high),
      count(*) FILTER (v < low OR v > high), min(v, ${mostOutliers}) FILTER (v < low), max(v, ${mostOutliers}) FILTER (v > high)
    FROM d JOIN f ON d.g IS NOT DISTINCT FROM f.g GROUP BY f.g`, source.values);
  const made = found.map((row): [number, BoxFigures] => [groups ? groups.placeOf(row[0]) : 0, boxOf(row, groups ? labelOf(row[0]) : y)]);
  return { type: 'box', boxes: made.filter(([place]) => place >= 0).sort(([a], [b]) => a - b).map(([, box]) => box), ...sampleOf(groups) };
}

function boxOf([, count, low, first, median, third, high, beyond, under, over]: Row, name: string): BoxFigures {
  const outliers = [under, over].flatMap((list) => (list !== null && typeof list === 'object' && 'items' in list && Array.isArray(list.items) ? list.items.map(Number) : []));
  return { label: name, count: Number(count), low: Number(low), quartiles: [Number(first), Number(median), Number(third)], high: Number(high), beyond: Number(beyond), outliers };
}

async function heat(source: Source, { x, y, value, aggregate = value === undefined ? 'count' : 'mean' }: Extract<ChartRequest, { type: 'heat' }>): Promise<ChartFigures> {
  const n = aggregated(source, aggregate, value);
  const values = [...source.values];
  const across = await rangesOf(source, x, mostBoxes, values);
  const up = await rangesOf(source, y, mostBoxes, values);
  const found = await source.session.rows(`SELECT ${across.sql} AS gx, ${up.sql} AS gy, CAST(${n} AS DOUBLE) FROM ${source.rows} GROUP BY 1, 2`, values);
  const grid = up.labels.map(() => across.labels.map((): number | null => null));
  for (const [column, row, cell] of found) {
    const line = grid[up.placeOf(row)];
    const place = across.placeOf(column);
    if (line && place >= 0 && typeof cell === 'number' && Number.isFinite(cell)) line[place] = cell;
  }
  return { type: 'heat', xLabels: across.labels, yLabels: up.labels, values: grid, ...sampleOf(across.sample ? across : up) };
}

/** The SQL of an aggregate. */
function aggregated({ columns }: Source, aggregate: Aggregate, name: string | undefined): string {
  if (aggregate === 'count') return 'count(*)';
  if (name === undefined) throw new TableError(`Choose the column whose ${aggregate} is drawn, or count rows.`);
  const column = columnOf(columns, name);
  if (!isNumeric(column.type) && column.type !== 'boolean') throw new TableError(`Column "${name}" holds ${column.type}; the ${aggregate} is of numbers. Count rows instead, or choose another column.`);
  const value = column.type === 'boolean' ? `CAST(${column.sql} AS INTEGER)` : column.sql;
  return aggregate === 'mean' ? `avg(${value})` : `${aggregate}(${value})`;
}

function sampleOf(groups: { readonly sample?: Shown } | undefined): { sample?: Shown } {
  return groups?.sample ? { sample: groups.sample } : {};
}

function pointOf(x: DuckDBValue | undefined, y: DuckDBValue | undefined): [number, number][] {
  return typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y) ? [[x, y]] : [];
}
