import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import { emitModel } from '../onnx/emit-model.ts';
import { sessionOptions } from './session-options.ts';

/** The name of the output that stops the binding before it copies. */
export const sequenceOutput = 'millrace_no_copy';

/** Whether an error of `session.run` only says that the outputs, already written, were not copied. */
export function stoppedBeforeCopy(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Non tensor type');
}

let probe: Promise<boolean> | undefined;

/**
 * Whether this build of onnxruntime-node can leave results in the arrays we give it. Version 1.30 writes preallocated
 * outputs in place and then copies each once more into a new buffer; if the first output is a sequence it throws before
 * it copies. The probe runs a tiny graph once per process: should a release behave otherwise, we use the plain way.
 */
export function zeroCopyWorks(): Promise<boolean> {
  probe ??= tryZeroCopy().catch(() => false);
  return probe;
}

async function tryZeroCopy(): Promise<boolean> {
  const graph = new Graph(cpu, false);
  const x = graph.input('x', [2]);
  const model = emitModel(graph, { outputs: { y: graph.node('Neg', [x], [2]) }, sequenceOutput });
  const session = await InferenceSession.create(model, sessionOptions({ threads: 1 }));
  const result = new Float32Array(2);
  try {
    await session.run({ x: new Tensor('float32', Float32Array.of(1, 2), [2]) }, {
      [sequenceOutput]: null, y: new Tensor('float32', result, [2]),
    });
    return false;
  } catch (error) {
    return stoppedBeforeCopy(error) && result[0] === -1 && result[1] === -2;
  } finally {
    await session.release();
  }
}
