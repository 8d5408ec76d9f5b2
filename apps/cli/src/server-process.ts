import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CommandFailed } from './usage-error.ts';

const program = fileURLToPath(new URL('../../server/dist/index.js', import.meta.url));

/** Runs the server in the foreground until it ends; resolves with its exit code. */
export async function runServer(flags: readonly string[]): Promise<number> {
  const child = fork(program, [...flags], { stdio: 'inherit' });
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  // A terminal sends Ctrl-C to both of us; SIGTERM reaches only this process.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  process.on('SIGTERM', passOn);
  const [code] = await once(child, 'exit');
  process.off('SIGINT', ignore);
  process.off('SIGTERM', passOn);
  return typeof code === 'number' ? code : 1;
}

export interface BorrowedServer {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Starts a server for as long as a command needs it, on a free port. Throws a CommandFailed with what the server said. */
export async function borrowServer(): Promise<BorrowedServer> {
  const child = fork(program, ['--no-sample'], {
    env: { ...process.env, MILLRACE_PORT: '0', MILLRACE_HOST: '127.0.0.1', MILLRACE_LOG_LEVEL: process.env['MILLRACE_LOG_LEVEL'] ?? 'error' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A process group of its own: Ctrl-C reaches the command, which cancels its run before the server goes.
    detached: true,
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const address = await new Promise<{ url: string; token: string }>((resolve, reject) => {
    child.on('message', (message) => {
      if (isAddress(message)) resolve(message);
    });
    child.once('error', (error) => reject(new CommandFailed(`The server could not be started: ${error.message}`)));
    child.once('exit', (code) => reject(new CommandFailed(`The server could not be started (exit code ${code}).\n${said.trim()}`)));
  });
  return { ...address, close: () => end(child) };
}

function isAddress(message: unknown): message is { url: string; token: string } {
  return typeof message === 'object' && message !== null && 'url' in message && 'token' in message && typeof message.url === 'string' && typeof message.token === 'string';
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
