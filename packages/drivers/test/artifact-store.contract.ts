import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '@millrace/engine';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const gone = (path: string) => access(path).then(() => false, () => true);

/** What every artifact store does. */
export function artifactStoreContract(open: () => Promise<ArtifactStore>): void {
  let store: ArtifactStore;
  let folder: string;
  beforeAll(async () => {
    store = await open();
    folder = await mkdtemp(join(tmpdir(), 'millrace-contract-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('names a value by the SHA-256 of its bytes and gives it back', async () => {
    const stored = await store.putBytes(Buffer.from('one'));
    expect(stored).toEqual({ hash: hashOf('one'), form: 'value', bytes: 3 });
    expect(await store.has(stored)).toBe(true);
    expect(Buffer.from(await store.read(stored.hash)).toString()).toBe('one');
    expect(await store.putBytes(Buffer.from('one'))).toEqual(stored);
  });

  test('stores the same value once, also when many do so at once', async () => {
    const stored = await Promise.all(Array.from({ length: 20 }, () => store.putBytes(Buffer.from('many'))));
    expect(new Set(stored.map(({ hash }) => hash))).toEqual(new Set([hashOf('many')]));
    expect(Buffer.from(await store.read(hashOf('many'))).toString()).toBe('many');
  });

  test('copies a file, or takes it over', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'a file');
    const copied = await store.putFile(path);
    expect(copied).toEqual({ hash: hashOf('a file'), form: 'file', bytes: 6 });
    expect(await gone(path)).toBe(false);
    expect(await store.putFile(path, { move: true })).toEqual(copied);
    expect(await gone(path)).toBe(true);
    await writeFile(path, 'another');
    const moved = await store.putFile(path, { move: true });
    expect(await readFile(await store.locate(moved), 'utf8')).toBe('another');
    expect(await gone(path)).toBe(true);
  });

  test('stores a folder with what lies deeper, and lays it out again', async () => {
    const path = join(folder, 'model');
    await mkdir(join(path, 'deep/er'), { recursive: true });
    await writeFile(join(path, 'config.json'), '{}');
    await writeFile(join(path, 'deep/er/weights'), 'www');
    const stored = await store.putFolder(path);
    expect(stored).toEqual({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), form: 'folder', bytes: 5 });
    expect(await store.putFolder(path, { move: true })).toEqual(stored);
    expect(await gone(path)).toBe(true);
    const places = await Promise.all([store.locate(stored), store.locate(stored)]);
    expect(new Set(places).size).toBe(1);
    expect(await readFile(join(places[0], 'deep/er/weights'), 'utf8')).toBe('www');
    expect(await readFile(join(places[0], 'config.json'), 'utf8')).toBe('{}');
    expect(await store.has(stored)).toBe(true);
  });

  test('refuses a folder with a link in it', async () => {
    const path = join(folder, 'linked');
    await mkdir(path);
    await symlink('/etc/passwd', join(path, 'secret'));
    await expect(store.putFolder(path)).rejects.toThrow('"secret" is neither a file nor a folder');
  });

  test('says what is missing, and takes no path for a hash', async () => {
    const missing = { hash: hashOf('missing'), form: 'file' } as const;
    expect(await store.has(missing)).toBe(false);
    await expect(store.read(missing.hash)).rejects.toThrow(missing.hash);
    await expect(store.locate(missing)).rejects.toThrow(missing.hash);
    for (const hash of ['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(64)}/..`]) {
      await expect(store.read(hash)).rejects.toThrow('64 hexadecimal digits');
      await expect(store.locate({ hash, form: 'folder' })).rejects.toThrow('64 hexadecimal digits');
    }
  });

  test('follows no listing out of the folder', async () => {
    for (const path of ['../out', '/etc/out', 'a/../../out', 'a\\b', '.']) {
      const { hash } = await store.putBytes(Buffer.from(JSON.stringify([{ path, hash: hashOf('one'), bytes: 3 }])));
      await expect(store.locate({ hash, form: 'folder' })).rejects.toThrow();
    }
  });
}
