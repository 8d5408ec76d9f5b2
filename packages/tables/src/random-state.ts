/** NumPy's legacy `RandomState`: the Mersenne Twister MT19937, seeded and drawn from in the same way (numpy/random/mtrand). */
export class RandomState {
  private readonly state = new Uint32Array(624);
  private position = 624;

  /** `seed`: a whole number from 0 to 2^32 - 1. */
  constructor(seed: number) {
    const { state } = this;
    state[0] = seed;
    for (let index = 1; index < 624; index++) {
      const previous = state[index - 1] ?? 0;
      state[index] = Math.imul(1812433253, previous ^ (previous >>> 30)) + index;
    }
  }

  /** 32 random bits. */
  next(): number {
    if (this.position === 624) this.twist();
    let bits = this.state[this.position++] ?? 0;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  }

  /** A whole number from 0 to `max`, each as likely as the others: drawn under a mask until it fits. */
  interval(max: number): number {
    if (max === 0) return 0;
    let mask = max;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    for (;;) {
      const value = (this.next() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** Shuffles in place, from the end. */
  shuffle(values: Int32Array): void {
    for (let index = values.length - 1; index > 0; index--) {
      const other = this.interval(index);
      const value = values[index] ?? 0;
      values[index] = values[other] ?? 0;
      values[other] = value;
    }
  }

  /** The numbers from 0 to `length` - 1 in random order. */
  permutation(length: number): Int32Array {
    const values = Int32Array.from({ length }, (_, index) => index);
    this.shuffle(values);
    return values;
  }

  /** `size` different positions of a list of `length`: `choice(length, size, replace=False)`. */
  choice(length: number, size: number): Int32Array {
    return this.permutation(length).subarray(0, size);
  }

  private twist(): void {
    const { state } = this;
    for (let index = 0; index < 624; index++) {
      const mixed = ((state[index] ?? 0) & 0x80000000) | ((state[(index + 1) % 624] ?? 0) & 0x7fffffff);
      state[index] = (state[(index + 397) % 624] ?? 0) ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
