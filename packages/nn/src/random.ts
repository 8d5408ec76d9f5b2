/**
 * A seeded generator (xoshiro128**, Blackman and Vigna 2018): the same seed gives the same numbers on every machine.
 * Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** `seed` is any whole number; neighbouring seeds give unrelated streams. */
  constructor(seed: number) {
    let state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
    const next = () => { // splitmix32 spreads the seed over the state
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) >>> 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next() | 1; // the state may not be all zero
  }

  /** 32 random bits, 0 to 2³²−1. */
  bits(): number {
    const scaled = Math.imul(this.b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
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
    const paired = target.length & ~1;
    for (let i = 0; i < paired; i += 2) {
      const word = this.bits();
      target[i] = (word & 0xffff) < threshold ? 1 : 0;
      target[i + 1] = word >>> 16 < threshold ? 1 : 0;
    }
    if (paired < target.length) target[paired] = this.bits() >>> 16 < threshold ? 1 : 0;
  }
}
