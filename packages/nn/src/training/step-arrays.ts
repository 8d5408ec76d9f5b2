import type { Graph, Value } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { type RowOrderArrays, sortRows } from '../graph/sort-rows.ts';
import type { Random } from '../random.ts';
import type { BoundArray } from '../runtime/bound-session.ts';
import { DropoutMasks } from '../runtime/dropout-masks.ts';
import { outputPrefix } from './device-graph.ts';
import type { ExampleBatch, Measures } from './objective.ts';

/** The arrays that a graph reads and that change from step to step: examples, dropout masks, orders of rows. */
export class StepArrays {
  /** The inputs of the graph that these arrays are for. */
  readonly inputs: readonly Value[];
  private readonly arrays: Readonly<Record<string, BoundArray>>;
  private readonly masks: DropoutMasks;
  private readonly orders: readonly { readonly fill: () => void }[];

  constructor(graph: Graph, private readonly batch: ExampleBatch | undefined) {
    this.masks = new DropoutMasks(graph.dropoutMasks.map(({ mask, keep }) => ({ elements: elementCount(mask.shape), keep })));
    const arrays: Record<string, BoundArray> = { ...batch?.arrays, ...Object.fromEntries(graph.dropoutMasks.map(({ mask }, index) => [mask.name, this.masks.arrays[index]!])) };
    this.orders = graph.rowOrders.map((order) => {
      const indices = arrays[order.indices.name];
      if (!(indices instanceof BigInt64Array)) throw new Error(`The indices ${order.indices.name} are not int64.`);
      const into = Object.fromEntries(Object.entries(order.inputs as Readonly<Record<string, Value>>).map(([key, { type, shape }]) => [
        key, type === 'int64' ? new BigInt64Array(elementCount(shape)) : new Float32Array(elementCount(shape)),
      ]));
      for (const [key, value] of Object.entries(order.inputs) as [string, Value][]) arrays[value.name] = into[key]!;
      return { fill: () => sortRows(indices, order, into as unknown as RowOrderArrays) }; // made from the inputs of the order above
    });
    this.arrays = arrays;
    this.inputs = graph.inputs.filter(({ name }) => name in arrays);
  }

  /** What the input of this name reads. */
  array(name: string): BoundArray {
    const array = this.arrays[name];
    if (!array) throw new Error(`There is no array for ${name}.`);
    return array;
  }

  /** Takes examples in, each weighing `weightOf / totalWeight`, and draws the dropout masks. */
  fill(examples: readonly number[], totalWeight: number, random: Random): void {
    this.batch?.fill(examples, totalWeight);
    this.masks.fill(random);
    for (const { fill } of this.orders) fill();
  }

  /** Takes examples in to be measured: as `fill`, without what only a computation reads. */
  recall(examples: readonly number[], totalWeight: number): void {
    this.batch?.fill(examples, totalWeight);
  }

  /** Figures of the examples that were taken in last. */
  measure(examples: readonly number[], read: Readonly<Record<string, Float32Array>>): Measures {
    const outputs = Object.entries(read).filter(([name]) => name.startsWith(outputPrefix)).map(([name, data]) => [name.slice(outputPrefix.length), data]);
    return this.batch?.measure(examples, Object.fromEntries(outputs)) ?? {};
  }
}
