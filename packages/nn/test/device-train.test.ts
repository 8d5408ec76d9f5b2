// Whole steps in one graph, as a GPU makes them, here on the processor.
import { DeviceEngine, Random, loadTextModel, textObjective, train as runTraining } from '@millrace/nn';
import { bertTiny, classified, train } from './golden.ts';
import { followTrajectory, inThree, trainTiny, whole } from './whole-steps.ts';

describe('whole steps in one graph', () => {
  it.each(train.trajectories.flatMap((trajectory) => [
    [trajectory.name, trajectory, whole] as const, [`${trajectory.name}, each batch in three parts`, trajectory, inThree] as const,
  ]))('follow the 20 steps of %s', async (_, trajectory, parts) => followTrajectory('cpu', trajectory, parts));

  it('go on from a state with the same bits', async () => {
    const all = await trainTiny('cpu', [0, 1, 2, 3, 4, 5]);
    const some = await trainTiny('cpu', [0, 1, 2]);
    expect(await trainTiny('cpu', [3, 4, 5], { from: some.state })).toEqual({ ...all, losses: all.losses.slice(3) });
  });

  it('learn with products in half precision about what they learn in single', async () => {
    const single = await trainTiny('cpu', [0, 1, 2, 3, 4, 5]);
    const half = await trainTiny('cpu', [0, 1, 2, 3, 4, 5], { halfPrecision: true });
    half.losses.forEach((loss, step) => expect(Math.abs(loss - single.losses[step]!)).toBeLessThan(0.02));
    expect(half.losses).not.toEqual(single.losses);
    expect(half.state.lossScale).toEqual({ factor: 2 ** 15, steps: 6 });
  });
});

describe('several steps in one run', () => {
  const request = (step: number) => ({
    parts: [{ examples: train.batches[step]!, shape: { batch: 6, sequence: 32 } }], random: Random.derive(1, step), learningRate: 1e-3 / (step + 1),
  });
  const tiny = async (more: Partial<Parameters<typeof DeviceEngine.create>[0]> = {}) => {
    const { config, parameters } = await loadTextModel(bertTiny);
    const objective = textObjective({ config: { ...config, hiddenDropout: 0.1 }, examples: classified(train) });
    return DeviceEngine.create({ device: 'cpu', objective, parameters, optimizer: { kind: 'adamw' }, clipNorm: 1, threads: 1, ...more });
  };

  it.each([
    ['all parameters', {}], ['frozen embeddings', { isFrozen: (name: string) => name.includes('embeddings') }], ['half precision', { halfPrecision: true }],
    ['SGD', { optimizer: { kind: 'sgd', momentum: 0.9 } as const }],
  ])('have the bits of one after another: %s', async (_, options) => {
    const [single, together] = [await tiny(options), await tiny({ ...options, stepsAtOnce: 4 })];
    try {
      const one = [];
      for (const step of [0, 1, 2, 3, 4, 5]) one.push(await single.step(request(step)));
      const many = [...await together.several!.step([0, 1, 2, 3].map(request)), ...await together.several!.step([4, 5].map(request))];
      expect(many).toEqual(one);
      expect(await together.state()).toEqual(await single.state());
    } finally {
      await single.close();
      await together.close();
    }
  });

  it('are one by one where a gradient overflows: the scale of the loss shrinks, and nothing that overflowed is kept', async () => {
    const [single, together] = [await tiny({ halfPrecision: true }), await tiny({ halfPrecision: true, stepsAtOnce: 4 })];
    try {
      const state = await single.state();
      for (const engine of [single, together]) await engine.restore({ ...state, lossScale: { factor: 2 ** 24, steps: 0 } });
      const one = await single.step(request(0));
      const many = await together.several!.step([0, 1, 2, 3].map(request));
      expect(many).toEqual([one]);
      const { lossScale, updates } = await together.state();
      expect(updates).toBe(1);
      expect(lossScale!.factor).toBeLessThan(2 ** 24);
      expect(await together.state()).toEqual(await single.state());
    } finally {
      await single.close();
      await together.close();
    }
  });

  it('make a whole training the same, in fewer runs', async () => {
    const runs: number[] = [];
    const learn = async (stepsAtOnce: number) => {
      const { config, parameters } = await loadTextModel(bertTiny);
      const losses: number[] = [];
      const { parameters: trained } = await runTraining({
        objective: textObjective({ config: { ...config, hiddenDropout: 0.1 }, examples: classified(train) }), parameters, epochs: 2, batchSize: { examples: 4 }, learningRate: 1e-3,
        optimizer: { kind: 'adamw' }, schedule: { kind: 'linear', warmup: 0.1 }, clipNorm: 1, seed: 1, threads: 1,
        createEngine: async (options) => {
          const engine = await DeviceEngine.create({ ...options, device: 'cpu', stepsAtOnce });
          const { several } = engine;
          return several ? Object.assign(engine, { several: { ...several, step: (requests: Parameters<typeof several.step>[0]) => (runs.push(requests.length), several.step(requests)) } }) : engine;
        },
        onStep: ({ score }) => losses.push(score.loss!),
      });
      return { losses, trained };
    };
    expect(await learn(3)).toEqual(await learn(1));
    expect(Math.max(...runs)).toBeGreaterThan(1);
  });
});
