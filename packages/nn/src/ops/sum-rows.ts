import { elementCount } from '../graph/shape.ts';
import type { RowOrder, SparseRows, Value } from '../graph/graph.ts';
import { sortRows } from '../graph/sort-rows.ts';
import { castToFloat } from './cast.ts';
import { reshape } from './reshape.ts';

/**
 * The rows of a sparse gradient added up to a table of `count` rows, in the same order every time. ScatterND(add) loses updates on the
 * processor, and on a GPU it adds in an order that changes from run to run. Instead the host sorts the indices (`graph.rowOrders`); the
 * graph reads the rows in that order, adds up those of one index in strides that double (Hillis and Steele 1986), and picks each index's
 * sum. The gradient of a small table is a matrix product with ones where an index reads a row.
 */
export function sumRows({ indices, rows, frozenRow }: SparseRows, count: number): Value {
  const { graph } = rows;
  const width = Number(rows.shape.at(-1));
  const read = elementCount(indices.shape);
  const flat = reshape(rows, [read, width]);
  const inputs = rowOrder(indices, count, frozenRow);
  if ('reads' in inputs) return graph.node('MatMul', [inputs.reads, flat], [count, width]);

  let sums = graph.node('Gather', [flat, inputs.order], flat.shape, { attributes: { axis: { int: 0 } } });
  for (let stride = 1; stride < read; stride *= 2) {
    const head = graph.node('Slice', [sums, graph.integers([0]), graph.integers([read - stride]), graph.integers([0])], [read - stride, width]);
    const before = graph.node('Pad', [head, graph.integers([stride, 0, 0, 0])], flat.shape);
    const sameIndex = castToFloat(graph.node('Greater', [inputs.place, graph.float(stride - 0.5)], [read, 1], { elementType: 'bool' }));
    sums = graph.node('Add', [sums, graph.node('Mul', [before, sameIndex], flat.shape)], flat.shape);
  }
  const withZero = graph.node('Pad', [sums, graph.integers([0, 0, 1, 0])], [read + 1, width]);
  return graph.node('Gather', [withZero, inputs.last], [count, width], { attributes: { axis: { int: 0 } } });
}

/** A table of so many rows is summed by a matrix product. */
const smallTable = 16;

/** The order of these rows: inputs that are to be filled in each run, or constants where the indices are constant. */
function rowOrder(indices: Value, count: number, frozenRow: number | undefined): RowOrder['inputs'] {
  const { graph } = indices;
  const read = elementCount(indices.shape);
  const known = graph.rowOrders.find((each) => each.indices === indices && each.count === count && each.frozenRow === frozenRow);
  if (known) return known.inputs;
  const constant = graph.constants.find(({ value }) => value === indices)?.data;
  if (constant instanceof BigInt64Array) {
    if (count <= smallTable) {
      const reads = new Float32Array(count * read);
      sortRows(constant, { count, frozenRow }, { reads });
      return { reads: graph.floats([...reads], [count, read]) };
    }
    const [order, place, last] = [new BigInt64Array(read), new Float32Array(read), new BigInt64Array(count)];
    sortRows(constant, { count, frozenRow }, { order, place, last });
    return { order: graph.integers(Array.from(order, Number)), place: graph.floats([...place], [read, 1]), last: graph.integers(Array.from(last, Number)) };
  }
  if (!graph.inputs.includes(indices)) throw graph.shapeError('embedding', 'the indices must be an input of the graph, so that its rows can be sorted for the gradient');
  const name = `rows_${graph.rowOrders.length}`;
  const inputs = count <= smallTable
    ? { reads: graph.input(`${name}_reads`, [count, read]) }
    : { order: graph.input(`${name}_order`, [read], 'int64'), place: graph.input(`${name}_place`, [read, 1]), last: graph.input(`${name}_last`, [count], 'int64') };
  graph.rowOrders.push({ indices, count, frozenRow, inputs });
  return inputs;
}
