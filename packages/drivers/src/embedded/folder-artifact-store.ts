import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, link, lstat, mkdir, open, readdir, readFile, rename, rm, stat, symlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, posix, resolve } from 'node:path';
import type { ArtifactAddress, ArtifactStore, StoredArtifact } from '@millrace/engine';
import { z } from 'zod';
import { sha256 } from './sha256.ts';

/** An artifact could not be written; says why, and keeps the system's `code` (`ENOSPC` when the disk is full). */
export class ArtifactWriteError extends Error {
  override readonly name = 'ArtifactWriteError';
  readonly code: string | undefined;

  constructor(folder: string, cause: unknown) {
    const code = codeOf(cause);
    const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full; free some space' : cause instanceof Error ? cause.message : String(cause);
    super(`An artifact could not be written to ${folder}: ${reason}.`, { cause });
    this.code = code;
  }
}

const listingSchema = z.array(z.object({ path: z.string().min(1), hash: z.string(), bytes: z.number().int().nonnegative() }));
type Listing = z.infer<typeof listingSchema>;

/**
 * Artifacts in a folder. A value or file lies at `files/<2 digits>/<SHA-256>`; it is written under a temporary name, synced and
 * renamed, so that what is there is whole. A folder is the listing of its files, and is laid out under `folders/` with hard links
 * when somebody asks where it lies.
 */
export class FolderArtifactStore implements ArtifactStore {
  readonly #folder: string;
  readonly #open: typeof open;
  readonly #shards = new Set<string>();

  /** `openFile` stands in for the file system in tests of a full disk. */
  constructor(folder: string, options: { readonly openFile?: typeof open } = {}) {
    this.#folder = resolve(folder);
    this.#open = options.openFile ?? open;
  }

  async putBytes(bytes: Uint8Array): Promise<StoredArtifact> {
    const hash = sha256(bytes);
    const stored = { hash, form: 'value', bytes: bytes.byteLength } as const;
    if (await exists(this.#path(hash))) return stored;
    await this.#writing(async (temporary) => {
      await this.#withFile(temporary, async (file) => void (await file.writeFile(bytes)));
      await this.#keep(temporary, hash);
    });
    return stored;
  }

  async putFile(path: string, options: { readonly move?: boolean } = {}): Promise<StoredArtifact> {
    return options.move ? this.#takeFile(path) : this.#copyFile(path);
  }

