import { bucketsFor, planEpoch, Random } from '@millrace/nn';

describe('an epoch', () => {
  const random = new Random(1);
  const lengths = Array.from({ length: 1000 }, () => 1 + random.below(300));
  const buckets = bucketsFor(lengths);
  const plan = planEpoch(lengths, { batchSize: { examples: 32 }, buckets }, new Random(7));

  it('has every example once', () => {
    expect(plan.flatMap(({ examples }) => examples).sort((a, b) => a - b)).toEqual(lengths.map((_, example) => example));
  });

  it('has one short batch at most', () => {
    expect(plan.filter(({ examples }) => examples.length < 32)).toHaveLength(1);
  });

  it('pads little, to few lengths', () => {
    const padded = plan.reduce((sum, { examples, sequence }) => sum + examples.length * sequence, 0);
    const real = lengths.reduce((a, b) => a + b, 0);
    expect(plan.every(({ examples, sequence }) => examples.every((example) => lengths[example]! <= sequence))).toBe(true);
    expect(padded / real).toBeLessThan(1.25);
    expect(new Set(plan.map(({ sequence }) => sequence)).size).toBeLessThanOrEqual(9);
  });

  it('is another one each time, and the same for the same seed', () => {
    const again = (seed: number) => planEpoch(lengths, { batchSize: { examples: 32 }, buckets }, new Random(seed));
    expect(again(7)).toEqual(plan);
    expect(again(8)).not.toEqual(plan);
  });

  it('with a budget of tokens has every example once, in batches that keep to it, fuller where texts are short', () => {
    const byTokens = planEpoch(lengths, { batchSize: { tokens: 2048 }, buckets }, new Random(7));
    expect(byTokens.flatMap(({ examples }) => examples).sort((a, b) => a - b)).toEqual(lengths.map((_, example) => example));
    expect(byTokens.every(({ examples, sequence }) => examples.length * sequence <= 2048)).toBe(true);
    expect(Math.max(...byTokens.map(({ examples }) => examples.length))).toBeGreaterThan(32);
  });

  it('of examples without length knows one padded length', () => {
    expect(bucketsFor(new Int32Array(10).fill(1))).toEqual([1]);
  });
});
