import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { TableError } from '../table-error.ts';

/** What the first bytes of a file tell. */
export type FileKind = 'plain' | 'gzip' | 'parquet' | 'zip' | 'utf-16' | 'zstd';

/** Looks at the first bytes of a file; throws a TableError when it is empty. */
export async function fileKind(path: string): Promise<FileKind> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 0) throw new TableError(`The file "${path}" is empty; a table needs at least a line of column names.`);
    const start = buffer.toString('latin1', 0, bytesRead);
    if (start.startsWith('\x1f\x8b')) return 'gzip';
    if (start === 'PAR1') return 'parquet';
    if (start === 'PK\x03\x04') return 'zip';
    if (start === '\x28\xb5\x2f\xfd') return 'zstd';
    return start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff') ? 'utf-16' : 'plain';
  } finally {
    await file.close();
  }
}

/** The bytes of a file, unpacked when it is gzip, without a UTF-8 byte order mark; a damaged gzip file throws a TableError. */
export async function* fileBytes(path: string, kind: FileKind): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const unpack = kind === 'gzip' ? createGunzip({ chunkSize: 1 << 18 }) : undefined;
  if (unpack !== undefined) {
    file.on('error', (error) => unpack.destroy(error));
    file.pipe(unpack);
  }
  let pending: Buffer | undefined = Buffer.alloc(0);
  try {
    for await (const chunk of unpack ?? file) {
      if (pending === undefined) {
        yield chunk as Buffer; // a stream without encoding gives buffers
        continue;
      }
      pending = Buffer.concat([pending, chunk as Buffer]);
      if (pending.length < 3) continue;
      yield pending.subarray(pending.indexOf('\ufeff') === 0 ? 3 : 0);
      pending = undefined;
    }
  } catch (cause) {
    if (unpack === undefined || !(cause instanceof Error) || !String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) throw cause;
    const reason = /unexpected end/.test(cause.message) ? 'it ends too early' : cause.message;
    throw new TableError(`The gzip file "${path}" is damaged: ${reason}. Download or pack it again.`, { cause });
  } finally {
    unpack?.destroy();
    file.destroy();
  }
  if (pending !== undefined && pending.length > 0) yield pending;
}

/** The first bytes of a file, at least `least` where it has so many, and whether that is all of it. */
export async function firstBytes(path: string, kind: FileKind, least: number): Promise<{ bytes: Buffer; complete: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of fileBytes(path, kind)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= least) return { bytes: Buffer.concat(chunks), complete: false };
  }
  return { bytes: Buffer.concat(chunks), complete: true };
}
