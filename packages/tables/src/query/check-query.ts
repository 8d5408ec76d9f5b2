// What a query may do, judged by its syntax tree (of DuckDB's `json_serialize_sql`) before anything of it is bound or run.
import type { Column } from '../column-type.ts';
import { listed } from '../describe-table.ts';
import { placedError } from './query-error.ts';

/** What the check knows of DuckDB. */
export interface Vocabulary {
  /** By name in lower case, whether all forms of a function give the same value for the same arguments; macros count as such. */
  readonly functions: ReadonlyMap<string, boolean>;
  /** Views of DuckDB's own, in lower case. They tell settings, and settings tell paths. */
  readonly ownViews: ReadonlySet<string>;
}

/** The tables that a query may read, by name; undefined columns are not known. */
export type QueryTables = Readonly<Record<string, readonly Column[] | undefined>>;

interface Check {
  readonly sql: string;
  readonly tables: QueryTables;
  /** Names of tables that are not there now, but could be. */
  readonly absent: readonly string[];
  readonly vocabulary: Vocabulary;
}

/** The names of the tables that the query reads. Throws a TableError at the first thing that a query may not do. */
export function checkQuery(tree: unknown, check: Check): ReadonlySet<string> {
  const objects = [...objectsOf(tree)];
  const named = new Set(objects.flatMap((object) => ('materialized' in entryValue(object) ? [String(object.key).toLowerCase()] : [])));
  for (const name of named) if (check.vocabulary.ownViews.has(name)) throw placedError(check.sql, undefined, `"${name}" is a name of DuckDB's own; call that part of the query something else.`);
  const read = new Set<string>();
  for (const object of objects) {
    const refusal = refusalOf(object, check, named, read);
    if (refusal !== undefined) throw placedError(check.sql, object.query_location, refusal);
  }
  return read;
}

/** The parts of a table expression and of a query that are let through; expressions have a class and are looked at apart. */
const understood = /^(?:SELECT_NODE|SET_OPERATION_NODE|RECURSIVE_CTE_NODE|CTE_NODE|BASE_TABLE|SUBQUERY|JOIN|TABLE_FUNCTION|EXPRESSION_LIST|EMPTY|PIVOT|ASCENDING|DESCENDING|ORDER_DEFAULT|\w+_MODIFIER|\w+_TYPE_INFO)$/;
const rowFunctions = new Set(['unnest', 'range', 'generate_series', 'json_each', 'json_tree']);
/** They tell about the machine, the session or the plan rather than about the tables. */
const ofTheMachine = /^(?:current_(?!date$|time)\w+|user|session_user|pg_\w+|has_\w+_privilege|inet_\w+|\w*_description|format_(?:pg_)?type|map_to_pg_oid|get_block_size|getvariable|getenv|txid_current|in_search_path|version|stats|vector_type|write_log|nextval|currval|sleep_ms|setseed|json_(?:de)?serialize_\w+|json_execute_\w+|parse_duckdb_log_message|__internal_\w+)$/;
/** DuckDB calls these consistent, or they are macros over such as are not. */
const alsoVolatile = new Set(['ago', 'current_localtime', 'current_localtimestamp', 'reservoir_quantile']);
const clocks = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp']);
const sameEachTime = 'A query gives the same result each time, so that it can be reused; write the value out, or make it a column before.';

function refusalOf(object: Tree, { tables, absent, vocabulary }: Check, named: ReadonlySet<string>, read: Set<string>): string | undefined {
  if (typeof object.type === 'string' && object.class === undefined && !understood.test(object.type)) {
    return object.type === 'SHOW_REF' ? 'SHOW, DESCRIBE and SUMMARIZE are not for queries; the node "Profile" describes a table.' : 'This part of the query is not allowed here; write it as a SELECT.';
  }
  if (object.class === 'PARAMETER') return 'A query has no parameters such as ? or $1; write the value out.';
  if (isTree(object.sample) && object.sample.seed === -1) return `A sample without a seed draws other rows each time; add REPEATABLE (42). ${sameEachTime}`;
  if (object.type === 'BASE_TABLE') {
    const name = String(object.table_name);
    if (object.schema_name === undefined && object.catalog_name === undefined) {
      if (named.has(name.toLowerCase())) return undefined;
      const table = Object.keys(tables).find((candidate) => candidate === name.toLowerCase());
      if (table !== undefined) {
        read.add(table);
        return undefined;
      }
      if (absent.includes(name.toLowerCase())) return `The query reads "${name}", but nothing is wired to that input.`;
    }
    return `There is no table "${name}"; a query reads ${tablesInWords(tables)}, and no files.`;
  }
  if (object.type === 'TABLE_FUNCTION') {
    const name = isTree(object.function) ? String(object.function.function_name).toLowerCase() : '';
    return rowFunctions.has(name) ? undefined : `${name}() is not allowed in a query; it reads ${tablesInWords(tables)}, and makes rows with ${[...rowFunctions].join(', ')}.`;
  }
  if (object.class === 'COLUMN_REF' && Array.isArray(object.column_names) && object.column_names.length === 1) {
    const name = String(object.column_names[0]).toLowerCase();
    const isColumn = Object.values(tables).some((columns) => columns?.some((column) => column.name.toLowerCase() === name));
    return clocks.has(name) && !isColumn ? `${name} gives another value each time. ${sameEachTime}` : undefined;
  }
  if (object.class !== undefined && typeof object.function_name === 'string') return functionRefusal(object.function_name.toLowerCase(), object, vocabulary);
  return undefined;
}

function functionRefusal(name: string, { children }: Tree, { functions }: Vocabulary): string | undefined {
  if (name === 'error') return undefined;
  if (ofTheMachine.test(name)) return `${name}() is not allowed in a query: it tells about the machine, not about the tables.`;
  const ageOfNow = name === 'age' && Array.isArray(children) && children.length === 1;
  return functions.get(name) === false || alsoVolatile.has(name) || ageOfNow ? `${name}() gives another value each time. ${sameEachTime}` : undefined;
}

/** Names of tables with their columns, for a message. */
export function tablesInWords(tables: QueryTables): string {
  return Object.entries(tables).map(([name, columns]) => (columns === undefined ? `"${name}"` : `"${name}" (${listed(columns.map((column) => column.name))})`)).join(' and ');
}

interface Tree { readonly [key: string]: unknown }

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

/** What stands under `key` in a map of the tree. */
function entryValue({ key, value }: Tree): Tree {
  return typeof key === 'string' && isTree(value) ? value : {};
}

/** Every object of the tree; a constant's value is data and is not looked into, nor is the call of a table function a scalar one. */
function* objectsOf(value: unknown): Generator<Tree> {
  if (!isTree(value)) return;
  if (!Array.isArray(value)) yield value;
  if (value.class === 'CONSTANT') return;
  for (const [key, part] of Object.entries(value)) {
    if (value.type === 'TABLE_FUNCTION' && key === 'function' && isTree(part)) yield* objectsOf(part.children);
    else yield* objectsOf(part);
  }
}
