import { ServerUnderTest } from './server-under-test.ts';

const server = new ServerUnderTest();
beforeAll(() => server.start());
afterAll(() => server.remove());

const document = (more: object = {}) => ({ millrace: 1, name: 'Test', nodes: [{ id: 'say', type: 'probe.say', params: {} }], edges: [], ...more });
const create = async (more: object = {}) => (await server.request('POST', '/api/workflows', { document: document(more) })).body;

test('a workflow is saved, listed, read, changed in versions, and deleted', async () => {
  const { id, version } = await create({ name: 'First' });
  expect(version).toBe(1);
  expect((await server.request('GET', '/api/workflows')).body).toContainEqual(expect.objectContaining({ id, name: 'First', version: 1 }));
  const saved = await server.request('PUT', `/api/workflows/${id}`, { document: document({ name: 'Second' }), baseVersion: 1 });
  expect(saved).toMatchObject({ status: 200, body: { id, name: 'Second', version: 2 } });
  expect((await server.request('GET', `/api/workflows/${id}`)).body).toMatchObject({ version: 2, document: { name: 'Second' } });
  expect((await server.request('GET', `/api/workflows/${id}/versions`)).body.map((one: { version: number }) => one.version)).toEqual([2, 1]);
  expect((await server.request('GET', `/api/workflows/${id}/versions/1`)).body).toMatchObject({ id, version: 1, document: { name: 'First' } });
  expect((await server.request('GET', `/api/workflows/${id}/versions/3`)).status).toBe(404);
  expect((await server.request('DELETE', `/api/workflows/${id}`)).status).toBe(204);
  for (const [method, path] of [['GET', ''], ['DELETE', ''], ['GET', '/versions'], ['GET', '/schedules'], ['POST', '/runs']] as const) {
    expect([path, (await server.request(method, `/api/workflows/${id}${path}`, method === 'POST' ? {} : undefined)).status]).toEqual([path, 404]);
  }
});

test('a version has a name that people give and take, and says how many runs it had', async () => {
  const { id } = await create({ name: 'Named' });
  await server.request('PUT', `/api/workflows/${id}`, { document: document({ name: 'Later' }), baseVersion: 1 });
  await server.run(id, { version: 1 });
  const name = (version: number, words: unknown) => server.request('PUT', `/api/workflows/${id}/versions/${version}/name`, { name: words });
  expect((await name(1, '  Before tuning ')).body).toMatchObject({ version: 1, name: 'Before tuning', runs: 1 });
  expect((await server.request('GET', `/api/workflows/${id}/versions`)).body).toMatchObject([{ version: 2, runs: 0 }, { version: 1, name: 'Before tuning', runs: 1 }]);
  expect((await name(1, '')).body).not.toHaveProperty('name');
  expect(await name(9, 'x')).toMatchObject({ status: 404, body: { message: expect.stringContaining('has no version 9; the latest is 2') } });
  expect((await name(1, 'x'.repeat(201))).status).toBe(400);
});

test('templates to start from are listed, each a workflow with a name and a description', async () => {
  const { body } = await server.request('GET', '/api/templates');
  expect(body.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['table-classifier', 'river-water', 'spam-filter']));
  for (const { id, document: template } of body) expect({ id, ...template }).toMatchObject({ id, millrace: 1, name: expect.any(String), description: expect.any(String) });
});

test('a save that changes nothing makes no version', async () => {
  const { id } = await create();
  expect((await server.request('PUT', `/api/workflows/${id}`, { document: document(), baseVersion: 1 })).body.version).toBe(1);
});

test('a save from an older version is refused with words and overwrites nothing', async () => {
  const { id } = await create();
  await server.request('PUT', `/api/workflows/${id}`, { document: document({ name: 'Theirs' }), baseVersion: 1 });
  const mine = await server.request('PUT', `/api/workflows/${id}`, { document: document({ name: 'Mine' }), baseVersion: 1 });
  expect(mine).toMatchObject({ status: 409, body: { statusCode: 409, message: expect.stringContaining('Somebody saved version 2 while you were changing version 1. Nothing was overwritten') } });
  expect((await server.request('GET', `/api/workflows/${id}`)).body).toMatchObject({ version: 2, name: 'Theirs' });
});

test.each([
  ['text that is not JSON', '{"millrace": 1,', 'not JSON'],
  ['a newer format', { ...document(), millrace: 99 }, 'newer'],
  ['something else', { hello: 'world' }, 'millrace'],
  ['an edge without a port', document({ edges: [{ from: 'a', to: 'b' }] }), 'node.port'],
  ['nothing', undefined, 'body.document'],
  ['null', null, 'not a Millrace workflow'],
])('a document that is %s is refused with words', async (_, given, message) => {
  const answer = await server.request('POST', '/api/workflows', { document: given });
  expect(answer.status).toBe(400);
  expect(answer.body.message.toLowerCase()).toContain(message.toLowerCase());
});

test('a node of unknown type is kept; only a run is refused, naming the node', async () => {
  const nodes = [{ id: 'old', type: 'gone.node', params: { keep: ['me'] } }];
  const { id } = await create({ nodes });
  expect((await server.request('GET', `/api/workflows/${id}`)).body.document.nodes).toEqual(nodes);
  const run = await server.request('POST', `/api/workflows/${id}/runs`, {});
  expect(run.status).toBe(422);
  expect(run.body.diagnostics).toContainEqual(expect.objectContaining({ code: 'unknown-type', nodeId: 'old' }));
  expect((await server.request('GET', `/api/runs?workflowId=${id}`)).body).toEqual([]);
});

test('a cycle can be saved and is refused at the run', async () => {
  const { id } = await create({
    nodes: [{ id: 'a', type: 'probe.wait', params: { until: '/x' } }, { id: 'b', type: 'probe.wait', params: { until: '/x' } }],
    edges: [{ from: 'a.text', to: 'b.text' }, { from: 'b.text', to: 'a.text' }],
  });
  const run = await server.request('POST', `/api/workflows/${id}/runs`, {});
  expect(run.status).toBe(422);
  expect(run.body.diagnostics).toContainEqual(expect.objectContaining({ code: 'cycle' }));
});

test('validate says what is wrong, schedules included, and saves nothing', async () => {
  const before = (await server.request('GET', '/api/workflows')).body.length;
  const answer = await server.request('POST', '/api/validate', {
    document: document({ triggers: [{ id: 't', type: 'schedule', cron: '99 * * * *' }, { id: 'z', type: 'schedule', cron: '0 6 * * *', timeZone: 'Mars/Base' }], nodes: [{ id: 'say', type: 'probe.say', params: { text: 5 } }] }),
  });
  expect(answer.status).toBe(200);
  expect(answer.body.diagnostics.map(({ code }: { code: string }) => code)).toEqual(['parameter', 'trigger', 'trigger']);
  expect((await server.request('GET', '/api/workflows')).body).toHaveLength(before);
});

test('node types and plugins are listed, with the reason why a plugin could not be loaded', async () => {
  const { body } = await server.request('GET', '/api/node-types');
  expect(body.nodeTypes.map(({ type }: { type: string }) => type)).toEqual(expect.arrayContaining(['probe.say', 'probe.wait']));
  expect(body.plugins).toContainEqual(expect.objectContaining({ name: '@millrace-test/plugin-probe', status: 'loaded' }));
  expect(body.plugins).toContainEqual(expect.objectContaining({ name: '@millrace-test/plugin-broken', status: 'failed', error: expect.stringContaining('this plugin is broken') }));
});
