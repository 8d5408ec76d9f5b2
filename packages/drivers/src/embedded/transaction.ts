import type { DataSource, EntityManager, ObjectLiteral } from 'typeorm';

const lastInLine = new WeakMap<DataSource, Promise<unknown>>();

/**
 * Does `work` in a transaction. On SQLite, TypeORM has one connection, and two transactions at once would become one, nested:
 * there they stand in line. Everything that reads or writes the database goes through here.
 */
export function transaction<T>(database: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  if (database.options.type === 'postgres') return database.transaction(work);
  return inLine(database, () => database.transaction(work));
}

/** Reads in one statement, after the transactions before it. */
export function read<T>(database: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  return database.options.type === 'postgres' ? work(database.manager) : inLine(database, () => work(database.manager));
}

function inLine<T>(database: DataSource, work: () => Promise<T>): Promise<T> {
  const turn = (lastInLine.get(database) ?? Promise.resolve()).then(work);
  lastInLine.set(database, turn.catch(() => {}));
  return turn;
}

/** The rows that a statement gives, on either database. Parameters are written `$1`, `$2`, …, in the order of their first use. */
export async function rows<Row extends ObjectLiteral>(manager: EntityManager, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const runner = manager.queryRunner;
  const result = runner ? await runner.query(sql, [...parameters], true) : undefined;
  if (result) return result.records;
  const single = manager.dataSource.createQueryRunner();
  try {
    return (await single.query(sql, [...parameters], true)).records;
  } finally {
    await single.release();
  }
}

/** `($1, $2), ($3, $4)`: places for that many rows of that many values. */
export function places(rowCount: number, width: number): string {
  return Array.from({ length: rowCount }, (_, row) => `(${Array.from({ length: width }, (_unused, column) => `$${row * width + column + 1}`).join(', ')})`).join(', ');
}
