// From a hub on this machine through the server to a model in a run: the token stays in the server, and what is the same is not run again.
import type { Run } from '@millrace/workflow';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HubServer } from '../packages/hub/test/hub-server.ts';
import { TestServer } from './test-server.ts';

const golden = fileURLToPath(new URL('fixtures/golden/bert-tiny/', import.meta.url));
const hub = new HubServer();
let server: TestServer;
let workflowId: string;

beforeAll(async () => {
  for (const name of ['config.json', 'model.safetensors', 'tokenizer.json']) hub.files.set(name, readFileSync(golden + name));
  hub.files.set('pytorch_model.bin', Buffer.from('not wanted'));
  hub.large.add('model.safetensors');
  server = new TestServer({ MILLRACE_HUB_URL: await hub.start(), MILLRACE_HUB_TOKEN: 'hub-secret' });
  await server.start();
  const document = {
    millrace: 1, name: 'Pretrained', edges: [{ from: 'load.table', to: 'tokenize.table' }, { from: 'bert.tokenizer', to: 'tokenize.tokenizer' }],
    nodes: [
      { id: 'bert', type: 'learn.pretrained', name: 'BERT', params: { model: 'org/name' } },
      { id: 'load', type: 'data.load', name: 'Load', params: { path: 'examples/data/seattle-weather.csv' } },
      { id: 'tokenize', type: 'text.tokenize', name: 'Tokenize', params: { textColumn: 'weather', labelColumn: '' } },
    ],
  };
  ({ id: workflowId } = await server.api<{ id: string }>('POST', '/api/workflows', { document }));
}, 60_000);
afterAll(async () => {
  await server.stop();
  await hub.stop();
});

async function run(workflow = workflowId): Promise<Run> {
  const { id } = await server.api<{ id: string }>('POST', `/api/workflows/${workflow}/runs`, {});
  return server.until(async () => {
    const now = await server.api<Run>('GET', `/api/runs/${id}`);
    return ['succeeded', 'failed', 'cancelled'].includes(now.state) ? now : undefined;
  });
}

test('a model is downloaded by the server, looked up again at the next run, and what follows from the same bytes is reused', async () => {
  const first = await run();
  expect([first.state, first.nodes.bert?.error?.message]).toEqual(['succeeded', undefined]);
  expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer hub-secret']));
  expect(hub.requests.some(({ path }) => path.includes('pytorch_model'))).toBe(false);
  const downloads = hub.requests.length;
  const second = await run();
  expect([second.nodes.bert?.state, second.nodes.tokenize?.state]).toEqual(['succeeded', 'reused']);
  expect(hub.requests.length).toBe(downloads + 1);
}, 60_000);

test('a secret that the node names is the token of its download', async () => {
  await server.api('PUT', '/api/secrets/hub-token', { value: 'of-the-node' });
  const before = hub.requests.length;
  const document = { millrace: 1, name: 'With a token', edges: [], nodes: [{ id: 'bert', type: 'learn.pretrained', params: { model: 'org/name', token: { $secret: 'hub-token' } } }] };
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document });
  expect((await run(id)).state).toBe('succeeded');
  expect(new Set(hub.requests.slice(before).map(({ authorization }) => authorization))).toEqual(new Set(['Bearer of-the-node']));
}, 60_000);

test('a hub that refuses fails the node in words', async () => {
  hub.interfere = (_, response) => { response.writeHead(404).end(); return true; };
  const failed = await run();
  expect(failed.state).toBe('failed');
  expect(failed.nodes.bert?.error?.message).toContain('has no model "org/name" at revision "main" (404)');
}, 60_000);

test('a model that nobody here can read is refused before its weights are fetched', async () => {
  const [config, interfere] = [hub.files.get('config.json')!, hub.interfere];
  const before = hub.requests.length;
  try {
    hub.interfere = () => false;
    hub.commit = 'b'.repeat(40);
    hub.files.set('config.json', Buffer.from('{"model_type": "llama"}'));
    const failed = await run();
    expect(failed.nodes.bert?.error?.message).toBe('"org/name" is a model of the type "llama"; this node reads: bert, gpt2.');
    expect(hub.requests.slice(before).filter(({ path }) => path.includes('safetensors'))).toEqual([]);
  } finally {
    hub.files.set('config.json', config);
    hub.interfere = interfere;
  }
}, 60_000);
