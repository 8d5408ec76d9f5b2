import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd, ServerUnderTest } from './server-under-test.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'millrace-start-')); });
let server: ServerUnderTest;
beforeEach(() => { server = new ServerUnderTest(); });
afterEach(async () => {
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('the first start makes a token that only its owner can read, and later starts keep it', async () => {
  await server.start();
  const { token } = server;
  expect(token.length).toBeGreaterThanOrEqual(43);
  expect(readFileSync(join(server.dataDir, 'token'), 'utf8').trim()).toBe(token);
  expect(statSync(join(server.dataDir, 'token')).mode & 0o777).toBe(0o600);
  expect(statSync(join(server.dataDir, 'server.json')).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(join(server.dataDir, 'server.json'), 'utf8'))).toEqual({ url: server.url, pid: server.pid });
  expect(server.output).toContain(`${server.url}/?token=${token}`);
  expect(await server.stop()).toBe(0);
  expect(existsSync(join(server.dataDir, 'server.json'))).toBe(false);
  await server.start();
  expect(server.token).toBe(token);
  expect(await server.stop('SIGINT')).toBe(0);
});

test('a server that is told to stop as soon as it answers stops in good order', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    await server.start();
    expect(await server.stop(signal)).toBe(0);
  }
});

test('a token from the environment is used and not written down', async () => {
  await server.start({ environment: { MILLRACE_TOKEN: 'a-token-of-my-own' } });
  expect(server.token).toBe('a-token-of-my-own');
  expect((await server.request('GET', '/api/workflows')).status).toBe(200);
  expect(existsSync(join(server.dataDir, 'token'))).toBe(false);
});

test('a second server on one data folder refuses with exit code 1 and says so; the first goes on', async () => {
  await server.start();
  const second = await runToEnd(['--no-sample'], { MILLRACE_DATA_DIR: server.dataDir }, folder);
  expect(second.code).toBe(1);
  expect(second.output).toContain(server.dataDir);
  expect(second.output).toMatch(/another|already/i);
  expect((await server.request('GET', '/api/health')).status).toBe(200);
});

test('a port that is in use is named', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => { taken.listen(0, '127.0.0.1', resolve); });
  const { port } = taken.address() as AddressInfo;
  const { code, output } = await runToEnd(['--no-sample'], { MILLRACE_PORT: String(port), MILLRACE_DATA_DIR: join(folder, 'data') }, folder);
  taken.close();
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} on 127.0.0.1 is in use`);
});

test.each([
  [{ MILLRACE_PORT: 'http' }, 'MILLRACE_PORT must be a port number'],
  [{ MILLRACE_HOST: '0.0.0.0' }, 'set MILLRACE_TOKEN'],
])('the start with %j is refused in words', async (environment, message) => {
  const { code, output } = await runToEnd([], environment, folder);
  expect(code).toBe(1);
  expect(output).toContain(message);
  expect(output).not.toContain('    at ');
});

test('a database that cannot be reached is named without its password', async () => {
  const { code, output } = await runToEnd([], { DATABASE_URL: 'postgres://me:my-secret@127.0.0.1:1/db', MILLRACE_DATA_DIR: join(folder, 'data') }, folder);
  expect(code).toBe(1);
  expect(output).toContain('The database at 127.0.0.1:1 cannot be used');
  expect(output).toContain('Look at DATABASE_URL');
  expect(output).not.toContain('my-secret');
});

test('a data folder that cannot be made is refused in words', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { code, output } = await runToEnd([], { MILLRACE_DATA_DIR: join(folder, 'file/data') }, folder);
  expect(code).toBe(1);
  expect(output).toContain('Set MILLRACE_DATA_DIR');
});

test('an unknown flag is refused with exit code 2', async () => {
  expect(await runToEnd(['--sampel'], {}, folder)).toMatchObject({ code: 2, output: expect.stringContaining('Unknown flag "--sampel"') });
});

test('the very first start imports the examples and runs the sample, the next one does not, and --no-sample never does', async () => {
  await server.start({ flags: ['--no-sample'] });
  expect((await server.request('GET', '/api/workflows')).body).toEqual([]);
  await server.stop();
  await server.start({ flags: [] });
  const workflows = (await server.request('GET', '/api/workflows')).body;
  expect(workflows.length).toBeGreaterThan(0);
  const runs = (await server.request('GET', '/api/runs')).body;
  expect(runs).toEqual([expect.objectContaining({ trigger: { kind: 'sample' } })]);
  await server.request('POST', `/api/runs/${runs[0].id}/cancel`);
  await server.stop();
  await server.start({ flags: [] });
  expect((await server.request('GET', '/api/workflows')).body).toHaveLength(workflows.length);
  expect((await server.request('GET', '/api/runs')).body).toHaveLength(1);
});
