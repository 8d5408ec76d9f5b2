import { add } from '../ops/add.ts';
import { broadcastTo } from '../ops/sum-to.ts';
import { sumRows } from '../ops/sum-rows.ts';
import { gradients } from './gradients.ts';
import type { Graph, Value } from './graph.ts';

/** As `gradients`, with rows of tables added up in the graph: one tensor for each trained parameter, zeros where nothing reaches it. */
export function denseGradients(graph: Graph, loss: Value): Map<string, Value> {
  return new Map([...gradients(graph, loss)].map(([name, { dense, sparse }]) => {
    const { shape } = graph.parameters.get(name)!;
    const parts = [...(dense ? [dense] : []), ...sparse.map((rows) => sumRows(rows, shape[0]!))];
    return [name, parts.length > 0 ? parts.reduce(add) : broadcastTo(graph.float(0), shape)];
  }));
}
