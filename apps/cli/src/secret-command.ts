import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import type { ReadStream } from 'node:tty';
import { secretNameSchema, secretSummarySchema } from '@millrace/workflow';
import { z } from 'zod';
import { ApiClient } from './api-client.ts';
import type { CommandLine } from './command-line.ts';
import type { Output } from './run-progress.ts';
import { CommandFailed } from './usage-error.ts';
import { withServer } from './with-server.ts';

/** `millrace secret set|list|remove`. No value is ever printed. */
export async function secretCommand(line: Extract<CommandLine, { command: 'secret' }>, input: ReadStream, out: Output): Promise<number> {
  if (line.act === 'list') {
    const secrets = await withServer((server) => new ApiClient(server).get('/api/secrets', z.array(secretSummarySchema)));
    for (const { name, description, lastUsedAt, problem } of secrets) {
      out.write(`${name}${description ? `: ${description}` : ''} (${lastUsedAt ? `last used ${lastUsedAt}` : 'never used'})\n${problem ? `  ${problem}\n` : ''}`);
    }
    if (secrets.length === 0) out.write('There are no secrets. "millrace secret set NAME" stores one.\n');
    return 0;
  }
  const name = secretNameSchema.safeParse(line.name);
  if (!name.success) throw new CommandFailed(`"${line.name}" cannot be the name of a secret. ${name.error.issues[0]?.message ?? ''}.`);
  const path = `/api/secrets/${encodeURIComponent(line.name)}`;
  if (line.act === 'remove') {
    await withServer((server) => new ApiClient(server).delete(`${path}${line.force ? '?force' : ''}`));
    out.write(`The secret "${line.name}" is removed.\n`);
    return 0;
  }
  const value = await readValue(line.name, input, out);
  if (value === '') throw new CommandFailed('The value is empty; nothing was stored.');
  await withServer((server) => new ApiClient(server).put(path, { value, ...(line.description === undefined ? {} : { description: line.description }) }, secretSummarySchema));
  out.write(`The secret "${line.name}" is stored.\n`);
  return 0;
}

/** Without the line break at its end, which an editor or `echo` adds. */
async function readValue(name: string, input: ReadStream, out: Output): Promise<string> {
  if (!input.isTTY) return (await readAll(input)).replace(/\r?\n$/, '');
  out.write(`Value of "${name}" (it is not shown): `);
  const silent = createInterface({ input, terminal: true }); // without an output nothing is echoed
  try {
    return await new Promise<string>((resolve, reject) => {
      silent.once('line', resolve);
      silent.once('SIGINT', () => reject(new CommandFailed('Nothing was stored.')));
      silent.once('close', () => resolve(''));
    });
  } finally {
    silent.close();
    out.write('\n');
  }
}
