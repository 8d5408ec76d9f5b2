import { CheckpointClock } from '@millrace/nn';

describe('the checkpoint clock', () => {
  it.each([0.01, 0.2, 3, 40])('spends at most 3 %% of the time on checkpoints that take %d seconds', async (seconds) => {
    let now = 0;
    let written = 0;
    const clock = new CheckpointClock(0.03, { now: () => now, firstAfterMs: seconds * 1000 / 0.03 });
    while (now < 40 * 3600 * 1000) {
      now += 500; // a step
      if (!clock.isDue()) continue;
      await clock.measure(async () => { now += seconds * 1000; written++; });
    }
    expect(written).toBeGreaterThan(10);
    expect(written * seconds * 1000 / now).toBeLessThanOrEqual(0.03);
  });
});
