import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecretCipher } from '../dist/secrets/secret-keys.js';
import { ServerUnderTest } from './server-under-test.ts';
import { WatchPage } from './watch-page.ts';

const value = 'tr0ub4dor & "three"/+'; // takes another form in each encoding
const forms = [value, Buffer.from(value).toString('base64').slice(0, -4), Buffer.from(`me:${value}`).toString('base64').slice(4, -4), encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
const server = new ServerUnderTest();
beforeAll(() => server.start());
afterAll(() => server.remove());

const put = (name: string, body: object) => server.request('PUT', `/api/secrets/${name}`, body);

/** Runs a node that tells its secret; answers with all that the page got of it. */
async function run(name: string, how: string) {
  const id = await server.save({ name: `Tell ${how}`, nodes: [{ id: 'tell', type: 'probe.tell', params: { password: { $secret: name }, how } }] });
  const page = await WatchPage.open(server, await server.run(id));
  const { nodes } = await page.finished();
  page.close();
  return { id, node: nodes.tell, traffic: JSON.stringify([page.events, page.run]) };
}

/** What the data folder holds, all files as one text. */
function onDisk(): string {
  return readdirSync(server.dataDir, { recursive: true, encoding: 'utf8' }).map((path) => join(server.dataDir, path)).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'latin1')).join('\n');
}

test('a secret is stored, listed without its value, and described anew', async () => {
  expect(await put('mail', { description: 'no value yet' })).toMatchObject({ status: 400, body: { message: 'There is no secret "mail" yet: give it a value' } });
  expect(await put('9 lives', { value })).toMatchObject({ status: 400, body: { message: expect.stringContaining('Begin with a letter') } });
  expect(await put('mail', { value: 5 })).toMatchObject({ status: 400 });
  expect(await put('mail', { value, description: 'For reports' })).toMatchObject({ status: 200, body: { name: 'mail', description: 'For reports' } });
  expect(await put('mail', { description: 'For all reports' })).toMatchObject({ status: 200, body: { description: 'For all reports' } });
  const answers = [await server.request('GET', '/api/secrets'), await server.request('GET', '/api/secrets/mail')];
  expect(answers).toMatchObject([{ body: [{ name: 'mail', description: 'For all reports' }] }, { body: { name: 'mail', usedBy: [] } }]);
  expect(JSON.stringify(answers)).not.toContain(value);
  expect(await server.request('GET', '/api/secrets/none')).toMatchObject({ status: 404, body: { message: 'There is no secret "none"' } });
});

test('a run is refused that names no secret that there is, or holds a value in the place of a name', async () => {
  const refused = async (password: unknown) => server.request('POST', `/api/workflows/${await server.save({ nodes: [{ id: 'tell', type: 'probe.tell', params: { password } }] })}/runs`, {});
  expect(await refused({ $secret: 'mial' })).toMatchObject({ status: 422, body: { diagnostics: [{ code: 'secret', nodeId: 'tell', parameter: 'password', message: '"tell", password: there is no secret "mial": did you mean "mail"?' }] } });
  expect(await refused('hunter22')).toMatchObject({ status: 422, body: { diagnostics: [{ code: 'secret', message: expect.stringContaining('does not belong in the workflow') }] } });
});

test('a node that prints, reports and throws its secret shows ***, and no file, event or log line has it', async () => {
  const ended = [await run('mail', 'throw'), await run('mail', 'reject'), await run('mail', 'output'), await run('mail', 'log')];
  expect(ended.map(({ node }) => [node?.state, node?.error?.message])).toEqual([
    ['failed', expect.stringMatching(/^not .{0,8}\*\*\* \*\*\* .* \*\*\*$/)], ['failed', '***'], ['failed', expect.stringContaining('The output "text" holds the value of a secret.')], ['succeeded', undefined],
  ]);
  const [{ id, traffic }] = ended;
  for (const told of ['said ***', 'printed ***', 'metric ***', 'at ***', 'x***']) expect([told, traffic.includes(told)]).toEqual([told, true]);
  const everything = [...ended.map((run) => run.traffic), server.output, onDisk()];
  for (const text of everything) for (const form of forms) expect(text.includes(form)).toBe(false);
  expect(server.output).toContain('"secret":"mail"');
  expect(await server.request('GET', '/api/secrets/mail')).toMatchObject({ body: { lastUsedAt: expect.any(String), usedBy: expect.arrayContaining([{ id, name: 'Tell throw' }]) } });
});

test('a new value under the same name leaves what was made with the old one', async () => {
  await put('door', { value: 'the first value' });
  const { id, node } = await run('door', 'log');
  await put('door', { value: 'the second value' });
  const page = await WatchPage.open(server, await server.run(id));
  expect((await page.finished()).nodes.tell).toMatchObject({ state: 'reused', outputs: node?.outputs });
  page.close();
});

test('a secret that workflows use is removed by force only', async () => {
  expect(await server.request('DELETE', '/api/secrets/door')).toMatchObject({ status: 409, body: { message: expect.stringMatching(/^The secret "door" is used by "Tell log" \(.+\): choose another there/) } });
  expect((await server.request('DELETE', '/api/secrets/door?force')).status).toBe(204);
  expect((await server.request('DELETE', '/api/secrets/door')).status).toBe(404);
});

test('without the key of its secrets the server starts, and says what is wrong where one is listed or used', async () => {
  const path = join(server.dataDir, 'secret-key');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  await server.stop();
  rmSync(path);
  await server.start({ environment: { MILLRACE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') } });
  expect(await server.request('GET', '/api/secrets')).toMatchObject({ body: [{ name: 'mail', problem: expect.stringContaining('Bring that key back') }] });
  expect((await run('mail', 'throw')).node?.error?.message).toMatch(/^The secret "mail" was encrypted with another key/);
});

test('a key file that holds no key is left as it is, and secrets say what to do', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-keys-'));
  const errors: string[] = [];
  const log = { error: (message: string) => errors.push(message), warn: () => undefined };
  try {
    const first = loadSecretCipher({ dataDir, secretKeys: [] }, log).seal('hub', 'value');
    expect(loadSecretCipher({ dataDir, secretKeys: [] }, log).open('hub', first)).toBe('value');
    writeFileSync(join(dataDir, 'secret-key'), 'no key\n');
    expect(() => loadSecretCipher({ dataDir, secretKeys: [] }, log).open('hub', first)).toThrow(/^The secret "hub" cannot be decrypted\. The file .*secret-key does not hold a key of 32 bytes/);
    expect(errors).toEqual([expect.stringContaining('Secrets cannot be used.')]);
    expect(readFileSync(join(dataDir, 'secret-key'), 'utf8')).toBe('no key\n');
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
