import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arrangement, Tables } from '@millrace/tables';

/** A table sorted and filtered once, on disk, with its column of row numbers. */
export interface KeptArrangement {
  readonly path: string;
  readonly numbers: string;
}

interface Entry {
  readonly made: Promise<KeptArrangement>;
  ready?: KeptArrangement;
}

const mostKept = 8;

/** The arrangements that readers look at now. The folder is theirs alone and starts empty: what is in it can be made again. */
export class ArrangedTables {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly tables: Tables, private readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** The arrangement if it lies there already. */
  ready(table: string, arrangement: Arrangement): KeptArrangement | undefined {
    return this.#entries.get(keyOf(table, arrangement))?.ready;
  }

  /** The arrangement, made if it is not there; the one that was asked for least recently makes room. */
  of(table: string, arrangement: Arrangement): Promise<KeptArrangement> {
    const key = keyOf(table, arrangement);
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.made;
    }
    const path = join(this.folder, `${key}.parquet`);
    const entry: Entry = { made: this.tables.arrange(table, arrangement, path).then(({ numbers }) => ({ path, numbers })) };
    this.#entries.set(key, entry);
    entry.made.then((kept) => { entry.ready = kept; }, () => this.#entries.delete(key));
    this.#makeRoom();
    return entry.made;
  }

  #makeRoom(): void {
    for (const [key, { ready }] of this.#entries) {
      if (this.#entries.size <= mostKept) return;
      if (!ready) continue;
      this.#entries.delete(key);
      void rm(ready.path, { force: true });
    }
  }
}

function keyOf(table: string, arrangement: Arrangement): string {
  return createHash('sha256').update(JSON.stringify([table, arrangement.filter ?? null, arrangement.sort ?? []])).digest('hex').slice(0, 40);
}
