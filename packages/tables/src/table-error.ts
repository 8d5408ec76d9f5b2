/** A table, file, column, step or option that cannot be used; the message says where, what, and what to do. */
export class TableError extends Error {
  override readonly name = 'TableError';
}
