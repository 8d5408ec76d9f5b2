// `npm start`: installs what is missing, builds what changed, and starts the server. Everything after `--` goes to it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root } from './root.mjs';

try {
  install();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (build() !== 0) process.exit(1);

const server = spawn(process.execPath, [join(root, 'apps/server/dist/index.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
// The terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM to this process only, so it is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
// npm does not pass signals through the shell it starts scripts with: when it has gone, so does the server.
const parent = process.ppid;
if (process.env.npm_lifecycle_event === 'start') setInterval(() => process.ppid !== parent && server.kill('SIGTERM'), 500);
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)));
