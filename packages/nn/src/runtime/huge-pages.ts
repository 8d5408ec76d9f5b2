// Large memories in pages of 2 MiB. What is touched for the first time costs an interrupt a page: on virtual machines up to 15 µs for each 4 KiB.
import { createRequire } from 'node:module';

/** As the kernel's headers name and number them (madvise(2)). */
const [MADV_HUGEPAGE, MADV_POPULATE_WRITE] = [14, 23];
const worthwhile = 64 * 2 ** 20;

type Done = (error: Error | null) => void;
type Advise = ((address: Uint8Array, bytes: number, advice: number) => number) & { async(address: Uint8Array, bytes: number, advice: number, done: Done): void };

/**
 * Asks Linux for huge pages under a large memory, and for them to be made on another thread while this one goes on; the numbers in it
 * do not change. It is advice: elsewhere than on Linux, or without the optional package koffi, or if the kernel declines, nothing happens.
 */
export function useHugePages(memory: ArrayBuffer): void {
  if (memory.byteLength < worthwhile) return;
  const bytes = new Uint8Array(memory);
  if (advise()?.(bytes, bytes.length, MADV_HUGEPAGE) !== 0) return;
  advise()?.async(bytes, bytes.length, MADV_POPULATE_WRITE, () => {}); // holds the memory until it is done
}

let loaded: { readonly advise: Advise | undefined } | undefined;

function advise(): Advise | undefined {
  loaded ??= { advise: process.platform === 'linux' ? load() : undefined };
  return loaded.advise;
}

function load(): Advise | undefined {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
    return koffi.load(null).func('int madvise(void *address, size_t bytes, int advice)') as unknown as Advise; // the signature in the string
  } catch {
    return undefined; // it is optional
  }
}
