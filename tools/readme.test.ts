import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the README and the guides show the real settings and the real source of their examples', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/readme.mjs'), '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('everything the README links to is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !link.startsWith('http'));
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});
