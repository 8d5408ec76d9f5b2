import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The SHA-256 of a file, or of a folder's listing of paths and hashes, in hexadecimal; with the bytes it holds. */
export async function contentHash(path: string): Promise<{ hash: string; bytes: number }> {
  const { isDirectory, size } = await stat(path).then((info) => ({ isDirectory: info.isDirectory(), size: info.size }));
  if (!isDirectory) return { hash: await fileHash(path), bytes: size };
  const listing = createHash('sha256');
  let bytes = 0;
  for (const name of (await readdir(path)).sort()) {
    const entry = await contentHash(join(path, name));
    listing.update(`${name}\0${entry.hash}\n`);
    bytes += entry.bytes;
  }
  return { hash: listing.digest('hex'), bytes };
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
