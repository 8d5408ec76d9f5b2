import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const plugins = fileURLToPath(new URL('../../server/test/fixtures/plugins', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

function start(args: string[], environment: Record<string, string> = {}, input = ''): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { PATH: process.env['PATH'], MILLRACE_PLUGINS_DIRS: plugins, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { text += part; });
  return { child, output: () => text, ended: once(child, 'close').then(([code]) => code) };
}

async function millrace(args: string[], environment: Record<string, string> = {}, input = ''): Promise<{ code: number | null; output: string }> {
  const { output, ended } = start(args, environment, input);
  const code = await ended;
  return { code, output: output() };
}

function file(name: string, document: unknown): string {
  writeFileSync(join(folder, name), typeof document === 'string' ? document : JSON.stringify(document));
  return name;
}

const workflow = (nodes: object[], more: object = {}) => ({ millrace: 1, name: 'From the command line', nodes, edges: [], ...more });
const count = { id: 'count', name: 'Count', type: 'probe.count', params: { to: 3 } };

test('help says how to use it, and what is not understood is answered with that and exit code 2', async () => {
  expect(await millrace(['--help'])).toEqual({ code: 0, output: expect.stringContaining('millrace run FILE') });
  expect(await millrace(['rnu'])).toEqual({ code: 2, output: expect.stringMatching(/There is no command "rnu"\.[^]*Usage/) });
  expect(await millrace(['run'])).toEqual({ code: 2, output: expect.stringContaining('"run" takes FILE') });
});

test('run starts a server for its time, shows the nodes and metrics, and leaves nothing running', async () => {
  const { code, output } = await millrace(['run', file('good.json', workflow([count]))]);
  expect(output).toContain('Count: done in');
  expect(output).toContain('Count: count = 3');
  expect(output).toContain('Run 1 of "From the command line" succeeded.');
  expect(code).toBe(0);
  expect(existsSync(join(folder, '.millrace/server.json'))).toBe(false);
});

test('a run that fails is told with the reason and exit code 1', async () => {
  const { code, output } = await millrace(['run', file('fail.json', workflow([{ id: 'fail', type: 'probe.fail' }], { name: 'Fails' }))]);
  expect(output).toContain('fail: failed: This node always fails');
  expect(output).toContain('of "Fails" failed');
  expect(code).toBe(1);
});

test.each([
  ['not-json.json', '{"millrace": 1,', 'not JSON'],
  ['newer.json', { millrace: 99, name: 'x' }, 'newer'],
  ['cycle.json', workflow([{ id: 'a', type: 'probe.wait', params: { until: '/x' } }, { id: 'b', type: 'probe.wait', params: { until: '/x' } }], { edges: [{ from: 'a.text', to: 'b.text' }, { from: 'b.text', to: 'a.text' }] }), 'form a cycle'],
  ['unknown.json', workflow([{ id: 'a', type: 'probe.coutn' }]), 'did you mean "probe.count"?'],
  ['cron.json', workflow([count], { triggers: [{ id: 't', type: 'schedule', cron: 'often' }] }), 'is not a cron pattern'],
])('check says what is wrong with %s and ends with 1', async (name, document, message) => {
  const { code, output } = await millrace(['check', file(name, document)]);
  expect(output).toContain(`${name}: `);
  expect(output).toContain(message);
  expect(code).toBe(1);
});

test('a file that is not there is named', async () => {
  expect(await millrace(['check', 'nowhere.json'])).toEqual({ code: 1, output: expect.stringContaining('nowhere.json cannot be read') });
});

test('predict without a server says how to get one', async () => {
  expect(await millrace(['predict', 'spam', 'hello'])).toEqual({ code: 1, output: expect.stringContaining('No server runs here') });
});

describe('with a server that runs', () => {
  let server: ReturnType<typeof start>;
  beforeAll(async () => {
    server = start(['start', '--no-sample'], { MILLRACE_PORT: '0' });
    while (!existsSync(join(folder, '.millrace/server.json')) || !server.output().includes('?token=')) await Promise.race([once(server.child.stdout!, 'data'), server.ended]);
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  test('check and run find it through the data folder, and a run of the same name is a new version', async () => {
    expect(await millrace(['check', file('good.json', workflow([count]))])).toEqual({ code: 0, output: 'good.json: "From the command line" can run (1 nodes).\n' });
    const { code, output } = await millrace(['run', file('good.json', workflow([{ ...count, params: { to: 4 } }]))]);
    expect(output).toContain('Count: count = 4');
    expect(code).toBe(0);
  });

  test('run runs a part of a workflow, and an id that is not there is answered with the one that was meant', async () => {
    const path = file('parts.json', workflow([count, { ...count, id: 'again', name: 'Again' }], { name: 'Parts' }));
    const { code, output } = await millrace(['run', path, '--to', 'again']);
    expect(output).toContain('Again: count = 3');
    expect(output).not.toContain('Count: count');
    expect(code).toBe(0);
    expect(await millrace(['run', path, '--only', 'agian'])).toEqual({ code: 1, output: 'parts.json: "Parts" has no node "agian"; did you mean "again"?\n' });
  });

  test('run gives the inputs of a workflow their values, and says which one is missing', async () => {
    const path = file('inputs.json', workflow([{ ...count, params: { to: { $expression: 'inputs.rows * 2' } } }], { name: 'Inputs', inputs: [{ name: 'rows', type: 'integer' }] }));
    expect(await millrace(['run', path, '--input', 'rows=4'])).toEqual({ code: 0, output: expect.stringContaining('Count: count = 8') });
    expect(await millrace(['run', path])).toEqual({ code: 1, output: 'inputs.json: The input "rows" needs a value: a whole number. Write --input rows=VALUE\n' });
  });

  test('secret stores what it reads from standard input, lists names, and says who uses what it is to remove', async () => {
    expect(await millrace(['secret', 'set', 'mail', '--description', 'For reports'], {}, 'opens-the-mail\n')).toEqual({ code: 0, output: 'The secret "mail" is stored.\n' });
    expect(await millrace(['secret', 'list'])).toEqual({ code: 0, output: 'mail: For reports (never used)\n' });
    const path = file('secret.json', workflow([{ id: 'tell', type: 'probe.tell', params: { password: { $secret: 'mial' } } }], { name: 'Secretive' }));
    expect(await millrace(['check', path])).toEqual({ code: 1, output: 'secret.json: error: "tell", password: there is no secret "mial": did you mean "mail"?\n' });
    file('secret.json', workflow([{ id: 'tell', type: 'probe.tell', params: { password: { $secret: 'mail' } } }], { name: 'Secretive' }));
    const { code, output } = await millrace(['run', path]);
    expect([code, output.includes('opens-the-mail')]).toEqual([1, false]);
    expect(await millrace(['secret', 'remove', 'mail'])).toEqual({ code: 1, output: expect.stringContaining('The secret "mail" is used by "Secretive"') });
    expect(await millrace(['secret', 'remove', 'mail', '--force'])).toEqual({ code: 0, output: 'The secret "mail" is removed.\n' });
  });

  test('predict passes on what the server says', async () => {
    expect(await millrace(['predict', 'spam', 'hello'])).toEqual({ code: 1, output: 'There is no deployment "spam"\n' });
  });

  test('Ctrl-C cancels the run', async () => {
    const waiting = start(['run', file('wait.json', workflow([{ id: 'wait', type: 'probe.wait', params: { until: join(folder, 'never') } }], { name: 'Waits' }))]);
    while (!waiting.output().includes('wait: ')) await Promise.race([once(waiting.child.stdout!, 'data'), waiting.ended]);
    waiting.child.kill('SIGINT');
    expect(await waiting.ended).toBe(1);
    expect(waiting.output()).toContain('of "Waits" cancelled');
  });
});
