import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const built = new URL('../dist/', import.meta.url);

test('before the canvas shows, a browser reads fewer than 350 kB in few files', async () => {
  const page = await readFile(new URL('index.html', built), 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path = '']) => path);
  const sizes = await Promise.all(files.map(async (path) => gzipSync(await readFile(new URL(path, built))).length));
  const total = gzipSync(page).length + sizes.reduce((sum, size) => sum + size, 0);
  expect(files.length).toBeGreaterThan(3);
  expect(files.length).toBeLessThan(10);
  expect(total).toBeLessThan(350_000);
});
