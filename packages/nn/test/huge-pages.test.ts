import { useHugePages } from '../src/runtime/huge-pages.ts';

describe('huge pages', () => {
  it('leave the numbers of a memory as they are, also those written while the pages are made', async () => {
    const memory = new WebAssembly.Memory({ initial: 2 ** 11 }); // 128 MiB
    const numbers = new Float32Array(memory.buffer);
    numbers.fill(1, 0, 1000);
    useHugePages(memory.buffer);
    for (let i = 1000; i < numbers.length; i += 1000) numbers[i] = i;
    await new Promise((resolve) => setImmediate(resolve));
    expect(numbers.subarray(0, 1000).every((x) => x === 1)).toBe(true);
    for (let i = 1000; i < numbers.length; i += 1000) if (numbers[i] !== i) throw new Error(`Number ${i} is ${numbers[i]}.`);
  });

  it('are not asked for where a memory is small', () => {
    expect(() => useHugePages(new ArrayBuffer(16))).not.toThrow();
  });
});
