import { type Device, DeviceEngine, loadTextModel, Random, textObjective } from '@millrace/nn';
import { norm } from './closeness.ts';
import { bertTiny, classified, optimizerOf, train, type Trajectory } from './golden.ts';

/** A batch at once. */
export const whole: readonly (readonly [number, number])[] = [[0, 6]];
/** A batch in three parts. */
export const inThree: readonly (readonly [number, number])[] = [[0, 2], [2, 4], [4, 6]];

/** Follows a trajectory of PyTorch with whole steps on a device, and expects its losses, norms and weights. */
export async function followTrajectory(device: Device, trajectory: Trajectory, parts: readonly (readonly [number, number])[]): Promise<void> {
  const { config, parameters } = await loadTextModel(bertTiny);
  const objective = textObjective({ config, examples: classified(train) });
  const engine = await DeviceEngine.create({ device, objective, parameters, optimizer: optimizerOf(trajectory), clipNorm: trajectory.clip_grad_norm, threads: 1 });
  const random = new Random(1);
  for (const [step, batch] of train.batches.entries()) {
    const { loss, gradientNorm } = await engine.step({
      parts: parts.map(([from, to]) => ({ examples: batch.slice(from, to), shape: { batch: to - from, sequence: 32 } })), random, learningRate: trajectory.lr[step]!,
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
}

/** Trains a tiny BERT with dropout for so many steps, from a state if one is given; answers with the losses and the state. */
export async function trainTiny(device: Device, steps: readonly number[], { from, halfPrecision }: { readonly from?: Awaited<ReturnType<DeviceEngine['state']>>; readonly halfPrecision?: boolean } = {}) {
  const { config, parameters } = await loadTextModel(bertTiny);
  const objective = textObjective({ config: { ...config, hiddenDropout: 0.1 }, examples: classified(train) });
  const engine = await DeviceEngine.create({ device, objective, parameters, optimizer: { kind: 'adamw' }, clipNorm: 1, threads: 1, halfPrecision });
  try {
    if (from) await engine.restore(from);
    const losses: number[] = [];
    for (const step of steps) {
      const { loss } = await engine.step({ parts: [{ examples: train.batches[step]!, shape: { batch: 6, sequence: 32 } }], random: Random.derive(1, step), learningRate: 1e-3 });
      losses.push(loss);
    }
    return { losses, state: await engine.state(), score: await engine.evaluate(objective) };
  } finally {
    await engine.close();
  }
}
