import { add, affine, attentionBias, bert, bertConfig, concat, cpu, crossEntropy, embedding, Graph, layerNorm, linear, matmul, narrow, reshape, ShapeError, split, tokenInputs, transpose } from '@millrace/nn';

describe('shapes that do not fit', () => {
  const graph = new Graph(cpu, true);
  const x = (...shape: (number | string)[]) => graph.input(`x${graph.inputs.length}`, shape);

  it.each([
    ['add', () => add(x(2, 3), x(2, 4)), 'add: [2, 3] and [2, 4] do not broadcast'],
    ['linear', () => linear(x(8, 16), x(4, 12), x(4)), 'linear: input [8, 16] does not fit weight [4, 12] and bias [4]'],
    ['affine', () => affine(x(8, 16), x(4, 12), x(4)), 'affine: input [8, 16] does not fit weight [4, 12] and bias [4]'],
    ['split', () => split(x(2, 5), 1, [2, 2]), 'split: [2, 5] does not fall into parts of 2 and 2 along axis 1'],
    ['concat', () => concat([x(2, 5), x(3, 5)], 1), 'concat: [2, 5], [3, 5] do not join along axis 1'],
    ['attentionBias', () => attentionBias(x(3), x(2)), 'attentionBias: keys [3] and queries [2] do not broadcast'],
    ['matmul', () => matmul(x(2, 3, 4), x(2, 3, 4)), 'matmul: [2, 3, 4] does not fit [2, 3, 4]'],
    ['matmul, transposed', () => matmul(x(3, 4), x(4, 3), { transposeB: true }), 'matmul: [3, 4] does not fit [4, 3] transposed'],
    ['layerNorm', () => layerNorm(x(2, 8), x(4), x(8), 1e-5), 'layerNorm: input [2, 8] does not fit weight [4] and bias [8]'],
    ['reshape', () => reshape(x(2, 3), [4, 2]), 'reshape: [2, 3] holds 6 elements, [4, 2] needs 8'],
    ['reshape, symbolic', () => reshape(x('batch', 4), ['batch', 5]), 'reshape: [batch, 4] holds 4*batch elements, [batch, 5] needs 5*batch'],
    ['transpose', () => transpose(x(2, 3), [0, 0]), 'transpose: [0, 0] is no order of the axes of [2, 3]'],
    ['narrow', () => narrow(x(2, 3), 1, 5), 'narrow: [2, 3] has no 5 entries along axis 1'],
    ['crossEntropy', () => crossEntropy(x(4, 2), x(3), x(4)), 'crossEntropy: logits [4, 2] do not fit labels [3] and weights [4]'],
    ['embedding', () => embedding(graph.parameter('table', [5], { fill: 0 }), x(3)), 'embedding: table [5] must be [rows, width] and the indices int64, not float32'],
  ])('%s says so', (_, build, message) => {
    expect(build).toThrow(new ShapeError(message));
  });

  it('name the layer', () => {
    const inside = new Graph(cpu, true);
    const a = inside.input('a', [2, 3]);
    const b = inside.input('b', [4]);
    expect(() => inside.within('encoder', () => inside.within('layer.3', () => add(a, b)))).toThrow('encoder.layer.3: add: [2, 3] and [4] do not broadcast');
  });

  it('are found when a model is asked for more positions than it has', () => {
    const config = bertConfig({ vocabSize: 10, labels: ['a', 'b'], hiddenSize: 8, hiddenLayers: 1, attentionHeads: 2, maxPositions: 16 });
    const model = new Graph(cpu, false);
    expect(() => bert(model, config, tokenInputs(model, 2, 32))).toThrow('bert.embeddings: narrow: [16, 8] has no 32 entries along axis 0');
  });
});
