import { Random } from '@millrace/nn';

describe('a seeded generator', () => {
  it('fills masks with the share of ones it is told, also of odd length', () => {
    const random = new Random(1);
    for (const keep of [0.9, 0.5, 0.999]) {
      const mask = new Uint8Array(1_000_001).fill(7);
      random.fillMask(mask, keep);
      const ones = mask.reduce((sum, value) => sum + value, 0);
      expect(mask.every((value) => value === 0 || value === 1)).toBe(true);
      expect(Math.abs(ones / mask.length - keep)).toBeLessThan(0.002);
    }
  });

  it('draws masks from the same stream as everything else', () => {
    const [one, other] = [new Random(5), new Random(5)];
    const mask = new Uint8Array(64);
    one.fillMask(mask, 0.25);
    const expected = Array.from({ length: 32 }, () => other.bits()).flatMap((bits) => [bits & 0xffff, bits >>> 16]).map((half) => Number(half < 0.25 * 65536));
    expect([...mask]).toEqual(expected);
    expect(one.bits()).toBe(other.bits());
  });

  it('gives the normal distribution its mean, spread and tails', () => {
    const numbers = new Float64Array(200_001);
    new Random(3).fillNormal(numbers, 2);
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const deviation = Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(deviation - 2)).toBeLessThan(0.02);
    expect(Math.abs(numbers.filter((value) => Math.abs(value) > 4).length / numbers.length - 0.0455)).toBeLessThan(0.003);
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
