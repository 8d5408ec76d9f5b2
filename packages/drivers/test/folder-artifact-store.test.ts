import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArtifactWriteError, FolderArtifactStore, sha256 } from '@millrace/drivers';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { artifactStoreContract } from './artifact-store.contract.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-artifacts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('FolderArtifactStore', () => {
  const roots: string[] = [];
  afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true }))));
  artifactStoreContract(async () => {
    const root = await mkdtemp(join(tmpdir(), 'millrace-artifacts-'));
    roots.push(root);
    return new FolderArtifactStore(root);
  });

  test('keeps files that nobody can write to', async () => {
    const store = new FolderArtifactStore(folder);
    const { mode } = await stat(await store.locate(await store.putBytes(Buffer.from('x'))));
    expect(mode & 0o222).toBe(0);
  });

  test('sees that a file was damaged, and that a folder lacks one', async () => {
    const store = new FolderArtifactStore(folder);
    const source = join(folder, 'source');
    await mkdir(source);
    await writeFile(join(source, 'weights'), 'w');
    const model = await store.putFolder(source);
    const weights = await store.locate({ hash: sha256('w'), form: 'file' });
    await chmod(weights, 0o644);
    await writeFile(weights, 'v');
    await expect(store.read(sha256('w'))).rejects.toThrow('is damaged');
    await rm(weights);
    expect(await store.has(model)).toBe(false);
  });

  test('a full disk leaves no half artifact and is called by its name', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const openFile: typeof open = async (...call) => {
      const file = await open(...call);
      file.writeFile = async () => {
        await file.write('ha');
        throw full;
      };
      return file;
    };
    const source = join(folder, 'source');
    await writeFile(source, 'half a table');
    const store = new FolderArtifactStore(folder, { openFile });
    for (const put of [() => store.putBytes(Buffer.from('half a value')), () => store.putFile(source)]) {
      const error: unknown = await put().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ArtifactWriteError);
      expect(error).toMatchObject({ code: 'ENOSPC', message: `An artifact could not be written to ${folder}: the disk is full; free some space.` });
    }
    expect(await readdir(join(folder, 'temporary'))).toEqual([]);
    expect(await store.has({ hash: sha256('half a value'), form: 'value' })).toBe(false);
    expect((await new FolderArtifactStore(folder).putBytes(Buffer.from('half a value'))).bytes).toBe(12);
  });

  test('a disk that is really full is called by its name', async () => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
    if (!mounted) return console.warn('Left out: only root may mount a small disk.');
    try {
      const store = new FolderArtifactStore(folder);
      const small = await store.putBytes(Buffer.alloc(1000));
      await expect(store.putBytes(Buffer.alloc(2_000_000))).rejects.toThrow('the disk is full; free some space.');
      expect(await readdir(join(folder, 'temporary'))).toEqual([]);
      expect(await store.has(small)).toBe(true);
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});
