import { averagePool1d, averagePool2d, conv1d, conv2d, cpu, emitModel, f64, Graph, maxPool1d, maxPool2d, relu, type Target, type Value } from '@millrace/nn';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => Math.sin(index * 1.3 + 0.4));

const networks: Readonly<Record<string, { readonly example: readonly number[]; readonly build: (x: Value) => Value }>> = {
  'in one dimension': {
    example: [2, 12],
    build: (x) => averagePool1d(maxPool1d(relu(conv1d(x, x.graph.floats(numbers(24), [4, 2, 3]), x.graph.floats(numbers(4)), { padding: 1 })), 2), 3, { stride: 2 }),
  },
  'in two dimensions': {
    example: [2, 8, 9],
    build: (x) => averagePool2d(maxPool2d(relu(conv2d(x, x.graph.floats(numbers(72), [4, 2, 3, 3]), undefined, { stride: [1, 2] })), 2), 2, { padding: 1 }),
  },
};

describe.each(Object.entries(networks))('convolution and pooling %s', (_, { example, build }) => {
  it.each([['cpu', cpu], ['f64', f64]] as const)('takes a batch whose size is known only at the run, on %s', async (_name, target) => {
    const graph = new Graph(target, false);
    const y = build(graph.input('x', ['batch', ...example]));
    const session = await InferenceSession.create(emitModel(graph, { outputs: { y } }), { logSeverityLevel: 3 });
    const size = example.reduce((a, b) => a * b, 1);
    const three = numbers(3 * size);
    const together = await run(session, target, [3, ...example], three);
    const apart = [];
    for (let row = 0; row < 3; row++) apart.push(...await run(session, target, [1, ...example], three.slice(row * size, (row + 1) * size)));
    await session.release();
    expect(together).toHaveLength(apart.length);
    together.forEach((value, index) => expect(value).toBeCloseTo(apart[index]!, 5));
  });
});

async function run(session: InferenceSession, target: Target, shape: readonly number[], data: readonly number[]): Promise<number[]> {
  const array = target.float === 'float32' ? new Tensor('float32', Float32Array.from(data), shape) : new Tensor('float64', Float64Array.from(data), shape);
  const { y } = await session.run({ x: array });
  return Array.from(y!.data as Float32Array | Float64Array); // both outputs are of the target's type
}
