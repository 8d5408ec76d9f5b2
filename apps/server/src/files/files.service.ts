import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { say, type MillraceFile } from '@millrace/workflow';
import { Refusal } from '../http/refusal.ts';

export interface FilesOptions {
  /** Where uploaded files lie. */
  readonly folder: string;
  readonly limitBytes: number;
  /** Folders whose files are listed beside the uploaded ones, by the prefix under which workflows name them. */
  readonly examples: readonly { readonly prefix: string; readonly folder: string }[];
}

/** Files that were uploaded for workflows to read. */
export class FilesService {
  readonly #options: FilesOptions;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  async list(): Promise<MillraceFile[]> {
    const uploaded = await filesIn(this.#options.folder, '');
    const examples = await Promise.all(this.#options.examples.map(({ prefix, folder }) => filesIn(folder, prefix)));
    return [...uploaded, ...examples.flat()];
  }

  /** Stores a stream under a safe form of `name`; a file of that name is replaced when all bytes have arrived. */
  async upload(name: string, body: Readable, declaredBytes: number | undefined): Promise<MillraceFile> {
    const { folder, limitBytes } = this.#options;
    if (declaredBytes !== undefined && declaredBytes > limitBytes) throw tooLarge(limitBytes);
    const path = safeName(name);
    const temporary = join(folder, `.upload-${randomUUID()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const bytes = await write(body, temporary, limitBytes);
      await rename(temporary, join(folder, path));
      return { path, bytes };
    } catch (error) {
      throw body.errored && !(error instanceof Refusal) ? new Refusal(400, say`The upload broke off before all bytes had arrived`) : error;
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** Writes the stream to a new file and to the disk; returns its length. The file may be left behind when it throws. */
async function write(body: Readable, path: string, limitBytes: number): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > limitBytes) throw tooLarge(limitBytes);
      await file.appendFile(chunk);
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

function tooLarge(limitBytes: number): Refusal {
  const limit = Math.floor(limitBytes / 1024 / 1024);
  return new Refusal(413, say`The file is larger than ${limit} MiB. Raise MILLRACE_UPLOAD_LIMIT_MIB, or start Millrace with its folder in MILLRACE_FILE_ROOTS`);
}

/** The last part of a path, without anything a file system or a shell could take amiss. Throws a Refusal when nothing is left. */
export function safeName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const safe = base.replaceAll(/[^\p{L}\p{N}._ ()-]/gu, '_').replace(/^[. ]+/, '').trimEnd().slice(-150);
  if (!/[\p{L}\p{N}]/u.test(safe)) throw new Refusal(400, say`"${name}" is not a usable file name: use letters, digits, ".", "-" and "_"`);
  return safe;
}

async function filesIn(folder: string, prefix: string): Promise<MillraceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name).sort();
  return Promise.all(names.map(async (name) => ({ path: prefix + name, bytes: (await stat(join(folder, name))).size })));
}
