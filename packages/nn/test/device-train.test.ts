// Whole steps in one graph, as a GPU makes them, here on the processor.
import { train } from './golden.ts';
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
