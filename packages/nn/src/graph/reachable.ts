import type { Graph, Value } from './graph.ts';

/** The values that must be known to compute `outputs`, themselves included. */
export function reachable(graph: Graph, outputs: readonly Value[]): Set<Value> {
  const used = new Set(outputs);
  for (const each of [...graph.nodes].reverse()) {
    if (each.outputs.some((output) => used.has(output))) for (const input of each.inputs) used.add(input);
  }
  return used;
}
