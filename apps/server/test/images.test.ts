import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderArtifactStore } from '@millrace/drivers';
import { ArtifactsService } from '../src/artifacts/artifacts.service.ts';
import { imageType } from '../src/artifacts/image-type.ts';
import type { TableReader } from '../src/artifacts/table-reader.ts';

const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let folder: string;
let store: FolderArtifactStore;
let artifacts: ArtifactsService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-images-'));
  store = new FolderArtifactStore(join(folder, 'artifacts'));
  artifacts = new ArtifactsService({ store, tables: {} as TableReader }); // no table is read here
});
afterAll(() => rm(folder, { recursive: true }));

async function bytesOf({ content }: Awaited<ReturnType<ArtifactsService['image']>>): Promise<Buffer> {
  return Buffer.concat(await content.toArray() as Buffer[]); // a file is read as buffers
}

test('an image is told by its first bytes, and what may hold scripts is none', () => {
  expect(imageType(pixel)).toBe('image/png');
  expect(imageType(Buffer.from('\xff\xd8\xff\xe0', 'latin1'))).toBe('image/jpeg');
  expect(imageType(Buffer.from('GIF89a'))).toBe('image/gif');
  expect(imageType(Buffer.from('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
  for (const other of ['<svg onload="alert(1)"/>', '<html>', '', 'PAR1']) expect(imageType(Buffer.from(other))).toBeUndefined();
});

test('an image artifact and an image in a folder are given as they are; other files, names and paths are refused', async () => {
  await mkdir(join(folder, 'pictures/deep'), { recursive: true });
  await writeFile(join(folder, 'pictures/deep/a.png'), pixel);
  await writeFile(join(folder, 'pictures/evil.png'), '<script>1</script>');
  await writeFile(join(folder, 'one.png'), pixel);
  const pictures = await store.putFolder(join(folder, 'pictures'));
  const one = await store.putFile(join(folder, 'one.png'));
  expect(await bytesOf(await artifacts.image(one.hash))).toEqual(pixel);
  expect(await artifacts.image(pictures.hash, 'deep/a.png')).toMatchObject({ type: 'image/png' });
  expect(await bytesOf(await artifacts.image(pictures.hash, 'deep/a.png'))).toEqual(pixel);
  await expect(artifacts.image(pictures.hash, 'evil.png')).rejects.toThrow('not an image that can be shown');
  await expect(artifacts.image(pictures.hash, '../one.png')).rejects.toThrow('The folder has no file "../one.png"');
  await expect(artifacts.image('0'.repeat(64))).rejects.toThrow('There is no artifact');
});
