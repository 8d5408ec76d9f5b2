// Builds what changed, in dependency order, with Nx's cache.
import { spawnSync } from 'node:child_process';
import { root } from './root.mjs';

/** Builds every project; returns the exit code. */
export function build({ quiet = true } = {}) {
  const { status } = spawnSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--parallel=2', ...(quiet ? ['--outputStyle=static'] : [])], {
    cwd: root, stdio: 'inherit', env: { ...process.env, NX_TUI: 'false' },
  });
  return status ?? 1;
}

if (process.argv[1] === new URL(import.meta.url).pathname) process.exit(build());
