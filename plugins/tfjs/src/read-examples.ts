import { joined, say, UserError, type Phrase, type TableInput } from '@millrace/sdk';
import type { Tables } from '@millrace/tables';

/** What is to be learnt: classes in the order of the outputs, or a number. */
export type Target = { readonly task: 'classification'; readonly classes: readonly string[] } | { readonly task: 'regression' };

export type Table = Pick<TableInput, 'path' | 'rows' | 'columns'>;

const mostClasses = 1_000;
const mostClassesOfIntegers = 20;
const mostNumbers = 100_000_000;
const numeric = new Set(['integer', 'number', 'boolean']);

/** The columns to learn from: those named, or every other column of numbers. Throws a UserError for one that holds no numbers. */
export function featureColumns(table: Table, target: string, named: readonly string[]): { features: string[]; leftOut: string[] } {
  checkColumn(table, target, say`The target column`);
  const others = table.columns.filter(({ name }) => name !== target);
  if (named.includes(target)) throw new UserError(say`"${target}" is the target; take it out of the feature columns.`);
  for (const name of named) {
    checkColumn(table, name, say`The feature column`);
    const type = others.find((column) => column.name === name)?.type ?? '';
    if (!numeric.has(type)) throw new UserError(say`The feature column "${name}" holds ${type === 'text' ? say`text` : say`values of the type ${type}`}, not numbers. Take it out of the feature columns, or turn it into numbers with "Clean" first.`);
  }
  const features = named.length > 0 ? [...new Set(named)] : others.filter(({ type }) => numeric.has(type)).map(({ name }) => name);
  if (features.length === 0) throw new UserError(say`The table has no column of numbers beside "${target}" to learn from; it has: ${table.columns.map(({ name }) => name).join(', ')}.`);
  return { features, leftOut: named.length > 0 ? [] : others.map(({ name }) => name).filter((name) => !features.includes(name)) };
}

/** The feature columns as rows of numbers [rows · features]. Throws a UserError that counts the missing values. */
export async function readFeatures(tables: Tables, table: Table, features: readonly string[]): Promise<Float64Array> {
  if (table.rows * features.length > mostNumbers) throw new UserError(say`${table.rows} rows of ${features.length} features are more than ${mostNumbers.toLocaleString('en')} numbers, which would not fit into memory. Take fewer rows or columns.`);
  const rows = new Float64Array(table.rows * features.length);
  const missing: Phrase[] = [];
  for (const [index, name] of features.entries()) {
    checkColumn(table, name, say`The feature column`);
    if (!numeric.has(table.columns.find((column) => column.name === name)?.type ?? '')) throw new UserError(say`The feature column "${name}" does not hold numbers in this table, as it did when the model was trained.`);
    const values = await tables.numbers(table.path, name);
    const absent = values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
    if (absent > 0) missing.push(say`"${name}" in ${absent} of ${table.rows} rows`);
    values.forEach((value, row) => { rows[row * features.length + index] = value; });
  }
  if (missing.length > 0) throw new UserError(say`There are missing or infinite values: ${joined(missing, ', ')}. Fill them or drop those rows with "Clean" first.`);
  return rows;
}

/** What the target column holds: the classes in order, or numbers. "auto" takes text, booleans and whole numbers of at most twenty values for classes. */
export async function readTarget(tables: Tables, table: Table, column: string, task: 'auto' | Target['task']): Promise<Target> {
  const type = table.columns.find(({ name }) => name === column)?.type ?? 'other';
  if (task === 'regression' || (task === 'auto' && type === 'number')) {
    if (!numeric.has(type)) throw new UserError(say`The target column "${column}" holds no numbers, so it cannot be learnt as one. Choose the task "classification".`);
    return { task: 'regression' };
  }
  const values = new Set(await tables.column(table.path, column));
  values.delete(null);
  if (task === 'auto' && type === 'integer' && values.size > mostClassesOfIntegers) return { task: 'regression' };
  const classes = [...values].sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1)).map(String);
  if (classes.length < 2) throw new UserError(say`The target column "${column}" has ${classes.length === 0 ? say`no value` : say`only the value "${String(classes[0])}"`}; telling classes apart takes two or more.`);
  if (classes.length > mostClasses) throw new UserError(say`The target column "${column}" has ${classes.length} different values, more than ${mostClasses} classes. Choose another column, or the task "regression".`);
  return { task: 'classification', classes };
}

/** The truth of each row: the number of its class, or its number. Throws a UserError for missing values and classes not known. */
export async function readTruth(tables: Tables, table: Table, column: string, target: Target): Promise<Float64Array> {
  checkColumn(table, column, say`The target column`);
  const truth = target.task === 'regression' ? await tables.numbers(table.path, column) : await classNumbers(tables, table, column, target.classes);
  const absent = truth.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  if (absent > 0) throw new UserError(say`The target column "${column}" is missing or infinite in ${absent} of ${table.rows} rows. Drop those rows with "Clean" first.`);
  return truth;
}

async function classNumbers(tables: Tables, table: Table, column: string, classes: readonly string[]): Promise<Float64Array> {
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const values = await tables.column(table.path, column);
  return Float64Array.from(values, (value, row) => {
    const number = value === null ? NaN : numbers.get(String(value));
    if (number === undefined) throw new UserError(say`Row ${row + 1} has the class "${String(value)}" in "${column}", which the training rows do not have (${classes.slice(0, 10).join(', ')}).`);
    return number;
  });
}

function checkColumn(table: Table, name: string, what: Phrase): void {
  if (!table.columns.some((column) => column.name === name)) throw new UserError(say`${what} "${name}" is missing; the table has: ${table.columns.map((column) => column.name).join(', ')}.`);
}
