// Values of the operations that the reference file does not hold.
import { averagePool1d, averagePool2d, binaryCrossEntropy, cpu, f64, Graph, gradients, maxPool1d, maxPool2d, reshape, type Value } from '@millrace/nn';
import { difference } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';

async function valueOf(value: Value): Promise<Float64Array> {
  const session = await bindGraph(value.graph, {}, { value });
  const results = await session.run();
  await session.close();
  return results.value!;
}

describe('binaryCrossEntropy', () => {
  const targets = [0, 1, 0.25, 1, 0, 0.5];

  it('is the mean of -t·log σ(x) - (1-t)·log(1 - σ(x))', async () => {
    const logits = [-2, 0.5, 1, 3, 0, -0.7];
    const losses = logits.map((x, index) => {
      const probability = 1 / (1 + Math.exp(-x));
      return -targets[index]! * Math.log(probability) - (1 - targets[index]!) * Math.log(1 - probability);
    });
    const graph = new Graph(f64, true);
    const [loss] = await valueOf(binaryCrossEntropy(graph.floats(logits), graph.floats(targets)));
    expect(loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 6, 14);
  });

  it.each([['cpu', cpu], ['f64', f64]] as const)('stays exact where a probability rounds to 0 or 1, on %s', async (_, target) => {
    const graph = new Graph(target, true);
    const logits = graph.parameter('logits', [4], { fill: 0 });
    const loss = binaryCrossEntropy(logits, graph.floats([0, 1, 0, 1]), graph.floats([1, 1, 1, 1]));
    const gradient = gradients(graph, loss).get('logits')!.dense!;
    const far = [1000, -1000, -1000, 1000];
    const feeds = { logits: target.float === 'float32' ? Float32Array.from(far) : Float64Array.from(far) };
    const session = await bindGraph(graph, feeds, { loss, gradient });
    const results = await session.run();
    await session.close();
    expect([...results.loss!]).toEqual([2000]);
    expect(difference(results.gradient!, [1, -1, 0, 0])).toBe(0);
  });
});

describe('pooling in one dimension', () => {
  const options = { stride: 2, padding: 1, ceilMode: true };
  const row = Array.from({ length: 22 }, (_, index) => Math.sin(index * 1.9));

  it('gives what pooling in two dimensions gives for images of one row', async () => {
    const graph = new Graph(f64, false);
    const line = graph.floats(row, [1, 2, 11]);
    const image = reshape(line, [1, 2, 1, 11]);
    const flat = { stride: [1, 2], padding: [0, 1], ceilMode: true };
    expect(await valueOf(maxPool1d(line, 3, options))).toEqual(await valueOf(maxPool2d(image, [1, 3], flat)));
    expect(await valueOf(averagePool1d(line, 3, options))).toEqual(await valueOf(averagePool2d(image, [1, 3], flat)));
  });
});
