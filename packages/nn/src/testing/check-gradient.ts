import { gradients } from '../graph/gradients.ts';
import { Graph, type Parameter, type Value } from '../graph/graph.ts';
import { f64 } from '../graph/target.ts';
import { sumTo } from '../ops/sum-to.ts';
import { multiply } from '../ops/multiply.ts';
import { Random } from '../random.ts';
import { BoundSession } from '../runtime/bound-session.ts';

/** An operation to be checked on random numbers. */
export interface GradientCheck {
  /** The shape of each input. */
  readonly shapes: readonly (readonly number[])[];
  readonly build: (inputs: readonly Parameter[], graph: Graph) => Value;
  readonly seed?: number;
}

/**
 * The largest difference, over every number of every input, between the gradient that an operation gives and central differences,
 * computed in float64. The loss is the sum of the output's elements, each with a weight of its own, so that none hides another.
 * A right gradient is within 1e-6.
 */
export async function checkGradient({ shapes, build, seed = 11 }: GradientCheck): Promise<number> {
  const graph = new Graph(f64, false);
  const inputs = shapes.map((shape, index) => graph.parameter(`input ${index}`, shape, { fill: 0 }));
  const output = build(inputs, graph);
  const count = output.shape.reduce<number>((product, size) => product * Number(size), 1);
  const weights = graph.floats(Array.from({ length: count }, (_, index) => 1 + ((index * 7) % 11) / 5), output.shape);
  const loss = sumTo(multiply(output, weights), []);

  const random = new Random(seed);
  const numbers = new Map(inputs.map(({ name, shape }) => {
    const values = new Float64Array(shape.reduce((product, size) => product * size, 1));
    random.fillNormal(values, 1);
    return [name, values];
  }));
  const dense = [...gradients(graph, loss)].flatMap(([name, gradient]) => (gradient.dense ? [{ name, value: gradient.dense }] : []));
  const analytic = new Map(dense.map(({ name }) => [name, new Float64Array(numbers.get(name)!.length)]));
  const feeds = Object.fromEntries(numbers);
  const total = new Float64Array(1);
  const both = await BoundSession.create(graph, { feeds, results: Object.fromEntries(dense.map(({ name, value }) => [`gradient of ${name}`, { value, into: analytic.get(name)! }])), threads: 1 });
  const forward = await BoundSession.create(graph, { feeds, results: { loss: { value: loss, into: total } }, threads: 1 });
  try {
    await both.run();
    let worst = 0;
    for (const [name, values] of numbers) {
      const gradient = analytic.get(name) ?? new Float64Array(values.length); // an input that nothing follows from
      for (let place = 0; place < values.length; place++) worst = Math.max(worst, Math.abs(await slope(values, place) - gradient[place]!));
    }
    return worst;
  } finally {
    await both.close();
    await forward.close();
  }

  /** The central difference of the loss along one number. */
  async function slope(values: Float64Array, place: number): Promise<number> {
    const kept = values[place]!;
    const at = async (value: number) => {
      values[place] = value;
      await forward.run();
      return total[0]!;
    };
    const difference = (await at(kept + step) - await at(kept - step)) / (2 * step);
    values[place] = kept;
    return difference;
  }
}

const step = 1e-5;
