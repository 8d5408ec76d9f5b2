import { formatShape } from '../graph/shape.ts';
import type { Parameter, Value } from '../graph/graph.ts';

/**
 * Row `indices[i]` of a parameter table [rows, H] for every index; the result is [...indices, H].
 * Its gradient stays sparse (rows to add): see `gradients`. `frozenRow` learns nothing.
 */
export function embedding(table: Parameter, indices: Value, frozenRow?: number): Value {
  const { graph } = table;
  if (table.shape.length !== 2 || indices.type !== 'int64') {
    throw graph.shapeError('embedding', `table ${formatShape(table.shape)} must be [rows, width] and the indices int64, not ${indices.type}`);
  }
  const y = graph.node('Gather', [table, indices], [...indices.shape, table.shape[1]!], { attributes: { axis: { int: 0 } } });
  return graph.differentiable(y, [
    [table, (dy) => ({ indices, rows: dy, frozenRow })],
  ]);
}
