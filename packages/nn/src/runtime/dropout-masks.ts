import type { Random } from '../random.ts';
import { assemble, type Code, forEach16Bytes, i16x8, i32, i32x4, i8x16, local, v128, type WasmFunction } from '../wasm/wasm-assembler.ts';

/** A mask to be filled: so many ones and zeros, a one with probability `keep` (to the nearest 1/65536). */
export interface MaskSize {
  readonly elements: number;
  readonly keep: number;
}

/**
 * The dropout masks of a graph, filled anew for each step. Four generators (xoshiro128**, as `Random`) run side by side in a WebAssembly
 * kernel, twenty times as fast as one in JavaScript: a step of BERT-base draws some forty million numbers.
 */
export class DropoutMasks {
  /** In the order given. */
  readonly arrays: readonly Uint8Array[];
  private readonly memory: WebAssembly.Memory;
  private readonly fillMask: (target: number, bytes: number, threshold: number) => void;
  private readonly stretches: readonly { readonly start: number; readonly bytes: number; readonly threshold: number }[];

  constructor(sizes: readonly MaskSize[]) {
    let reached = stateBytes;
    this.stretches = sizes.map(({ elements, keep }) => {
      const stretch = { start: reached, bytes: Math.ceil(elements / 16) * 16, threshold: Math.round(keep * 65536) };
      reached += stretch.bytes;
      return stretch;
    });
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(reached / 65536) });
    this.arrays = sizes.map(({ elements }, index) => new Uint8Array(this.memory.buffer, this.stretches[index]!.start, elements));
    compiled ??= new WebAssembly.Module(assemble([fillMask()]));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    this.fillMask = exports['fillMask'] as typeof this.fillMask; // the signature below
  }

  /** Draws every mask; the same `random` gives the same masks. */
  fill(random: Random): void {
    const state = new Uint32Array(this.memory.buffer, 0, stateBytes / 4);
    for (let word = 0; word < state.length; word++) state[word] = random.bits();
    for (let word = 0; word < 4; word++) state[word]! |= 1; // no generator's state may be all zero
    for (const { start, bytes, threshold } of this.stretches) if (bytes > 0) this.fillMask(start, bytes, threshold);
  }
}

/** Four words for each of four generators, at the beginning of the memory. */
const stateBytes = 64;

let compiled: WebAssembly.Module | undefined;

function fillMask(): WasmFunction {
  const [target, bytes, threshold, i, first] = [0, 1, 2, 3, 4] as const;
  const words = [5, 6, 7, 8] as const;
  const [a, b, c, d] = words.map((word) => local.get(word)) as [Code, Code, Code, Code];
  const set = (word: 0 | 1 | 2 | 3, value: Code) => local.set(words[word], value);
  const rotate = (x: Code, by: number) => v128.or(i32x4.shiftLeft(x, by), i32x4.shiftRight(x, 32 - by));
  const times = (x: Code, factor: number) => i32x4.multiply(x, i32x4.splat(i32.constant(factor)));
  const shifted = 9;
  const advance: Code = [ // the steps of xoshiro128**
    ...local.set(shifted, i32x4.shiftLeft(b, 9)),
    ...set(2, v128.exclusiveOr(c, a)),
    ...set(3, v128.exclusiveOr(d, b)),
    ...set(1, v128.exclusiveOr(b, c)),
    ...set(0, v128.exclusiveOr(a, d)),
    ...set(2, v128.exclusiveOr(c, local.get(shifted))),
    ...set(3, rotate(d, 11)),
  ];
  const isKept = i16x8.lessThan(times(rotate(times(b, 5), 7), 9), i16x8.splat(local.get(threshold)));
  return {
    name: 'fillMask', parameters: ['i32', 'i32', 'i32'], locals: ['i32', 'v128', 'v128', 'v128', 'v128', 'v128', 'v128'],
    body: [
      ...words.flatMap((word, index) => local.set(word, v128.load(i32.constant(16 * index)))),
      ...forEach16Bytes(i, local.get(bytes), [
        ...local.set(first, isKept),
        ...advance,
        ...v128.store(i32.add(local.get(target), local.get(i)), v128.and(i16x8.narrow(local.get(first), isKept), i8x16.splat(i32.constant(1)))),
        ...advance,
      ]),
      ...words.flatMap((word, index) => v128.store(i32.constant(16 * index), local.get(word))),
    ],
  };
}
