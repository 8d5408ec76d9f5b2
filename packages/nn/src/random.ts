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

  /** A generator that will give what this one would, and leaves this one where it is. */
  copy(): Random {
    const copy = new Random(0);
    copy.state.set(this.state);
    return copy;
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

  /** Fills with normally distributed numbers of mean 0 (the ziggurat of Marsaglia and Tsang 2000, in the form of Doornik 2005), 24 bits each. */
  fillNormal(target: Float32Array | Float64Array, standardDeviation: number): void {
    for (let i = 0; i < target.length; i++) {
      const bits = this.bits() | 0;
      const layer = bits & 127;
      const place = (bits >> 7) / 2 ** 24; // in [-1, 1), from bits that the layer does not use
      target[i] = standardDeviation * (Math.abs(place) < inside[layer]! ? place * edges[layer]! : this.outsideLayer(place, layer));
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

  /** A normal number whose first draw fell outside the part of its layer that lies wholly under the curve. */
  private outsideLayer(place: number, layer: number): number {
    if (layer === 0) { // the tail (Marsaglia 1964)
      for (;;) {
        const beyond = -Math.log(1 - this.uniform()) / tailStart;
        if (-2 * Math.log(1 - this.uniform()) >= beyond * beyond) return Math.sign(place || 1) * (tailStart + beyond);
      }
    }
    const x = place * edges[layer]!;
    const [outer, inner] = [edges[layer]!, edges[layer + 1]!].map((edge) => Math.exp(-0.5 * (edge * edge - x * x))) as [number, number];
    if (inner + this.uniform() * (outer - inner) < 1) return x;
    const one = new Float64Array(1);
    this.fillNormal(one, 1);
    return one[0]!;
  }
}

/** 128 layers of equal area under the curve of the normal distribution. */
const tailStart = 3.442619855899;
const layerArea = 9.91256303526217e-3;
const edges = layerEdges();
const inside = Float64Array.from({ length: 128 }, (_, layer) => edges[layer + 1]! / edges[layer]!);

function layerEdges(): Float64Array {
  const result = new Float64Array(129);
  const height = (x: number) => Math.exp(-0.5 * x * x);
  result[0] = layerArea / height(tailStart);
  result[1] = tailStart;
  for (let layer = 2; layer < 128; layer++) result[layer] = Math.sqrt(-2 * Math.log(layerArea / result[layer - 1]! + height(result[layer - 1]!)));
  return result;
}
