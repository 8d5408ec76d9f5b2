// Run as a process of its own, since a driver that does not fit can end the process that tries it: computes a product on the device
// named in its arguments, in the precision named there, and says `ok` or what went wrong.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { halfPrecision } from '../graph/target.ts';
import { matmul } from '../ops/matmul.ts';
import { emitModel } from '../onnx/emit-model.ts';
import { type Device, deviceSessionOptions, deviceTargets } from './device.ts';

const [device, precision] = process.argv.slice(2) as [Device, 'single' | 'half']; // choose-device.ts starts it
try {
  const target = deviceTargets[device];
  const graph = new Graph(precision === 'half' ? halfPrecision(target) : target, false);
  const x = graph.input('x', [1, 1]);
  const options = deviceSessionOptions(device, { threads: 1 });
  const session = await InferenceSession.create(emitModel(graph, { outputs: { y: matmul(x, x) } }), { ...options, executionProviders: [device], logSeverityLevel: 4 });
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(2), [1, 1]) });
  const [first] = y!.data as Float32Array; // the graph says float32
  console.log(first === 4 ? 'ok' : 'it computes wrongly');
} catch (error) {
  console.log((error instanceof Error ? error.message : String(error)).split('\n')[0]);
}
process.exit();
