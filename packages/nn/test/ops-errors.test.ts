import {
  averagePool2d, binaryCrossEntropy, concat, conv1d, conv2d, cpu, crossEntropyLoss, f64, Graph, logSoftmax, matmul, maxPool1d, maxPool2d, meanSquaredError, ShapeError,
  softmax, type Value,
} from '@millrace/nn';
import { bindGraph } from './evaluate-graph.ts';

describe('an operation on what it cannot take', () => {
  const graph = new Graph(cpu, true);
  const x = (...shape: (number | string)[]) => graph.input(`x${graph.inputs.length}`, shape);
  const labels = (...shape: number[]) => graph.input(`x${graph.inputs.length}`, shape, 'int64');

  it.each<[string, () => Value, string]>([
    ['softmax', () => softmax(x(2, 3), 2), 'softmax: [2, 3] has no axis 2'],
    ['logSoftmax', () => logSoftmax(x(2, 3), -3), 'logSoftmax: [2, 3] has no axis -3'],
    ['matmul, broadcast', () => matmul(x(2, 3, 4), x(3, 4, 5)), 'matmul: [2, 3, 4] does not fit [3, 4, 5]'],
    ['concat', () => concat([x(2, 3), x(4, 3)], 1), 'concat: [2, 3], [4, 3] do not join along axis 1'],
    ['crossEntropyLoss', () => crossEntropyLoss(x(4, 3), labels(3)), 'crossEntropyLoss: logits [4, 3] do not fit int64 labels [3]; they must be [N, C, ...] and int64 [N, ...]'],
    ['crossEntropyLoss, labels of another type', () => crossEntropyLoss(x(4, 3), x(4)), 'crossEntropyLoss: logits [4, 3] do not fit float32 labels [4]; they must be [N, C, ...] and int64 [N, ...]'],
    ['crossEntropyLoss, class weights', () => crossEntropyLoss(x(4, 3), labels(4), { classWeights: [1, 2] }), 'crossEntropyLoss: 2 class weights for 3 classes'],
    ['crossEntropyLoss, smoothing', () => crossEntropyLoss(x(4, 3), labels(4), { labelSmoothing: 1 }), 'crossEntropyLoss: label smoothing must be at least 0 and below 1, not 1'],
    ['binaryCrossEntropy', () => binaryCrossEntropy(x(4, 3), x(4)), 'binaryCrossEntropy: logits [4, 3] do not fit targets [4]'],
    ['binaryCrossEntropy, weights', () => binaryCrossEntropy(x(4), x(4), x(2, 4)), 'binaryCrossEntropy: weights [2, 4] do not broadcast to [4]'],
    ['meanSquaredError', () => meanSquaredError(x(4, 1), x(4)), 'meanSquaredError: predictions [4, 1] do not fit targets [4]'],
    ['meanSquaredError, open size', () => meanSquaredError(x('batch'), x('batch')), 'meanSquaredError: the mean over [batch] needs known sizes; give weights instead'],
    ['maxPool1d', () => maxPool1d(x(2, 3, 8, 8), 2), 'maxPool1d: input [2, 3, 8, 8] must have 3 axes: [N, C, L]'],
    ['maxPool2d, of sizes', () => maxPool2d(x(2, 3, 8, 8), [2, 0]), 'maxPool2d: the size of a window must be one or 2 whole numbers of at least 1, not 2, 0'],
    ['maxPool2d, padded too much', () => maxPool2d(x(2, 3, 8, 8), 3, { padding: 2 }), 'maxPool2d: padding 2 is more than half of a window of 3'],
    ['maxPool2d, of an open size', () => maxPool2d(x(2, 3, 8, 'width'), 3), 'maxPool2d: the size "width" of input [2, 3, 8, width] must be known'],
    ['averagePool2d, of strides', () => averagePool2d(x(2, 3, 8, 8), 3, { stride: [1, 1.5] }), 'averagePool2d: stride must be one or 2 whole numbers of at least 1, not 1, 1.5'],
    ['averagePool2d, too large', () => averagePool2d(x(2, 3, 8, 2), 3), 'averagePool2d: a window over 3 entries does not fit 2 of input [2, 3, 8, 2] with padding 0'],
    ['conv1d', () => conv1d(x(2, 4, 9), x(6, 3, 3), x(6)), 'conv1d: input [2, 4, 9] does not fit weight [6, 3, 3] and bias [6] in 1 group'],
    ['conv2d, in groups', () => conv2d(x(2, 4, 9, 9), x(5, 2, 3, 3), undefined, { groups: 2 }), 'conv2d: input [2, 4, 9, 9] does not fit weight [5, 2, 3, 3] in 2 groups'],
    ['conv2d, of dilations', () => conv2d(x(2, 4, 9, 9), x(5, 4, 3, 3), undefined, { dilation: 0 }), 'conv2d: dilation must be one or 2 whole numbers of at least 1, not 0, 0'],
    ['conv2d, too large', () => conv2d(x(2, 4, 9, 9), x(5, 4, 3, 3), undefined, { dilation: 5 }), 'conv2d: a window over 11 entries does not fit 9 of input [2, 4, 9, 9] with padding 0'],
  ])('%s says so', (_, build, message) => {
    expect(build).toThrow(new ShapeError(message));
  });

  it.each([3, -1])('crossEntropyLoss stops the run at the label %s of three classes', async (label) => {
    const model = new Graph(f64, true);
    const logits = model.parameter('logits', [2, 3], { fill: 0 });
    const loss = crossEntropyLoss(logits, model.input('labels', [2], 'int64'));
    const session = await bindGraph(model, { logits: new Float64Array(6), labels: BigInt64Array.of(0n, BigInt(label)) }, { loss });
    await expect(session.run()).rejects.toThrow('out of data bounds');
    await session.close();
  });
});
