import { CpuEngine, loadTextModel, openTextModel, Random, saveTextModel, scheduleFactor, textObjective } from '@millrace/nn';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { difference, norm } from './closeness.ts';
import { bertTiny, classified, meanLoss, optimizerOf, texts, train } from './golden.ts';

describe('training against PyTorch', () => {
  const whole = [[0, 6]];
  const inThree = [[0, 2], [2, 4], [4, 6]];
  it.each(train.trajectories.flatMap((trajectory) => [
    [trajectory.name, trajectory, whole] as const, [`${trajectory.name}, each batch in three parts`, trajectory, inThree] as const,
  ]))('follows the 20 steps of %s', async (_, trajectory, parts) => {
    const { config, parameters } = await loadTextModel(bertTiny);
    const objective = textObjective({ config, examples: classified(train) });
    const accumulates = parts.length > 1;
    const engine = new CpuEngine({ objective, parameters, optimizer: optimizerOf(trajectory), clipNorm: trajectory.clip_grad_norm, accumulates, threads: 1 });
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
    const folder = await mkdtemp(join(tmpdir(), 'millrace-nn-'));
    try {
      await saveTextModel(folder, { config, parameters: trained });
      const classifier = await openTextModel(folder, { threads: 1 });
      const held = texts(train.eval);
      const logits = await classifier.logits(held);
      await classifier.close();
      expect(difference(logits.flatMap((row) => [...row]), trajectory.eval_logits.data)).toBeLessThan(1e-4);
      expect(Math.abs(meanLoss(logits, held.labels) - trajectory.eval_loss)).toBeLessThan(2e-5);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has the learning rates of get_linear_schedule_with_warmup', () => {
    const { lr, schedule } = train.trajectories.find(({ name }) => name === 'adamw_clip_warmup')!;
    const steps = schedule!.num_training_steps;
    const rates = lr.map((_, step) => 5e-4 * scheduleFactor({ kind: 'linear', warmup: schedule!.num_warmup_steps / steps }, step, steps));
    expect(difference(rates, lr)).toBeLessThan(1e-18);
  });
});
