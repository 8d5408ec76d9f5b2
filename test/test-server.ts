import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A server of its own data folder, started as a user starts it: as a process. */
export class TestServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'millrace-e2e-'));
  readonly token = 'test-token-0123456789abcdef0123456789abcdef';
  url = '';
  output = '';
  #process: ChildProcess | undefined;

  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  /** Starts, or starts again on the same data, and resolves when the server answers. */
  async start(): Promise<void> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [join(root, 'apps/server/dist/index.js'), '--no-sample'], {
      cwd: root,
      env: { PATH: process.env.PATH, MILLRACE_PORT: String(port), MILLRACE_DATA_DIR: this.dataDir, MILLRACE_TOKEN: this.token, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stdout.on('data', (chunk) => { this.output += chunk; });
    child.stderr.on('data', (chunk) => { this.output += chunk; });
    await this.until(async () => {
      if (child.exitCode !== null) throw new Error(`The server ended: ${this.output}`);
      return (await fetch(`${this.url}/api/health`).catch(() => undefined))?.ok;
    });
  }

  /** Ends the server process at once, as a crash or the out-of-memory killer would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A request of the API; throws with the answer's text when it is refused. */
  async api<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as Answer; // the test names what it expects
  }

  /** Asks again until the answer is truthy; the test's own time limit ends it. */
  async until<Answer>(ask: () => Promise<Answer>): Promise<NonNullable<Answer>> {
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      await pause(50);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => { probe.listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo; // listening on TCP
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
}
