// Training on ONNX Runtime's WebGPU provider: on a GPU, or on the software driver that tools/test.mjs finds.
import { chooseDevice, CpuEngine, loadTextModel, Random, textObjective } from '@millrace/nn';
import { compileShadersOnce } from './compile-shaders-once.ts';
import { bertTiny, classified, train } from './golden.ts';
import { followTrajectory, inThree, trainTiny, whole } from './whole-steps.ts';

describe('training on WebGPU', () => {
  compileShadersOnce();

  it('is possible here', async () => {
    expect(await chooseDevice('webgpu')).toEqual({ device: 'webgpu', notTaken: [] });
  }, 60_000);

  it.each([['at once', whole], ['in three parts', inThree]] as const)('follows PyTorch, each batch %s', async (_, parts) => followTrajectory('webgpu', train.trajectories.find(({ name }) => name === 'adamw_clip_warmup')!, parts), 120_000);

  it('has the losses of the processor', async () => {
    const { config, parameters } = await loadTextModel(bertTiny);
    const engine = new CpuEngine({ objective: textObjective({ config: { ...config, hiddenDropout: 0.1 }, examples: classified(train) }), parameters, optimizer: { kind: 'adamw' }, clipNorm: 1, threads: 1 });
    const expected: number[] = [];
    for (let step = 0; step < 10; step++) {
      expected.push((await engine.step({ parts: [{ examples: train.batches[step]!, shape: { batch: 6, sequence: 32 } }], random: Random.derive(1, step), learningRate: 1e-3 })).loss);
    }
    await engine.close();
    const { losses } = await trainTiny('webgpu', expected.map((_, step) => step));
    losses.forEach((loss, step) => expect(Math.abs(loss - expected[step]!)).toBeLessThan(1e-4));
  }, 120_000);

  it('goes on from a state with the same bits', async () => {
    const all = await trainTiny('webgpu', [0, 1, 2, 3]);
    const some = await trainTiny('webgpu', [0, 1]);
    expect(await trainTiny('webgpu', [2, 3], { from: some.state })).toEqual({ ...all, losses: all.losses.slice(2) });
  }, 120_000);
});
