import { CheckpointError } from '../nn-error.ts';
import { repeatedKey } from './repeated-key.ts';

/** Bytes per element of every dtype of the format. */
const elementBytes: Readonly<Record<string, number>> = {
  F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2, I8: 1, U8: 1, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1,
};

/** Where a tensor lies: `begin` and `end` count bytes after the header. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A header that has been checked. */
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** The limit that the reference implementation sets too. */
export const longestHeader = 100_000_000;

/**
 * Checks a header (https://github.com/huggingface/safetensors, format): known dtypes, sizes that match the shapes, and
 * tensors that fill the `dataBytes` after it exactly, without overlap or hole. Throws CheckpointError saying what is wrong.
 */
export function parseSafetensorsHeader(text: string, dataBytes: number): SafetensorsHeader {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError('the header is not JSON', { cause });
  }
  if (!isRecord(content)) throw new CheckpointError('the header is not a JSON object');
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw new CheckpointError(`"${repeated}" appears twice in the header`);
  const { __metadata__: metadata = {}, ...entries } = content;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw new CheckpointError('__metadata__ does not map names to strings');
  }
  const tensors = new Map(Object.entries(entries).map(([name, entry]): [string, StoredTensor] => [name, parseEntry(name, entry)]));
  checkCoverage(tensors, dataBytes);
  return { metadata: metadata as Readonly<Record<string, string>>, tensors };
}

function parseEntry(name: string, entry: unknown): StoredTensor {
  const wrong = (what: string) => new CheckpointError(`tensor "${name}": ${what}`);
  if (!isRecord(entry)) throw wrong('its entry is not an object');
  const { dtype, shape, data_offsets: offsets } = entry;
  const bytes = typeof dtype === 'string' && Object.hasOwn(elementBytes, dtype) ? elementBytes[dtype] : undefined;
  if (typeof dtype !== 'string' || bytes === undefined) throw wrong(`unknown dtype ${JSON.stringify(dtype)}`);
  if (!isSizes(shape)) throw wrong('its shape is not a list of whole numbers');
  if (!isSizes(offsets) || offsets.length !== 2) throw wrong('its data_offsets are not two whole numbers');
  const [begin, end] = offsets as [number, number];
  const needed = shape.reduce((product, size) => product * size, bytes);
  if (end - begin !== needed) throw wrong(`[${shape.join(', ')}] of ${dtype} takes ${needed} bytes, its offsets give ${end - begin}`);
  return { dtype, shape, begin, end };
}

function checkCoverage(tensors: ReadonlyMap<string, StoredTensor>, dataBytes: number): void {
  let reached = 0;
  for (const [name, { begin, end }] of [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (begin < reached) throw new CheckpointError(`tensor "${name}" overlaps another`);
    if (begin > reached) throw new CheckpointError(`${begin - reached} bytes before tensor "${name}" belong to no tensor`);
    if (end > dataBytes) throw new CheckpointError(`tensor "${name}" ends at byte ${end}, the file holds ${dataBytes}: it is cut short or damaged`);
    reached = end;
  }
  if (reached !== dataBytes) throw new CheckpointError(`${dataBytes - reached} bytes at the end belong to no tensor`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 16 && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
