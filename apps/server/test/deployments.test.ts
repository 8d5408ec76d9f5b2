import { ServerUnderTest } from './server-under-test.ts';
import { WatchPage } from './watch-page.ts';

const server = new ServerUnderTest();
let workflowId: string;

const document = (seed: number) => ({
  millrace: 1,
  name: 'An untrained model',
  nodes: [
    { id: 'load', type: 'data.load', params: { path: 'mail.csv' } },
    { id: 'tokenizer', type: 'text.tokenizer', params: { textColumn: 'text', vocabularySize: 300 } },
    { id: 'model', type: 'learn.bert', params: { size: 'tiny', hiddenSize: 64, maxPositions: 64, seed } },
    { id: 'save', type: 'serve.save', params: { name: 'mail' } },
    { id: 'deploy', type: 'serve.deploy', params: { name: 'mail' } },
  ],
  edges: [
    { from: 'load.table', to: 'tokenizer.table' }, { from: 'tokenizer.tokenizer', to: 'model.tokenizer' }, { from: 'model.model', to: 'save.model' }, { from: 'save.version', to: 'deploy.version' },
  ],
});

async function runToEnd(): Promise<void> {
  const page = await WatchPage.open(server, await server.run(workflowId));
  const run = await page.finished();
  page.close();
  expect([run.state, Object.values(run.nodes).flatMap((node) => node.error?.message ?? [])]).toEqual(['succeeded', []]);
}

const predict = (inputs: unknown) => server.request('POST', '/api/deployments/mail/predict', { inputs });
const deployments = async () => (await server.request('GET', '/api/deployments')).body;
/** What the deployment says of each text, in full: it tells versions apart. */
const answer = async () => (await predict('win money now')).body.predictions[0].probabilities;

beforeAll(async () => {
  await server.start();
  const rows = Array.from({ length: 30 }, (_, index) => `mail number ${index} with words about money and meetings,${index % 2 ? 'spam' : 'ham'}`);
  await server.request('POST', '/api/files?name=mail.csv', `text,label\n${rows.join('\n')}\n`, { 'content-type': 'application/octet-stream' });
  workflowId = await server.save(document(1));
  await runToEnd();
});
afterAll(() => server.remove());

test('a run saves a model and deploys it, and the endpoint answers texts in their order', async () => {
  expect(await deployments()).toEqual([{ name: 'mail', model: 'mail', version: 1, status: 'ready', updatedAt: expect.any(String) }]);
  expect((await server.request('GET', '/api/models')).body).toEqual([expect.objectContaining({ name: 'mail', versions: [expect.objectContaining({ version: 1 })] })]);
  const { status, body } = await predict(['a meeting', 'win money now', 'a meeting']);
  expect(status).toBe(200);
  expect(body.predictions).toHaveLength(3);
  expect(body.predictions[0]).toEqual(body.predictions[2]);
  for (const { label, score, probabilities } of body.predictions) {
    expect(score).toBe(Math.max(...Object.values<number>(probabilities)));
    expect(probabilities[label]).toBe(score);
  }
  expect((await predict('a meeting')).body.predictions).toHaveLength(1);
});

test('the same content is the same version, and deploying it again changes nothing', async () => {
  const before = await deployments();
  await runToEnd();
  expect(await deployments()).toEqual(before);
  expect((await server.request('GET', '/api/models/mail')).body.versions).toHaveLength(1);
});

test('a new version takes over while requests keep coming, and none of them fails', async () => {
  const first = await answer();
  await server.request('PUT', `/api/workflows/${workflowId}`, { document: document(2), baseVersion: 1 });
  let ended = false;
  const run = runToEnd().finally(() => { ended = true; });
  const statuses = new Set<number>();
  while (!ended) statuses.add((await predict('win money now')).status);
  await run;
  expect(statuses).toEqual(new Set([200]));
  expect(await deployments()).toEqual([expect.objectContaining({ version: 2, status: 'ready' })]);
  expect(await answer()).not.toEqual(first);
  expect(await server.request('POST', '/api/deployments', { name: 'mail', model: 'mail', version: 1 })).toMatchObject({ status: 201, body: { version: 1, status: 'ready' } });
  expect(await answer()).toEqual(first);
});

test('an unknown version is refused and the one that is served stays', async () => {
  expect(await server.request('POST', '/api/deployments', { name: 'mail', model: 'mail', version: 9 })).toMatchObject({ status: 404, body: { message: 'The model "mail" has no version 9; it has: 2, 1' } });
  expect((await predict('x')).status).toBe(200);
});

