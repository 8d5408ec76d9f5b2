import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { emitModel } from '../onnx/emit-model.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import { type Device, deviceSessionOptions, deviceTargets } from './device.ts';

/**
 * Named tensors where a device keeps them. On WebGPU they stay in the GPU's memory from run to run; elsewhere ONNX Runtime's binding for
 * Node can hold none, and they are arrays. A tensor in the GPU's memory must be disposed of before the session is released that made it: the
 * process would end. So what made them is kept until `close`, and whoever puts others in their place closes this before those sessions.
 */
export class DeviceTensors {
  private constructor(private readonly device: Device, private held: Record<string, Tensor>, private readonly makers: InferenceSession[]) {}

  /** Takes the numbers to the device. */
  static async create(device: Device, numbers: NamedTensors): Promise<DeviceTensors> {
    const tensors = Object.fromEntries([...numbers].map(([name, { shape, data }]) => [name, new Tensor('float32', data, shape)]));
    if (device !== 'webgpu') return new DeviceTensors(device, tensors, []);
    const { results, session } = await passed(tensors, 'gpu-buffer');
    return new DeviceTensors(device, results, [session]);
  }

  /** By name, to be fed to a session on the same device. */
  get tensors(): Readonly<Record<string, Tensor>> {
    return this.held;
  }

  /** Puts tensors that a session has returned in the place of those of the same names. */
  replace(tensors: Readonly<Record<string, Tensor>>): void {
    for (const [name, tensor] of Object.entries(tensors)) {
      this.held[name]?.dispose();
      this.held[name] = tensor;
    }
  }

  /** Takes over the tensors of another, which is not to be used or closed any more. */
  adopt(other: DeviceTensors): void {
    this.makers.push(...other.makers);
    this.replace(other.held);
  }

  /** The numbers of all tensors. */
  async read(): Promise<NamedTensors> {
    const tensors = this.device === 'webgpu' ? await this.readBack() : this.held;
    return new Map(Object.entries(tensors).map(([name, { dims, data }]): [string, FloatTensor] => [name, { shape: dims, data: data as Float32Array }])); // all are float32
  }

  /** Frees the device's memory. */
  async close(): Promise<void> {
    for (const tensor of Object.values(this.held)) tensor.dispose();
    this.held = {};
    for (const session of this.makers.splice(0)) await session.release();
  }

  private async readBack(): Promise<Readonly<Record<string, Tensor>>> {
    const { results, session } = await passed(this.held, 'cpu');
    await session.release();
    return results;
  }
}

/**
 * The same tensors in another place, by a graph that does nothing else. `getData` of a tensor in a GPU buffer is no way: in version 1.30
 * of ONNX Runtime's binding for Node it ends the process.
 */
async function passed(tensors: Readonly<Record<string, Tensor>>, to: 'gpu-buffer' | 'cpu'): Promise<{ readonly results: Record<string, Tensor>; readonly session: InferenceSession }> {
  const graph = new Graph(deviceTargets.webgpu, false);
  const outputs = Object.fromEntries(Object.entries(tensors).map(([name, { dims }]) => [`passed ${name}`, graph.input(name, dims)]));
  const session = await InferenceSession.create(emitModel(graph, { outputs }), {
    ...deviceSessionOptions('webgpu', { threads: 1 }), preferredOutputLocation: Object.fromEntries(Object.keys(outputs).map((name) => [name, to])),
  });
  const results = await session.run(tensors);
  return { session, results: Object.fromEntries(Object.keys(tensors).map((name) => [name, results[`passed ${name}`] as Tensor])) }; // the graph returns tensors
}
