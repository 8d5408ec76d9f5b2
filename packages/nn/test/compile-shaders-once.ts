import { deviceSessionOptions, emitModel, Graph, scale, webgpu } from '@millrace/nn';
import { InferenceSession } from 'onnxruntime-node';

/**
 * Keeps a session on WebGPU open while the tests of a file run: the provider forgets its compiled shaders when its last session closes,
 * and on a software driver they take ten seconds for a small BERT.
 */
export function compileShadersOnce(): void {
  let session: InferenceSession | undefined;
  beforeAll(async () => {
    const graph = new Graph(webgpu, false);
    session = await InferenceSession.create(emitModel(graph, { outputs: { y: scale(graph.input('x', [1]), 2) } }), deviceSessionOptions('webgpu', { threads: 1 }));
  }, 60_000);
  afterAll(async () => session?.release());
}
