/** 16-bit floating-point numbers (IEEE 754 half precision or bfloat16, as their bits) as float32; every one is exact. */
export function widen16(bits: Uint16Array, format: 'F16' | 'BF16'): Float32Array {
  const result = new Float32Array(bits.length);
  if (format === 'BF16') {
    const words = new Uint32Array(result.buffer);
    for (let i = 0; i < bits.length; i++) words[i] = bits[i]! << 16;
    return result;
  }
  for (let i = 0; i < bits.length; i++) result[i] = halfPrecision(bits[i]!);
  return result;
}

function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
