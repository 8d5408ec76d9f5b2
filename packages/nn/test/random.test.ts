import { Random } from '@millrace/nn';

describe('a seeded generator', () => {
  it('gives the normal distribution its mean, spread, shape and tails', () => {
    const numbers = new Float64Array(2_000_000);
    new Random(3).fillNormal(numbers, 2);
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const deviation = Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length);
    expect(Math.abs(mean)).toBeLessThan(0.006);
    expect(Math.abs(deviation - 2)).toBeLessThan(0.006);
    const within = [[0.1, 0.0796557], [0.5, 0.3829249], [1, 0.6826895], [1.5, 0.8663856], [2, 0.9544997], [3, 0.9973002], [3.5, 0.9995347], [4, 0.9999367]];
    for (const [bound, share] of within) {
      const found = numbers.filter((value) => Math.abs(value) < 2 * bound!).length / numbers.length;
      expect([bound, Math.abs(found - share!) < 5 * Math.sqrt(share! * (1 - share!) / numbers.length)]).toEqual([bound, true]);
    }
  });

  it('derives a stream for each purpose of a run from one seed', () => {
    const streams = [[1, 'order', 1], [1, 'order', 2], [1, 'dropout', 1], [2, 'order', 1], [1, 'order', 11], [11, 'order', 1]] as const;
    const firsts = streams.map(([seed, ...purpose]) => Random.derive(seed, ...purpose).bits());
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(Random.derive(1, 'order', 1).bits()).toBe(firsts[0]);
  });

  it('shuffles so that every item comes to every place equally often', () => {
    const random = new Random(9);
    const counts = Array.from({ length: 16 }, () => 0);
    for (let time = 0; time < 40_000; time++) {
      const items = [0, 1, 2, 3];
      random.shuffle(items);
      items.forEach((item, place) => { counts[4 * item + place]!++; });
    }
    expect(counts.every((count) => Math.abs(count - 10_000) < 400)).toBe(true);
  });

  it('starts differently for neighbouring and for large seeds', () => {
    const firsts = [0, 1, 2, 42, 43, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map((seed) => new Random(seed).bits());
    expect(new Set(firsts).size).toBe(firsts.length);
  });
});
