// The examples of the guides do what the guides say.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Random } from '@millrace/nn';
import { learnSpirals } from '../docs/examples/residual-network.ts';
import { softplusError } from '../docs/examples/softplus.ts';

test('the network of the guide learns three spirals, and its ONNX model answers as it was trained', async () => {
  const random = new Random(1);
  const points = new Float32Array(600);
  const classes = Int32Array.from({ length: 300 }, (_, index) => {
    const radius = 0.1 + 0.9 * random.uniform();
    const angle = radius * 4 + (index % 3) * 2.0944 + 0.1 * random.uniform();
    points.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * index);
    return index % 3;
  });
  const { accuracy, model } = await learnSpirals(points, classes);
  expect(accuracy).toBeGreaterThan(0.95);
  const session = await InferenceSession.create(model);
  const { logits } = await session.run({ x: new Tensor('float32', points, [300, 2]) });
  const rows = Array.from(classes, (_, row) => Array.from(logits!.data as Float32Array).slice(3 * row, 3 * row + 3));
  const right = rows.filter((row, index) => row.indexOf(Math.max(...row)) === classes[index]).length;
  await session.release();
  expect(right / 300).toBeGreaterThan(0.95);
});

test('the operation of the guide has the gradient that finite differences give', async () => {
  expect(await softplusError()).toBeLessThan(1e-6);
});
