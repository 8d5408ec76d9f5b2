import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { ArtifactAddress, ArtifactStore } from '@millrace/engine';
import { say, type Chart, type ChartRequest, type ColumnProfile, type PredictionFigures, type TableQuery, type TableSlice } from '@millrace/workflow';
import { Refusal } from '../http/refusal.ts';
import { imageType } from './image-type.ts';
import type { ExportFormat, Range, TableReader } from './table-reader.ts';

export interface ArtifactsParts {
  readonly store: ArtifactStore;
  readonly tables: TableReader;
}

const largestValueBytes = 8 * 1024 * 1024;
const largestImageBytes = 32 * 1024 * 1024;
const rememberedProfiles = 200;

/** What the editor may see of artifacts: a page of a table, its profile, a small value, the names of files. */
export class ArtifactsService {
  readonly #store: ArtifactStore;
  readonly #tables: TableReader;
  /** An artifact never changes, so neither does its profile. */
  readonly #profiles = new Map<string, Promise<ColumnProfile[]>>();

  constructor({ store, tables }: ArtifactsParts) {
    this.#store = store;
    this.#tables = tables;
  }

  async table(hash: string, range: Range, query: TableQuery): Promise<TableSlice> {
    return this.#tables.slice(await this.#tablePath(hash), range, query);
  }

  async profile(hash: string, columns?: readonly string[]): Promise<ColumnProfile[]> {
    const path = await this.#tablePath(hash);
    const key = `${hash}:${columns ? JSON.stringify(columns) : ''}`;
    const known = this.#profiles.get(key);
    if (known) return known;
    const profile = this.#tables.profile(path, columns);
    if (this.#profiles.size >= rememberedProfiles) this.#profiles.delete(this.#profiles.keys().next().value ?? '');
    this.#profiles.set(key, profile);
    profile.catch(() => this.#profiles.delete(key));
    return profile;
  }

  async chart(hash: string, request: ChartRequest, filter: TableQuery['filter']): Promise<Chart> {
    return this.#tables.chart(await this.#tablePath(hash), request, filter);
  }

  async export(hash: string, format: ExportFormat, query: TableQuery): Promise<Readable> {
    return this.#tables.export(await this.#tablePath(hash), format, query);
  }

  async predictions(hash: string, label: string): Promise<PredictionFigures> {
    return this.#tables.predictions(await this.#tablePath(hash), label);
  }

  async value(hash: string): Promise<unknown> {
    const path = await this.#locate({ hash, form: 'value' });
    const { size } = await stat(path);
    if (size > largestValueBytes) throw new Refusal(413, say`This value has ${size} bytes; at most ${largestValueBytes} are shown`);
    try {
      return JSON.parse(await readFile(path, 'utf8'));
    } catch (cause) {
      if (cause instanceof SyntaxError) throw new Refusal(404, say`This artifact is not a value; ask for its table or its files`);
      throw cause;
    }
  }

  async files(hash: string): Promise<{ path: string; bytes: number }[]> {
    const listing = await stat(await this.#locate({ hash, form: 'value' }));
    const isFolder = listing.size <= largestValueBytes && (await this.#store.has({ hash, form: 'folder' }).catch(() => false)); // what is no listing cannot be read as one
    if (!isFolder) throw new Refusal(404, say`This artifact is not a folder; ask for its table or its value`);
    const folder = await this.#store.locate({ hash, form: 'folder' });
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name)).sort();
    return Promise.all(paths.map(async (path) => ({ path: relative(folder, path).split(sep).join('/'), bytes: (await stat(path)).size })));
  }

  /** A raster image: the artifact itself, or a file of the folder that it is. Throws a Refusal for what is no image or too large. */
  async image(hash: string, path?: string): Promise<{ readonly type: string; readonly content: Readable }> {
    const file = await this.#filePath(hash, path);
    const { size } = await stat(file);
    const type = imageType(await firstBytes(file, 12));
    if (type === undefined) throw new Refusal(404, say`This file is not an image that can be shown; PNG, JPEG, GIF and WebP can`);
    if (size > largestImageBytes) throw new Refusal(413, say`This image has ${size} bytes; at most ${largestImageBytes} are shown`);
    return { type, content: createReadStream(file) };
  }

  async #filePath(hash: string, path: string | undefined): Promise<string> {
    if (path === undefined) return this.#locate({ hash, form: 'file' });
    if (!(await this.files(hash)).some((file) => file.path === path)) throw new Refusal(404, say`The folder has no file "${path}"`);
    return join(await this.#store.locate({ hash, form: 'folder' }), path);
  }

  async #tablePath(hash: string): Promise<string> {
    const path = await this.#locate({ hash, form: 'file' });
    if (Buffer.from(await firstBytes(path, 4)).toString('latin1') !== 'PAR1') throw new Refusal(404, say`This artifact is not a table; ask for its value or its files`);
    return path;
  }

  async #locate(address: ArtifactAddress): Promise<string> {
    if (!(await this.#store.has(address))) throw new Refusal(404, say`There is no artifact ${address.hash}`);
    return this.#store.locate(address);
  }
}

async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path);
  const { buffer } = await file.read(new Uint8Array(count), 0, count, 0).finally(() => file.close());
  return buffer;
}
