import { parseSettings, SettingsError } from './settings/settings.ts';
import { startServer, type RunningServer } from './start-server.ts';
import { StartUpError } from './start-up-error.ts';

/** Requests under way get this many milliseconds to end. */
const longestStop = 20_000;

/** The program: starts the server from the environment, prints the link, and stops it in good order on a signal. */
export async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((flag) => flag !== '--no-sample');
  if (unknown !== undefined) {
    process.stderr.write(`Unknown flag "${unknown}". The server takes: --no-sample\n`);
    process.exit(2);
  }
  const starting = start(!args.includes('--no-sample'));
  const channel = process.send?.bind(process);
  stopInGoodOrder(starting, channel !== undefined); // before anyone can know that the server answers
  const server = await starting;
  process.stdout.write(`\n  Millrace is ready. Open\n\n  ${server.link}\n\n`);
  channel?.({ url: server.url, token: server.token });
}

/** On a signal, or when the parent goes: waits for a start under way, closes the server and ends; a second signal ends at once. */
function stopInGoodOrder(starting: Promise<RunningServer>, hasParent: boolean): void {
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write(`Stopping (${reason}).\n`);
    setTimeout(() => {
      process.stderr.write('Stopping took too long; what was under way goes on at the next start.\n');
      process.exit(1);
    }, longestStop).unref();
    starting.then((server) => server.close()).then(() => process.exit(0), (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (hasParent) process.once('disconnect', () => stop('the program that started this one has ended'));
}

async function start(sample: boolean): Promise<RunningServer> {
  try {
    return await startServer({ settings: parseSettings(process.env, process.cwd()), launchFolder: process.cwd(), sample });
  } catch (error) {
    const expected = error instanceof SettingsError || error instanceof StartUpError;
    process.stderr.write(`Millrace could not start.\n${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}
