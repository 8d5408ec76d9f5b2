import { DropoutMasks, Random } from '@millrace/nn';

describe('dropout masks', () => {
  it('hold the share of ones they are told, also of odd length and of rates close to 0', () => {
    const keeps = [0.9, 0.5, 0.999, 0.1];
    const masks = new DropoutMasks(keeps.map((keep) => ({ elements: 1_000_001, keep })));
    masks.fill(new Random(1));
    masks.arrays.forEach((mask, index) => {
      const ones = mask.reduce((sum, value) => sum + value, 0);
      expect(mask).toHaveLength(1_000_001);
      expect(mask.every((value) => value === 0 || value === 1)).toBe(true);
      expect(Math.abs(ones / mask.length - keeps[index]!)).toBeLessThan(0.002);
    });
  });

  it('are four streams of xoshiro128**, sixteen bits an element', () => {
    const masks = new DropoutMasks([{ elements: 64, keep: 0.25 }]);
    masks.fill(new Random(5));
    const seed = new Random(5);
    const state = Array.from({ length: 16 }, () => seed.bits());
    for (let lane = 0; lane < 4; lane++) state[lane]! |= 1;
    const lanes = [0, 1, 2, 3].map((lane) => generator([0, 1, 2, 3].map((word) => state[4 * word + lane]!)));
    const halves = Array.from({ length: 8 }, () => lanes.map((next) => next())).flat().flatMap((bits) => [bits & 0xffff, bits >>> 16]);
    expect([...masks.arrays[0]!]).toEqual(halves.map((half) => Number(half < 0.25 * 65536)));
  });

  it('are the same for the same seed, and others the next time', () => {
    const draw = (random: Random) => {
      const masks = new DropoutMasks([{ elements: 100, keep: 0.5 }, { elements: 7, keep: 0.5 }]);
      masks.fill(random);
      return masks.arrays.map((mask) => [...mask]);
    };
    const random = new Random(3);
    const first = draw(random);
    expect(draw(new Random(3))).toEqual(first);
    expect(draw(random)).not.toEqual(first);
    expect(first[0]!.slice(0, 7)).not.toEqual(first[1]);
  });
});

/** xoshiro128** as its authors wrote it (Blackman and Vigna 2018). */
function generator(state: number[]): () => number {
  const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));
  return () => {
    const result = Math.imul(rotate(Math.imul(state[1]!, 5), 7), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = rotate(state[3]!, 11);
    return result;
  };
}