  async putFolder(path: string, options: { readonly move?: boolean } = {}): Promise<StoredArtifact> {
    const listing: Listing = [];
    for (const name of await filesBelow(path)) {
      const { hash, bytes } = await this.putFile(join(path, name), options);
      listing.push({ path: name, hash, bytes });
    }
    const { hash } = await this.putBytes(Buffer.from(JSON.stringify(listing)));
    if (options.move) await rm(path, { recursive: true, force: true });
    return { hash, form: 'folder', bytes: listing.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  async has({ hash, form }: ArtifactAddress): Promise<boolean> {
    if (!(await exists(this.#path(hash)))) return false;
    if (form !== 'folder') return true;
    for (const file of await this.#listing(hash)) if (!(await exists(this.#path(file.hash)))) return false;
    return true;
  }

  /** Checks the content against its hash. */
  async read(hash: string): Promise<Uint8Array> {
    const bytes = await readFile(this.#path(hash)).catch((cause: unknown) => {
      throw codeOf(cause) === 'ENOENT' ? this.#missing(hash) : cause;
    });
    if (sha256(bytes) !== hash) throw new Error(`The artifact ${hash} in ${this.#folder} is damaged: its content does not have that hash.`);
    return bytes;
  }

  async locate({ hash, form }: ArtifactAddress): Promise<string> {
    if (form === 'folder') return this.#layOut(hash);
    const path = this.#path(hash);
    if (!(await exists(path))) throw this.#missing(hash);
    return path;
  }

  /** Removes what writers that were killed left behind. Only for when nobody writes. */
  async removeTemporary(): Promise<void> {
    await rm(join(this.#folder, 'temporary'), { recursive: true, force: true });
  }

  /** Only 64 hexadecimal digits become part of a path. */
  #path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new TypeError('An artifact is named by 64 hexadecimal digits.');
    return join(this.#folder, 'files', hash.slice(0, 2), hash);
  }

  #missing(hash: string): Error {
    return new Error(`The artifact ${hash} is not in ${this.#folder}.`);
  }

  async #takeFile(path: string): Promise<StoredArtifact> {
    const { hash, bytes } = await hashFile(path);
    const stored = { hash, form: 'file', bytes } as const;
    if (await exists(this.#path(hash))) {
      await rm(path);
      return stored;
    }
    try {
      await this.#sync(path);
      await this.#keep(path, hash);
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw new ArtifactWriteError(this.#folder, error);
      await this.#copyFile(path); // another file system
      await rm(path);
    }
    return stored;
  }

  async #copyFile(path: string): Promise<StoredArtifact> {
    return this.#writing(async (temporary) => {
      const digest = createHash('sha256');
      let bytes = 0;
      await this.#withFile(temporary, async (file) => {
        for await (const chunk of createReadStream(path)) {
          if (!Buffer.isBuffer(chunk)) throw new TypeError('A stream of bytes was expected');
          digest.update(chunk);
          bytes += chunk.byteLength;
          await file.writeFile(chunk);
        }
      });
      const hash = digest.digest('hex');
      if (await exists(this.#path(hash))) await rm(temporary);
      else await this.#keep(temporary, hash);
      return { hash, form: 'file', bytes };
    });
  }

  /** Gives `write` a temporary name, and leaves nothing there when it fails. */
  async #writing<T>(write: (temporary: string) => Promise<T>): Promise<T> {
    const temporary = join(this.#folder, 'temporary', randomUUID());
    try {
      return await write(temporary);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error instanceof ArtifactWriteError || codeOf(error) === undefined ? error : new ArtifactWriteError(this.#folder, error);
    }
  }

  async #withFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
    const file = await this.#open(path, 'wx').catch(async (error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      await mkdir(dirname(path), { recursive: true });
      return this.#open(path, 'wx');
    });
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Gives a whole, synced file its final name. */
  async #keep(path: string, hash: string): Promise<void> {
    const final = this.#path(hash);
    const shard = dirname(final);
    if (!this.#shards.has(shard)) {
      await mkdir(shard, { recursive: true });
      await this.#sync(dirname(shard));
      this.#shards.add(shard);
    }
    await chmod(path, 0o444);
    await rename(path, final);
    await this.#sync(shard);
  }

  async #sync(path: string): Promise<void> {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #listing(hash: string): Promise<Listing> {
    const listing = listingSchema.parse(JSON.parse(Buffer.from(await this.read(hash)).toString()));
    for (const { path } of listing) {
      if (isAbsolute(path) || path.includes('\\') || posix.normalize(path) !== path || path.startsWith('..')) throw new TypeError(`The folder ${hash} lists the path "${path}", which leads out of it.`);
    }
    return listing;
  }

  async #layOut(hash: string): Promise<string> {
    const final = join(this.#folder, 'folders', basename(this.#path(hash)));
    if (await exists(final)) return final;
    const temporary = join(this.#folder, 'temporary', randomUUID());
    try {
      await mkdir(temporary, { recursive: true });
      for (const file of await this.#listing(hash)) {
        const target = join(temporary, file.path);
        await mkdir(dirname(target), { recursive: true });
        await link(this.#path(file.hash), target).catch(() => symlink(this.#path(file.hash), target));
      }
      await mkdir(dirname(final), { recursive: true });
      await rename(temporary, final);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      if (!(await exists(final))) throw error; // else somebody else was quicker
    }
    return final;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

async function hashFile(path: string): Promise<{ hash: string; bytes: number }> {
  const digest = createHash('sha256');
  const { size } = await stat(path);
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return { hash: digest.digest('hex'), bytes: size };
}

/** Paths with `/`, sorted. A link or a device is refused: an artifact holds only what it holds. */
async function filesBelow(folder: string, below = ''): Promise<string[]> {
  const names = (await readdir(join(folder, below))).sort();
  const found: string[] = [];
  for (const name of names) {
    const path = below === '' ? name : `${below}/${name}`;
    const entry = await lstat(join(folder, path));
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)));
    else if (entry.isFile()) found.push(path);
    else throw new TypeError(`"${path}" is neither a file nor a folder.`);
  }
  return found.sort();
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
