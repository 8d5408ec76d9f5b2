// Whole steps in one graph against PyTorch: on the processor always, on WebGPU where a Vulkan driver is there (tools/test.mjs says how).
import { DeviceEngine, loadTextModel, Random, textObjective } from '@millrace/nn';
import { norm } from './closeness.ts';
import { devices } from './devices.ts';
import { bertTiny, classified, optimizerOf, train } from './golden.ts';

describe.each(devices)('whole steps on %s', (device) => {
  const whole = [[0, 6]];
  const inThree = [[0, 2], [2, 4], [4, 6]];
  const ways = train.trajectories.flatMap((trajectory) => [
    [trajectory.name, trajectory, whole] as const, [`${trajectory.name}, each batch in three parts`, trajectory, inThree] as const,
  ]);
  it.each(device === 'cpu' ? ways : ways.slice(0, 2))('follow the 20 steps of %s', async (_, trajectory, parts) => {
    const { config, parameters } = await loadTextModel(bertTiny);
    const objective = textObjective({ config, examples: classified(train) });
    const engine = await DeviceEngine.create({ device, objective, parameters, optimizer: optimizerOf(trajectory), clipNorm: trajectory.clip_grad_norm, threads: 1 });
    const random = new Random(1);
    for (const [step, batch] of train.batches.entries()) {
      const { loss, gradientNorm } = await engine.step({
        parts: parts.map(([from, to]) => ({ examples: batch.slice(from, to), shape: { batch: to! - from!, sequence: 32 } })), random, learningRate: trajectory.lr[step]!,
      });
      expect(Math.abs(loss - trajectory.loss[step]!)).toBeLessThan(2e-5);
      expect(Math.abs(gradientNorm / trajectory.grad_norm[step]! - 1)).toBeLessThan(3e-5);
    }
    const { parameters: trained } = await engine.state();
    await engine.close();
    for (const [name, { data }] of trained) {
      if (name.endsWith('.key.bias')) continue; // its gradient is zero in theory: Adam moves it in a direction no two engines share
      const moved = data.map((value, index) => value - parameters.get(name)!.data[index]!);
      expect([name, Math.abs(norm(data) / trajectory.param_l2[name]! - 1) < 1e-5]).toEqual([name, true]);
      expect([name, Math.abs(norm(moved) / trajectory.param_delta_l2[name]! - 1) < 1e-3]).toEqual([name, true]);
    }
  });
});
