import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createFileCatalog } from '../dist/files/file-catalog.js';
import { FileResolver } from '../dist/files/file-resolver.js';
import { FilesService, safeName } from '../dist/files/files.service.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-files-'));
  for (const path of ['launch/sub', 'launch/.millrace/files', 'launch/.hidden', 'other']) mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['launch/a.csv', 'launch/sub/b.csv', 'launch/.env', 'launch/.hidden/c.csv', 'launch/.millrace/token', 'launch/.millrace/files/up.csv', 'other/secret.csv']) writeFileSync(join(folder, path), path);
  symlinkSync(join(folder, 'other/secret.csv'), join(folder, 'launch/link.csv'));
  symlinkSync(join(folder, 'launch/.millrace/token'), join(folder, 'launch/.millrace/files/token.csv'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const resolver = () => new FileResolver({ dataDir: join(folder, 'launch/.millrace'), roots: [join(folder, 'launch')] });

test.each([
  ['a.csv', 'launch/a.csv'],
  ['sub/b.csv', 'launch/sub/b.csv'],
  ['sub/../a.csv', 'launch/a.csv'],
  ['up.csv', 'launch/.millrace/files/up.csv'],
])('a workflow may read %s', (path, expected) => {
  expect(resolver().resolve(path)).toBe(join(folder, expected));
});

test('an absolute path inside a root may be read', () => {
  expect(resolver().resolve(join(folder, 'launch/a.csv'))).toBe(join(folder, 'launch/a.csv'));
});

test.each(['../other/secret.csv', 'link.csv', '.env', '.hidden/c.csv', '.millrace/token', 'token.csv', '/etc/passwd'])('a workflow may not read %s', (path) => {
  expect(() => resolver().resolve(path)).toThrow('is not in a folder that workflows may read');
});

test('a file that is not there is refused with the folders that were looked in', () => {
  expect(() => resolver().resolve('missing.csv')).toThrow(`There is no file "missing.csv". Looked in: ${join(folder, 'launch/.millrace/files')}, ${join(folder, 'launch')}`);
  expect(() => resolver().resolve('sub')).toThrow('"sub" is a folder');
  expect(() => resolver().resolve('')).toThrow('A file is needed');
});

test('the fingerprint of a file changes with its content', async () => {
  const catalog = createFileCatalog({ dataDir: join(folder, 'launch/.millrace'), roots: [join(folder, 'launch')] });
  const before = await catalog.resolve('a.csv');
  expect(await catalog.resolve('a.csv')).toEqual(before);
  writeFileSync(join(folder, 'launch/a.csv'), 'changed');
  expect((await catalog.resolve('a.csv')).fingerprint).not.toBe(before.fingerprint);
});

test.each([
  ['data.csv', 'data.csv'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\müll (1).csv', 'müll (1).csv'],
  ['.bashrc', 'bashrc'],
  ['a;b|c$.csv', 'a_b_c_.csv'],
])('the name %s is stored as %s', (name, expected) => {
  expect(safeName(name)).toBe(expected);
});

test.each(['..', '/', '___', ' '])('the name "%s" is refused', (name) => {
  expect(() => safeName(name)).toThrow('is not a usable file name');
});

test('an upload that is too large, or breaks off, leaves nothing behind', async () => {
  const target = join(folder, 'uploads');
  const files = new FilesService({ folder: target, limitBytes: 10, examples: [] });
  await expect(files.upload('big.csv', Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), undefined)).rejects.toMatchObject({ statusCode: 413 });
  const broken = Readable.from((async function* () { yield Buffer.alloc(3); throw new Error('gone'); })());
  await expect(files.upload('cut.csv', broken, undefined)).rejects.toMatchObject({ statusCode: 400, message: 'The upload broke off before all bytes had arrived' });
  expect(readdirSync(target)).toEqual([]);
  expect(await files.upload('ok.csv', Readable.from([Buffer.from('abc')]), 3)).toEqual({ path: 'ok.csv', bytes: 3 });
  expect(await files.list()).toEqual([{ path: 'ok.csv', bytes: 3 }]);
});
