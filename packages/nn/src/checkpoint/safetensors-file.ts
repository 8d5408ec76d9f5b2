import { type FileHandle, open } from 'node:fs/promises';
import { CheckpointError } from '../nn-error.ts';
import type { FloatTensor } from '../tensor.ts';
import { longestHeader, parseSafetensorsHeader, type SafetensorsHeader, type StoredTensor } from './safetensors-header.ts';
import { widen16 } from './widen.ts';

/** A safetensors file opened for reading: the header is checked, tensors are read when asked for. Close it. */
export class SafetensorsFile {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly header: SafetensorsHeader,
    private readonly dataStart: number,
  ) {}

  /** Opens and checks a file; throws CheckpointError naming the file and what is wrong with it. */
  static async open(path: string): Promise<SafetensorsFile> {
    const file = await open(path, 'r').catch((cause: unknown) => {
      throw new CheckpointError(`${path} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
    try {
      const { size } = await file.stat();
      const length = size >= 8 ? Number((await readAt(file, 0, 8)).readBigUInt64LE()) : undefined;
      if (length === undefined) throw new CheckpointError(`it has ${size} bytes; a header takes at least 8`);
      if (length > longestHeader || length > size - 8) throw new CheckpointError(`it claims a header of ${length} bytes; the file has ${size}`);
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await readAt(file, 8, length));
      return new SafetensorsFile(path, file, parseSafetensorsHeader(text, size - 8 - length), 8 + length);
    } catch (cause) {
      await file.close();
      throw new CheckpointError(`${path} is not a usable safetensors file: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
    }
  }

  /** What the file holds, by name. */
  get tensors(): ReadonlyMap<string, StoredTensor> {
    return this.header.tensors;
  }

  /** The free-form notes of the file. */
  get metadata(): Readonly<Record<string, string>> {
    return this.header.metadata;
  }

  /** Where a tensor's bytes lie in the file. */
  place(name: string): { readonly offset: number; readonly length: number } {
    const { begin, end } = this.stored(name);
    return { offset: this.dataStart + begin, length: end - begin };
  }

  /** A tensor as float32; F16 and BF16 are widened, other types refused. */
  async readFloats(name: string): Promise<FloatTensor> {
    const { dtype, shape } = this.stored(name);
    const { offset, length } = this.place(name);
    if (dtype !== 'F32' && dtype !== 'F16' && dtype !== 'BF16') {
      throw new CheckpointError(`${this.path}: tensor "${name}" is ${dtype}; weights must be F32, F16 or BF16.`);
    }
    const bytes = await readAt(this.file, offset, length);
    if (dtype === 'F32') return { shape, data: new Float32Array(bytes.buffer, bytes.byteOffset, length / 4) };
    return { shape, data: widen16(new Uint16Array(bytes.buffer, bytes.byteOffset, length / 2), dtype) };
  }

  /** Closes the file. */
  close(): Promise<void> {
    return this.file.close();
  }

  private stored(name: string): StoredTensor {
    const tensor = this.header.tensors.get(name);
    if (!tensor) throw new CheckpointError(`${this.path} holds no tensor "${name}".`);
    return tensor;
  }
}

/** Reads exactly `length` bytes, into memory of their own so that any element type fits its alignment. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(length));
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(buffer, done, Math.min(length - done, 2 ** 30), position + done);
    if (bytesRead === 0) throw new CheckpointError(`it ends ${length - done} bytes too early`);
    done += bytesRead;
  }
  return buffer;
}
