import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillReadme } from './readme.mjs';
import { root } from './root.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the README shows the real settings and the real source of its example (node tools/readme.mjs brings it up to date)', async () => {
  expect(readme).toBe(await fillReadme(readme));
});

test('everything the README links to is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !link.startsWith('http'));
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});
