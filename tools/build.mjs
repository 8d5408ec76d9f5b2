// Builds what changed, in dependency order, with Nx's cache. Its output is shown only when something fails.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './root.mjs';

const stamp = join(root, '.nx/millrace-build');
const projects = ['apps', 'packages', 'plugins'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name))).concat('migrations')
  .filter((project) => existsSync(join(root, project, 'package.json')));

/** Builds every project; returns the exit code. */
export function build() {
  // Nx writes outputs anew even when nothing changed, and a server that runs would find its files gone for a moment.
  const fingerprint = fingerprintOf(projects);
  const built = projects.every((project) => existsSync(join(root, project, 'dist')));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return 0;
  const started = Date.now();
  process.stdout.write('Building … ');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--parallel=2', '--outputStyle=static'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20, env: { ...process.env, NX_TUI: 'false', NX_DAEMON: 'false' } },
  );
  if (status === 0) {
    console.log(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, fingerprint);
  } else {
    console.error(`failed\n${stdout}\n${stderr}`);
  }
  return status ?? 1;
}

/** Changes when a file that goes into a build is written, comes or goes. */
function fingerprintOf(folders) {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'tsconfig.base.json', 'nx.json']) add(hash, join(root, name));
  for (const folder of folders) addFolder(hash, join(root, folder));
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'test' || entry.name.startsWith('dist')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else add(hash, path);
  }
}

function add(hash, path) {
  const { size, mtimeMs } = statSync(path);
  hash.update(`${path} ${size} ${mtimeMs}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(build());
