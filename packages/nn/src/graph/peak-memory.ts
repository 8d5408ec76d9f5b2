import { elementBytes, type Graph, type Value } from './graph.ts';
import { reachable } from './reachable.ts';
import { elementCount } from './shape.ts';

/** Operations whose result is their input under another shape, without memory of its own. */
const views = new Set(['Reshape', 'Unsqueeze', 'Squeeze', 'Identity']);

/**
 * The bytes that the computed values of a graph take at the worst moment, if its nodes run in their order and each value is
 * freed after its last use. All sizes must be known. `outputs` are written into memory that is there before, and do not count, nor do
 * inputs and parameters.
 */
export function peakBytes(graph: Graph, outputs: readonly Value[]): number {
  const used = reachable(graph, outputs);
  const nodes = graph.nodes.filter((node) => node.outputs.some((output) => used.has(output)));
  const source = new Map<Value, Value>();
  const root = (value: Value): Value => source.get(value) ?? value;
  for (const { type, inputs, outputs: [output] } of nodes) if (views.has(type)) source.set(output!, root(inputs[0]!));

  const lastUse = new Map<Value, number>();
  nodes.forEach(({ inputs }, index) => { for (const input of inputs) lastUse.set(root(input), index); });

  const written = new Set(outputs.map(root));
  const computed = new Set(nodes.flatMap((node) => node.outputs.filter((output) => !source.has(output) && !written.has(output))));
  let held = 0;
  let peak = 0;
  nodes.forEach(({ inputs, outputs: results }, index) => {
    for (const result of results) if (computed.has(result)) held += bytesOf(result);
    peak = Math.max(peak, held);
    const done = new Set([...inputs.map(root), ...results]);
    for (const value of done) if (computed.has(value) && (lastUse.get(value) ?? index) === index) held -= bytesOf(value);
  });
  return peak;
}

function bytesOf({ shape, type }: Value): number {
  return elementCount(shape) * elementBytes[type];
}
