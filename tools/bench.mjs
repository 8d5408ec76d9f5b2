// `npm run bench -- NAME [--json] …`: runs test/performance/NAME.mjs on the built code.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root } from './root.mjs';

const folder = join(root, 'test/performance');
const [name, ...rest] = process.argv.slice(2);
const script = join(folder, `${name}.mjs`);
if (!name || !existsSync(script)) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.mjs')).map((file) => file.slice(0, -4));
  console.error(`Usage: npm run bench -- NAME [--json]\nThere is: ${names.join(', ')}`);
  process.exit(2);
}
install();
if (build() !== 0) process.exit(1);
process.exit(spawnSync(process.execPath, [script, ...rest], { stdio: 'inherit' }).status ?? 1);
