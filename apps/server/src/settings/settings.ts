// The server's configuration: one schema that parses the environment, and the table that the README shows.
import { delimiter, isAbsolute, resolve } from 'node:path';
import { parseSecretKey } from '@millrace/drivers';
import { z } from 'zod';

const list = (separator: string) => z.string().default('').transform((text) => text.split(separator).map((part) => part.trim()).filter(Boolean));

/** Every variable that the server reads, with its default and what it is for. */
export const environmentSchema = z.object({
  MILLRACE_PORT: z.coerce.number('must be a port number from 0 to 65535').int('must be a whole number').min(0, 'must be at least 0').max(65_535, 'must be at most 65535').default(7420)
    .describe('Port to listen on; 0 takes a free one.'),
  MILLRACE_HOST: z.string().min(1, 'must not be empty').default('127.0.0.1')
    .describe('Address to listen on. Anything but loopback needs `MILLRACE_TOKEN`.'),
  MILLRACE_DATA_DIR: z.string().min(1, 'must not be empty').default('.millrace')
    .describe('Folder for the database, artifacts, models and uploaded files.'),
  MILLRACE_TOKEN: z.string().regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces').optional()
    .describe('Secret that requests carry as `Authorization: Bearer`. Made on the first start when left out.'),
  MILLRACE_SECRET_KEY: list(',').refine((keys) => keys.every((key) => parseSecretKey(key) !== undefined), 'must be 32 bytes in base64, as "openssl rand -base64 32" prints them, or several such keys with commas between them')
    .describe('Key that secrets are encrypted with, 32 bytes in base64; further keys, after commas, open what was stored before. When left out, the file `secret-key` in the data folder, which is made on the first start.'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://').optional()
    .describe('PostgreSQL to use instead of the SQLite file in the data folder.'),
  MILLRACE_FILE_ROOTS: list(delimiter)
    .describe(`Further folders that workflows may read files from, separated by \`${delimiter}\`.`),
  MILLRACE_PLUGINS_DIRS: list(delimiter)
    .describe(`Further folders that hold plugins, separated by \`${delimiter}\`.`),
  MILLRACE_ALLOWED_HOSTS: list(',')
    .describe('Further host names that requests may address the server by (behind a proxy), separated by `,`.'),
  MILLRACE_UPLOAD_LIMIT_MIB: z.coerce.number('must be a number').positive('must be more than 0').default(2048)
    .describe('The largest file that may be uploaded, in MiB.'),
  MILLRACE_HUB_URL: z.url({ protocol: /^https?$/, error: 'must be an address that begins with https://' }).default('https://huggingface.co')
    .describe('Hub that pretrained models are downloaded from.'),
  MILLRACE_HUB_TOKEN: z.string().regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces').optional()
    .describe('Token for private and gated models of the hub. Sent to the hub alone, and never to a worker process.'),
  MILLRACE_HUB_OFFLINE: z.enum(['0', '1'], 'must be 0 or 1').default('0')
    .describe('1: pretrained models come from the cache in the data folder, and the hub is not asked.'),
  MILLRACE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'must be one of trace, debug, info, warn, error, silent').default('info')
    .describe('How much the log on standard error says.'),
});

/** What the rest of the server works with. Paths are absolute. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly token?: string;
  /** The first encrypts secrets; the others open what was encrypted before. */
  readonly secretKeys: readonly string[];
  readonly databaseUrl?: string;
  readonly fileRoots: readonly string[];
  readonly pluginsDirs: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly uploadLimitBytes: number;
  readonly logLevel: string;
  /** Where pretrained models come from. */
  readonly hub: { readonly baseUrl: string; readonly token?: string; readonly offline: boolean };
}

/** A configuration that cannot be used; the message names each variable at fault. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Parses the environment. Relative paths start at `folder`. Throws a SettingsError that names every bad variable. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>, folder: string): Settings {
  const given = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const shown = name === 'MILLRACE_TOKEN' || name === 'MILLRACE_HUB_TOKEN' || name === 'MILLRACE_SECRET_KEY' || name === 'DATABASE_URL' ? '' : ` (it is "${environment[name]}")`;
      return `${name} ${issue.message}${shown}`;
    }).join('\n'));
  }
  const values = parsed.data;
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(folder, path));
  if (!isLoopback(values.MILLRACE_HOST) && (values.MILLRACE_TOKEN?.length ?? 0) < 16) {
    throw new SettingsError(
      `MILLRACE_HOST ${values.MILLRACE_HOST} can be reached from other machines: set MILLRACE_TOKEN to a secret of at least 16 characters, or leave MILLRACE_HOST at 127.0.0.1`,
    );
  }
  return {
    port: values.MILLRACE_PORT,
    host: values.MILLRACE_HOST,
    dataDir: absolute(values.MILLRACE_DATA_DIR),
    ...(values.MILLRACE_TOKEN ? { token: values.MILLRACE_TOKEN } : {}),
    secretKeys: values.MILLRACE_SECRET_KEY,
    ...(values.DATABASE_URL ? { databaseUrl: values.DATABASE_URL } : {}),
    fileRoots: values.MILLRACE_FILE_ROOTS.map(absolute),
    pluginsDirs: values.MILLRACE_PLUGINS_DIRS.map(absolute),
    allowedHosts: values.MILLRACE_ALLOWED_HOSTS,
    uploadLimitBytes: Math.round(values.MILLRACE_UPLOAD_LIMIT_MIB * 1024 * 1024),
    logLevel: values.MILLRACE_LOG_LEVEL,
    hub: { baseUrl: values.MILLRACE_HUB_URL, ...(values.MILLRACE_HUB_TOKEN ? { token: values.MILLRACE_HUB_TOKEN } : {}), offline: values.MILLRACE_HUB_OFFLINE === '1' },
  };
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** One row a variable, for the README: name, default, meaning. */
export function describeSettings(): { name: string; default: string; description: string }[] {
  const { properties = {} } = z.toJSONSchema(environmentSchema, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => {
    const { default: value, description = '' } = typeof schema === 'object' ? schema : {};
    return { name, default: value === undefined || value === '' ? '' : String(value), description };
  });
}
