// Starts the server of this benchmark and asks it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A server on a data folder of its own; `close` ends it and removes the folder. With `dataDir` and `port` of one that was killed,
 * it takes its place.
 */
export async function startServerProcess({ dataDir = mkdtempSync(join(tmpdir(), 'millrace-bench-')), port = '0', environment = {} } = {}) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [dataDir, port], { env: { ...process.env, ...environment } });
  const [{ ready: { url, token } }] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('The server did not start'); })]);
  let asked = 0;
  const waiting = new Map();
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(error));
  });
  const authorization = `Bearer ${token}`;
  const api = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, { method, headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) }, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    dataDir,
    port: new URL(url).port,
    api,
    upload: async (name, body) => {
      const response = await fetch(`${url}/api/files?name=${name}`, { method: 'POST', headers: { authorization, 'content-type': 'application/octet-stream' }, body });
      if (!response.ok) throw new Error(`${name} could not be uploaded: ${await response.text()}`);
    },
    /** Saves a workflow and answers its id. */
    save: async (document) => (await api('POST', '/api/workflows', { document })).id,
    address: (workflowId) => `${url}/workflows/${workflowId}?token=${encodeURIComponent(token)}`,
    bytes: async (address) => Buffer.from(await (await fetch(address, { headers: { authorization } })).arrayBuffer()),
    /** Asks the process itself, which makes runs and their events. */
    ask: (name, args) => new Promise((resolve, reject) => {
      waiting.set(++asked, { resolve, reject });
      child.send({ id: asked, name, args });
    }),
    /** Ends it at once, as a crash would. */
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    close: async () => {
      if (child.connected) {
        const gone = once(child, 'exit');
        child.disconnect();
        await gone;
      }
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
