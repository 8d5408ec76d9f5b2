import { pino, type DestinationStream, type Logger } from 'pino';

/** The server's log on standard error: lines of JSON, or short text on a terminal. It never prints the token. */
export function createLog(level: string, secrets: readonly string[]): Logger {
  const mask = (line: string) => secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
  const write = process.stderr.isTTY ? (line: string) => process.stderr.write(readable(line)) : (line: string) => process.stderr.write(line);
  const destination: DestinationStream = { write: (line: string) => write(mask(line)) };
  return pino({
    level,
    base: null,
    redact: { paths: ['token', '*.token', 'headers.authorization', 'headers.cookie', '*.headers.authorization', '*.headers.cookie'], censor: '***' },
  }, destination);
}

const levels: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

function readable(line: string): string {
  const { level, time, msg, err, ...rest }: { level: number; time: number; msg?: string; err?: { stack?: string } } = JSON.parse(line);
  const details = Object.entries(rest).map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join('');
  return `${new Date(time).toTimeString().slice(0, 8)} ${(levels[level] ?? '').padEnd(5)} ${msg ?? ''}${details}\n${err?.stack ? `${err.stack}\n` : ''}`;
}
