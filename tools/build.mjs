// Builds what changed, in dependency order, with Nx's cache. Its output is shown only when something fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root } from './root.mjs';

/** Builds every project; returns the exit code. */
export function build() {
  const started = Date.now();
  process.stdout.write('Building … ');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--parallel=2', '--outputStyle=static'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20, env: { ...process.env, NX_TUI: 'false', NX_DAEMON: 'false' } },
  );
  if (status === 0) console.log(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  else console.error(`failed\n${stdout}\n${stderr}`);
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(build());
