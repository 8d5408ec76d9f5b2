import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@millrace/workflow';

const program = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const plugins = fileURLToPath(new URL('./fixtures/plugins', import.meta.url));

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or text; each test knows what it asked for. */
  readonly body: any;
}

/** The built server as a process of its own, on a data folder of its own. */
export class ServerUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-server-'));
  readonly dataDir = join(this.folder, 'data');
  url = '';
  token = '';
  output = '';
  #process: ChildProcess | undefined;

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the server, or starts it again on the same data; resolves when it answers. */
  async start({ flags = ['--no-sample'], environment = {} }: { flags?: string[]; environment?: Record<string, string> } = {}): Promise<void> {
    const child = launch(flags, { MILLRACE_DATA_DIR: this.dataDir, ...environment }, this.folder);
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { this.output += text; });
    const address = await new Promise<{ url: string; token: string }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as { url: string; token: string })); // what main sends
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${this.output}`)));
    });
    this.url = address.url;
    this.token = address.token;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
  }

  /** Resolves when the server has printed or logged the text. */
  async said(text: string): Promise<void> {
    const { stdout, stderr } = this.#process ?? {};
    if (!stdout || !stderr) throw new Error('The server does not run');
    while (!this.output.includes(text)) await Promise.race([once(stdout, 'data'), once(stderr, 'data')]);
  }

  /** Saves a workflow of these nodes and wires; returns its id. */
  async save(document: Readonly<Record<string, unknown>>): Promise<string> {
    const answer = await this.request('POST', '/api/workflows', { document: { millrace: 1, name: 'Test', nodes: [], edges: [], ...document } });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  }

  /** Starts a run; returns its id. */
  async run(workflowId: string, body: unknown = {}): Promise<string> {
    const answer = await this.request('POST', `/api/workflows/${workflowId}/runs`, body);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  }

  async events(runId: string): Promise<RunEvent[]> {
    return (await this.request('GET', `/api/runs/${runId}/events?limit=10000`)).body;
  }
}

/** Starts the program with nothing of this process's environment but the path. */
export function launch(flags: string[], environment: Record<string, string>, folder: string): ChildProcess {
  return fork(program, flags, {
    cwd: folder,
    env: { PATH: process.env['PATH'], MILLRACE_PORT: '0', MILLRACE_PLUGINS_DIRS: plugins, ...environment },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Runs the program to its end, for starts that fail. */
export async function runToEnd(flags: string[], environment: Record<string, string>, folder: string): Promise<{ code: number | null; output: string }> {
  const child = launch(flags, environment, folder);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { output += text; });
  const [code] = await once(child, 'close');
  return { code, output };
}
