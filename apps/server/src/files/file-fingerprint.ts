import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

const remembered = 1000;

/** SHA-256 of files. A file that kept its place, size, inode and times is not read again. */
export class FileFingerprints {
  readonly #known = new Map<string, string>();

  async of(path: string): Promise<string> {
    const { size, mtimeNs, ctimeNs, ino } = await stat(path, { bigint: true });
    const key = [path, size, mtimeNs, ctimeNs, ino].join('\0');
    const known = this.#known.get(key);
    if (known) return known;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const digest = hash.digest('hex');
    if (this.#known.size >= remembered) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, digest);
    return digest;
  }
}
