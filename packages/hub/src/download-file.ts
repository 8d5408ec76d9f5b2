import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HubError } from './hub-error.ts';
import type { HubOptions } from './hub-options.ts';
import { request } from './request.ts';

/** What the hub says of a file. */
export interface HubFile {
  readonly name: string;
  readonly size: number;
  /** SHA-256 of a large file, or the SHA-1 that git gives a small one. */
  readonly digest: { readonly kind: 'sha256' | 'git'; readonly hex: string };
}

/** Where a file comes from and goes to. */
export interface FileRequest {
  readonly url: URL;
  readonly file: HubFile;
  readonly path: string;
  readonly repository: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes received so far of this file. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Downloads a file to `path`, whole and checked, or not at all. What was received before a connection broke, or the process ended, is
 * kept beside it and not asked for again. Throws HubError.
 */
export async function downloadFile({ url, file, path, repository, signal, onBytes }: FileRequest, options: HubOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = await ownPartial(path);
  const what = `${file.name} of "${repository}"`;
  try {
    await (await open(partial, 'a')).close(); // an empty file is there without being asked for
    for (let have = await sizeOf(partial); have < file.size; have = await sizeOf(partial)) {
      const before = have;
      const headers = async (): Promise<Record<string, string>> => {
        const received = await sizeOf(partial);
        return received > 0 ? { range: `bytes=${received}-` } : {};
      };
      await request(url, options, { what, signal, headers }, async (response, alive) => {
        const from = response.status === 206 ? await sizeOf(partial) : 0; // a hub that knows no ranges begins anew
        if (response.status === 206 && !response.headers.get('content-range')?.startsWith(`bytes ${from}-`)) {
          await rm(partial, { force: true });
          throw new TypeError('another part was sent than was asked for');
        }
        if (response.status === 416) return rm(partial, { force: true });
        return receive(response, partial, { from, size: file.size, what, host: url.host, alive, onBytes });
      });
      if (await sizeOf(partial) <= before) throw new HubError(`${url.host} sends nothing of ${what}. Try again later.`);
    }
    await check(partial, file, url.host, what);
    await rename(partial, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new HubError(`The disk is full: ${what} takes ${(file.size / 2 ** 20).toFixed(0)} MiB. Free some space and run again; what was received is kept.`, { cause: error });
    }
    throw error;
  }
}

interface Receiving {
  readonly from: number;
  readonly size: number;
  readonly what: string;
  readonly host: string;
  readonly alive: () => void;
  readonly onBytes: ((bytes: number) => void) | undefined;
}

async function receive(response: Response, partial: string, { from, size, what, host, alive, onBytes }: Receiving): Promise<void> {
  const handle = await open(partial, from > 0 ? 'r+' : 'w');
  try {
    await handle.truncate(from);
    let reached = from;
    for await (const chunk of response.body ?? []) {
      alive();
      if (reached + chunk.length > size) throw new HubError(`${host} sends more than the ${size} bytes that it says ${what} has. It cannot be trusted.`);
      for (let written = 0; written < chunk.length;) written += (await handle.write(chunk, written, chunk.length - written, reached + written)).bytesWritten;
      reached += chunk.length;
      onBytes?.(reached);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what is not what the hub said, so that the next try begins anew. */
async function check(partial: string, { digest, size, name }: HubFile, host: string, what: string): Promise<void> {
  const hash = createHash(digest.kind === 'sha256' ? 'sha256' : 'sha1');
  if (digest.kind === 'git') hash.update(`blob ${size}\0`);
  for await (const chunk of createReadStream(partial)) hash.update(chunk as Buffer);
  if (hash.digest('hex') === digest.hex) return;
  await rm(partial, { force: true });
  throw new HubError(`What ${host} sent as ${what} is not what it says it is: its hash differs. ${basename(name)} was removed; try again, and if it stays so do not trust this hub.`);
}

/** The file that this process receives into: its own, or one that a process that is gone has left. */
async function ownPartial(path: string): Promise<string> {
  const own = `${path}.${process.pid}.part`;
  if (await stat(own).catch(() => undefined)) return own;
  for (const name of await readdir(dirname(path))) {
    const left = new RegExp(`^${escaped(basename(path))}\\.(\\d+)\\.part$`).exec(name);
    if (!left || isAlive(Number(left[1]))) continue;
    if (await rename(join(dirname(path), name), own).then(() => true, () => false)) break; // another process may have been faster
  }
  return own;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
