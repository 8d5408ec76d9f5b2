import { crossEntropy, f64, Graph, gradients, initialTabular, ShapeError, type TabularConfig, tabularInputs, tabularNetwork, tabularParameters } from '@millrace/nn';
import { difference } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';

const config: TabularConfig = {
  numbers: 3, embeddings: [{ name: 'city', rows: 4, width: 2 }, { name: 'kind of day', rows: 3, width: 1 }], hidden: [5, 4], activation: 'gelu', dropout: 0, outputs: 3,
};
const linear: TabularConfig = { ...config, embeddings: [], hidden: [] };

describe('a network over the rows of a table', () => {
  it('has parameters that can be read', () => {
    const shapes = Object.fromEntries([...tabularParameters(config)].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      'columns.city.weight': [4, 2], 'columns.kind of day.weight': [3, 1],
      'layers.0.weight': [5, 6], 'layers.0.bias': [5], 'layers.1.weight': [4, 5], 'layers.1.bias': [4], 'output.weight': [3, 4], 'output.bias': [3],
    });
    expect([...tabularParameters(linear).keys()]).toEqual(['output.weight', 'output.bias']);
    expect(tabularParameters({ ...linear, outputs: 2 }).get('output.weight')!.shape).toEqual([1, 3]);
  });

  it('starts as PyTorch starts a Linear: within ±1/√in, from the seed', () => {
    const wide = initialTabular({ ...config, numbers: 397, hidden: [300] }, 7);
    const { data } = wide.get('layers.0.weight')!;
    expect(Math.max(...data)).toBeLessThanOrEqual(0.05);
    expect(Math.min(...data)).toBeLessThan(-0.0499);
    expect(Math.sqrt(data.reduce((sum, value) => sum + value ** 2, 0) / data.length)).toBeCloseTo(0.05 / Math.sqrt(3), 3);
    expect(wide.get('layers.0.bias')!.data.some((value) => value !== 0)).toBe(true);
    expect(wide.get('columns.city.weight')!.data.subarray(0, 2)).toEqual(new Float32Array(2));
    expect(initialTabular(config, 7)).toEqual(initialTabular(config, 7));
    expect(initialTabular(config, 8)).not.toEqual(initialTabular(config, 7));
  });

  it.each([['a perceptron', config], ['a linear model', linear], ['a linear model of two classes', { ...linear, outputs: 2 }]])('has the gradient that finite differences give: %s', async (_, some) => {
    const graph = new Graph(f64, true);
    const inputs = tabularInputs(graph, some, 4);
    const logits = tabularNetwork(graph, some, inputs);
    const loss = crossEntropy(logits, graph.integers([0, 1, some.outputs - 1, 1]), graph.floats([0.5, 0.2, 0.2, 0.1]));
    const numbers = Float64Array.from({ length: 12 }, (__, place) => Math.sin(3 * place + 1));
    const ids: Record<string, BigInt64Array> = { ids_0: BigInt64Array.of(3n, 0n, 3n, 1n), ids_1: BigInt64Array.of(2n, 2n, 0n, 1n) };
    const parameters = new Map([...initialTabular(some, 3)].map(([name, { data }]) => [name, Float64Array.from(data)]));
    const found = gradients(graph, loss);
    const outputs = Object.fromEntries([...found].flatMap(([name, { dense, sparse }]) => [
      ...(dense ? [[`gradient of ${name}`, dense] as const] : []), ...sparse.map(({ rows }) => [`rows of ${name}`, rows] as const),
    ]));
    const session = await bindGraph(graph, { numbers, ...ids, ...Object.fromEntries(parameters) }, { loss, ...outputs });
    const analytic = await session.run();
    for (const [name, values] of parameters) {
      const gradient = analytic[`gradient of ${name}`] ?? new Float64Array(values.length);
      found.get(name)!.sparse.forEach(({ indices, rows }) => ids[indices.name]!.forEach((id, row) => {
        const width = Number(rows.shape[1]);
        for (let column = 0; column < width; column++) gradient[Number(id) * width + column]! += analytic[`rows of ${name}`]![row * width + column]!;
      }));
      const numeric = new Float64Array(values.length);
      for (let place = 0; place < values.length; place++) {
        const kept = values[place]!;
        const at = async (value: number) => {
          values[place] = value;
          return (await session.run()).loss![0]!;
        };
        numeric[place] = (await at(kept + 1e-5) - await at(kept - 1e-5)) / 2e-5;
        values[place] = kept;
      }
      expect([name, difference(gradient, numeric) < 1e-8]).toEqual([name, true]);
    }
    await session.close();
  });

  it('refuses rows without a column', () => {
    expect(() => tabularParameters({ ...linear, numbers: 0 })).toThrow(new ShapeError('tabularNetwork: a row must have a number or a category'));
  });
});
