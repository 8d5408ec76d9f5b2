import type { ExternalTensor } from '../onnx/emit-model.ts';
import type { NamedTensors } from '../tensor.ts';
import { writeWhole } from './write-whole.ts';

/** The metadata that Transformers asks for. */
const transformersMetadata = { format: 'pt' };

/** Writes float32 tensors as a safetensors file, whole or not at all. */
export async function writeSafetensors(path: string, tensors: NamedTensors, metadata: Readonly<Record<string, string>> = transformersMetadata): Promise<void> {
  await writeWhole(path, layOut(tensors, metadata).parts);
}

/** The bytes that `writeSafetensors` writes. */
export function serializeSafetensors(tensors: NamedTensors): Uint8Array {
  return Buffer.concat(layOut(tensors).parts);
}

/** Where `writeSafetensors` puts each tensor in a file called `location`. */
export function safetensorsPlaces(tensors: NamedTensors, location: string): Map<string, ExternalTensor> {
  return new Map([...layOut(tensors).places].map(([name, place]) => [name, { location, ...place }]));
}

function layOut(tensors: NamedTensors, metadata: Readonly<Record<string, string>> = transformersMetadata) {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  const ordered = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  let reached = 0;
  for (const [name, { shape, data }] of ordered) {
    entries[name] = { dtype: 'F32', shape, data_offsets: [reached, reached + data.byteLength] };
    reached += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(entries));
  const padded = Math.ceil(text.length / 8) * 8; // so that the numbers are aligned
  const head = new Uint8Array(8 + padded).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(text, 8);
  let offset = head.length;
  const places = new Map(ordered.map(([name, { data }]) => {
    const place = { offset, length: data.byteLength };
    offset += data.byteLength;
    return [name, place];
  }));
  return { parts: [head, ...ordered.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))], places };
}