test('more than can wait is refused with 429 and the time to wait, and what was accepted is answered', async () => {
  const texts = Array.from({ length: 256 }, (_, index) => `${'many words about money '.repeat(20)}${index}`);
  const answers = await Promise.all(Array.from({ length: 6 }, () => predict(texts)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  for (const { headers, body } of refused) {
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(body.message).toContain('busy');
  }
});

test('after a restart, even after kill -9, what was deployed is served again', async () => {
  const before = await answer();
  await server.stop('SIGKILL');
  await server.start();
  const page = await WatchPage.open(server, (await server.request('GET', '/api/runs?limit=1')).body[0].id);
  while ((await deployments())[0]?.status !== 'ready') {
    const seen = page.changes.length;
    if ((await deployments())[0]?.status !== 'ready') await page.until(() => page.changes.length > seen);
  }
  page.close();
  expect(await answer()).toEqual(before);
});

test('a deployment that is removed answers no more; its model stays', async () => {
  expect((await server.request('DELETE', '/api/deployments/mail')).status).toBe(204);
  expect(await deployments()).toEqual([]);
  expect((await predict('x')).status).toBe(404);
  expect((await server.request('GET', '/api/models/mail')).body.versions).toHaveLength(2);
});

test('a table is read in pages and profiled, and other artifacts say what they are', async () => {
  const [{ id }] = (await server.request('GET', '/api/runs?limit=1')).body;
  const { nodes } = (await server.request('GET', `/api/runs/${id}`)).body;
  const get = async (hash: string, what: string) => server.request('GET', `/api/artifacts/${hash}/${what}`);
  const table = nodes.load.outputs.table.hash;
  expect((await get(table, 'table?offset=28&limit=5')).body).toEqual({
    columns: [{ name: 'text', type: 'text' }, { name: 'label', type: 'text' }], offset: 28, totalRows: 30, numbers: [28, 29],
    rows: [['mail number 28 with words about money and meetings', 'ham'], ['mail number 29 with words about money and meetings', 'spam']],
  });
  expect((await get(table, 'profile')).body[1]).toMatchObject({ name: 'label', count: 30, missing: 0, distinct: 2, top: [{ value: 'ham', count: 15 }, { value: 'spam', count: 15 }] });
  expect((await get(table, 'value')).status).toBe(404);
  expect((await get(table, 'files')).status).toBe(404);
  const model = nodes.model.outputs.model.hash;
  expect((await get(model, 'files')).body.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['config.json', 'model.onnx', 'model.safetensors', 'tokenizer.json']));
  expect((await get(nodes.save.outputs.version.hash, 'value')).body).toMatchObject({ model: 'mail' });
});

test('a version leads back to its run, the files and the code behind it, and to nothing else', async () => {
  const { status, body } = await server.request('GET', '/api/models/mail/versions/1/lineage');
  expect(status).toBe(200);
  expect(body.run).toMatchObject({ number: 1, workflowId, state: 'succeeded' });
  expect(body.steps.map(({ nodeId }: { nodeId: string }) => nodeId)).toEqual(['load', 'tokenizer', 'model']);
  expect(body.steps[0].recipe).toMatchObject({ files: { 'mail.csv': expect.any(String) }, plugin: { name: expect.any(String), codeHash: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(await server.request('GET', '/api/models/mail/versions/99/lineage')).toMatchObject({ status: 404, body: { message: expect.stringContaining('"mail" has no version 99; it has: ') } });
});

test('an alias names a version, moves to another and is removed', async () => {
  const alias = '/api/models/mail/aliases/champion';
  expect(await server.request('PUT', alias, { version: 1 })).toMatchObject({ status: 200, body: { aliases: { champion: 1 } } });
  expect(await server.request('PUT', alias, { version: 2 })).toMatchObject({ status: 200, body: { aliases: { champion: 2 } } });
  expect(await server.request('PUT', alias, { version: 99 })).toMatchObject({ status: 404 });
  expect(await server.request('PUT', '/api/models/mail/aliases/7', { version: 1 })).toMatchObject({ status: 400, body: { message: expect.stringContaining('a number would be taken for a version') } });
  expect((await server.request('DELETE', alias)).status).toBe(204);
  expect(await server.request('DELETE', alias)).toMatchObject({ status: 404, body: { message: 'The model "mail" has no alias "champion"' } });
});
