// Installs what is missing with `npm ci`, and only then: a stamp in node_modules remembers which lock file it came from.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const oldest = [20, 19];

/** Makes node_modules fit package-lock.json. Throws an Error that says what to do. */
export function install() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new Error(`Millrace needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}.`);
  }
  const stamp = join(root, 'node_modules', '.millrace-lock');
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing dependencies (about a minute, once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: 'inherit', shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed: its message is above. Check the network to the package registry and try again.');
  writeFileSync(stamp, lock);
}
