// Just enough of the WebAssembly binary format (core specification 2.0, with 128-bit SIMD) to write a few kernels.

/** Instructions as bytes; an expression is the instructions that leave its value on the stack. */
export type Code = readonly number[];

/** Types of parameters and locals. */
export const valueType = { i32: 0x7f, f64: 0x7c, f32: 0x7d, v128: 0x7b } as const;
type ValueType = keyof typeof valueType;

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const binary = (operation: Code) => (a: Code, b: Code): Code => [...a, ...b, ...operation];

/** Reads and writes of a local or parameter by its index. */
export const local = {
  get: (index: number): Code => [0x20, ...unsigned(index)],
  set: (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)],
};

/** 32-bit addresses. */
export const i32 = {
  constant: (value: number): Code => [0x41, ...unsigned(value)], // only 0 to 63, where signed and unsigned agree
  add: binary([0x6a]),
  lessThan: binary([0x49]),
};

/** Scalars in double precision. */
export const f64 = { add: binary([0xa0]) };

/** Four single-precision numbers. */
export const f32x4 = {
  splat: (scalar: Code): Code => [...scalar, ...simd(0x13)],
  add: binary(simd(0xe4)),
  subtract: binary(simd(0xe5)),
  multiply: binary(simd(0xe6)),
  divide: binary(simd(0xe7)),
  squareRoot: (a: Code): Code => [...a, ...simd(0xe3)],
  /** The upper two of the four numbers, moved to the lower places. */
  upperHalf: (a: Code): Code => [...a, ...a, ...simd(0x0d), 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7],
};

/** 128 bits, whatever they hold. */
export const v128 = {
  load: (address: Code): Code => [...address, ...simd(0x00), 4, 0],
  store: (address: Code, value: Code): Code => [...address, ...value, ...simd(0x0b), 4, 0],
  and: binary(simd(0x4e)),
  or: binary(simd(0x50)),
  exclusiveOr: binary(simd(0x51)),
};

/** Four 32-bit integers. */
export const i32x4 = {
  splat: (scalar: Code): Code => [...scalar, ...simd(0x11)],
  multiply: binary(simd(0xb5)),
  shiftLeft: (a: Code, by: number): Code => [...a, ...i32.constant(by), ...simd(0xab)],
  shiftRight: (a: Code, by: number): Code => [...a, ...i32.constant(by), ...simd(0xad)],
};

/** Eight 16-bit integers without sign. */
export const i16x8 = {
  splat: (scalar: Code): Code => [...scalar, ...simd(0x10)],
  /** All bits where `a < b`, none elsewhere. */
  lessThan: binary(simd(0x30)),
  /** Sixteen bytes from twice eight integers; those with all bits set keep them. */
  narrow: binary(simd(0x65)),
};

/** Sixteen bytes. */
export const i8x16 = { splat: (scalar: Code): Code => [...scalar, ...simd(0x0f)] };

/** Two double-precision numbers. */
export const f64x2 = {
  promoteLower: (a: Code): Code => [...a, ...simd(0x5f)],
  add: binary(simd(0xf0)),
  multiply: binary(simd(0xf2)),
  lane: (index: 0 | 1, a: Code): Code => [...a, ...simd(0x21), index],
};

/** Repeats `body` with the local `index` at 0, 16, 32, … while it is below `limit` (which must be above 0). */
export function forEach16Bytes(index: number, limit: Code, body: Code): Code {
  return [
    0x03, 0x40, ...body, ...local.set(index, i32.add(local.get(index), i32.constant(16))),
    ...i32.lessThan(local.get(index), limit), 0x0d, 0, 0x0b,
  ];
}

/** An exported function. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** A module of functions that share one imported memory (`env.memory`). */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result }) => [
    0x60, ...vector(parameters.map((type) => [valueType[type]])), ...vector(result ? [[valueType[result]]] : []),
  ]);
  const bodies = functions.map(({ locals, body }) => sized([...vector(locals.map((type) => [1, valueType[type]])), ...body, 0x0b]));
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector(types)),
    ...section(2, vector([[...string('env'), ...string('memory'), 0x02, 0x00, 0x00]])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(functions.map(({ name }, index) => [...string(name), 0x00, ...unsigned(index)]))),
    ...section(10, vector(bodies)),
  ]);
}

function section(id: number, content: Code): Code {
  return [id, ...sized(content)];
}

function sized(content: Code): Code {
  return [...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function string(text: string): Code {
  return sized([...new TextEncoder().encode(text)]);
}

function unsigned(value: number): Code { // LEB128
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}
