import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface ServerAddress {
  readonly url: string;
  readonly token: string;
}

/** The server that runs now, as the data folder or the environment tells; nothing when none answers. */
export async function findServer(environment: Readonly<Record<string, string | undefined>>): Promise<ServerAddress | undefined> {
  const dataDir = resolve(environment['MILLRACE_DATA_DIR'] || '.millrace');
  const token = environment['MILLRACE_TOKEN'] || (await readFile(join(dataDir, 'token'), 'utf8').catch(() => '')).trim();
  const candidates = [await recordedUrl(dataDir), addressFrom(environment)];
  for (const url of candidates) {
    if (url !== undefined && token && (await answers(url))) return { url, token };
  }
  return undefined;
}

async function recordedUrl(dataDir: string): Promise<string | undefined> {
  try {
    const record: unknown = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'));
    return typeof record === 'object' && record !== null && 'url' in record && typeof record.url === 'string' ? record.url : undefined;
  } catch {
    return undefined; // no server has written it, or one is writing it now
  }
}

function addressFrom(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const port = environment['MILLRACE_PORT'];
  const host = environment['MILLRACE_HOST'] || '127.0.0.1';
  return port && environment['MILLRACE_TOKEN'] ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : undefined;
}

async function answers(url: string): Promise<boolean> {
  return fetch(new URL('/api/health', url), { signal: AbortSignal.timeout(5000) }).then((response) => response.ok, () => false);
}
