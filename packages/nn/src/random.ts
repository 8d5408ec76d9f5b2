/**
 * A seeded generator (xoshiro128**, Blackman and Vigna 2018): the same seed gives the same numbers on every machine.
 * Not for secrets.
 */
export class Random {
  private readonly state = new Int32Array(4); // plain number fields of 32 bits would be boxed, and several times slower

  /** `seed` is any whole number; neighbouring seeds give unrelated streams. */
  constructor(seed: number) {
    let spread = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) >>> 0;
    for (let word = 0; word < 4; word++) { // splitmix32 spreads the seed over the state
      spread = (spread + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(spread ^ (spread >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      this.state[word] = mixed ^ (mixed >>> 15);
    }
    this.state[3]! |= 1; // the state may not be all zero
  }

  /**
   * The generator for one purpose of a run, such as `derive(seed, 'dropout', step)`. What it gives depends on nothing else, so
   * that a run which is taken up in the middle draws what it would have drawn.
   */
  static derive(seed: number, ...purpose: readonly (string | number)[]): Random {
    let low = 0xdeadbeef;
    let high = 0x41c6ce57;
    for (const character of [seed, ...purpose].join('/')) { // two multiplicative hashes over the text, mixed at the end
      const code = character.codePointAt(0)!;
      low = Math.imul(low ^ code, 0x9e3779b1);
      high = Math.imul(high ^ code, 0x5f356495);
    }
    low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
    high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
    return new Random((high >>> 11) * 2 ** 32 + (low >>> 0));
  }

  /** 32 random bits, 0 to 2³²−1. */
  bits(): number {
    const { state } = this;
    const b = state[1]!;
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const c = state[2]! ^ state[0]!;
    const d = state[3]! ^ b;
    state[1] = b ^ c;
    state[0]! ^= d;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return result;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
  }

  /** A whole number in [0, limit), every one equally likely to within 2⁻⁵³. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** Fills with normally distributed numbers of mean 0 (Box and Muller 1958). */
  fillNormal(target: Float32Array | Float64Array, standardDeviation: number): void {
    for (let i = 0; i < target.length; i += 2) {
      const radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - this.uniform()));
      const angle = 2 * Math.PI * this.uniform();
      target[i] = radius * Math.cos(angle);
      if (i + 1 < target.length) target[i + 1] = radius * Math.sin(angle);
    }
  }

  /** Fills with numbers in [-bound, bound), every one equally likely. */
  fillUniform(target: Float32Array | Float64Array, bound: number): void {
    for (let i = 0; i < target.length; i++) target[i] = (2 * this.uniform() - 1) * bound;
  }

  /** Puts the items in a random order, in place (Fisher and Yates). */
  shuffle(items: { readonly length: number; [index: number]: number } | unknown[]): void {
    const list = items as unknown[]; // one body for arrays and typed arrays
    for (let last = list.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [list[last], list[other]] = [list[other], list[last]];
    }
  }

  /** Fills with ones and zeros, a one with probability `keep` (to the nearest 1/65536). */
  fillMask(target: Uint8Array, keep: number): void {
    const threshold = Math.round(keep * 65536);
    let [a, b, c, d] = this.state as unknown as [number, number, number, number]; // the steps of `bits` on local variables
    for (let i = 0; i < target.length; i += 2) {
      const scaled = Math.imul(b, 5);
      const word = Math.imul((scaled << 7) | (scaled >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      target[i] = ((word & 0xffff) - threshold) >>> 31; // the sign: 1 below the threshold; a branch would be guessed wrong
      target[i + 1] = ((word >>> 16) - threshold) >>> 31; // beyond the end of an odd length nothing is written
    }
    this.state.set([a, b, c, d]);
  }
}
