// Run as a process of its own, since a driver that does not fit can end the process that tries it: computes one sum on the device
// named in its arguments, and says `ok` or what went wrong.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { emitModel } from '../onnx/emit-model.ts';
import { type Device, deviceSessionOptions, deviceTargets } from './device.ts';

const device = process.argv[2] as Device; // choose-device.ts starts it
try {
  const graph = new Graph(deviceTargets[device], false);
  const x = graph.input('x', [2]);
  const options = deviceSessionOptions(device, { threads: 1 });
  const session = await InferenceSession.create(emitModel(graph, { outputs: { y: graph.node('Add', [x, x], [2]) } }), { ...options, executionProviders: [device], logSeverityLevel: 4 });
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2), [2]) });
  const [first] = y!.data as Float32Array; // the graph says float32
  console.log(first === 2 ? 'ok' : 'it computes wrongly');
} catch (error) {
  console.log((error instanceof Error ? error.message : String(error)).split('\n')[0]);
}
process.exit();
