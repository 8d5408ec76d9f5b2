import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

test('npm start starts the server, and ending npm ends it too', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-start-'));
  const npm = spawn('npm', ['start', '--', '--no-sample'], {
    cwd: root, stdio: 'ignore', env: { PATH: process.env.PATH, HOME: process.env.HOME, MILLRACE_PORT: '0', MILLRACE_DATA_DIR: dataDir },
  });
  let server: { url: string; pid: number } | undefined;
  while (!server) {
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}`);
    server = read(join(dataDir, 'server.json'));
    await pause(50);
  }
  expect(await (await fetch(`${server.url}/api/health`)).json()).toEqual({ status: 'ok' });
  npm.kill('SIGTERM');
  while (isAlive(server.pid)) await pause(50);
  rmSync(dataDir, { recursive: true });
}, 120_000);

function read(path: string): { url: string; pid: number } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // not written yet
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
