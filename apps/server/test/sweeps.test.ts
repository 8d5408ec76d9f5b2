import { ServerUnderTest } from './server-under-test.ts';
import { WatchPage } from './watch-page.ts';

const server = new ServerUnderTest();
let workflowId: string;

const ended = async (runId: string) => {
  const page = await WatchPage.open(server, runId);
  await page.finished();
  page.close();
};

beforeAll(async () => {
  await server.start();
  workflowId = await server.save({
    inputs: [{ name: 'to', type: 'integer', default: 3, maximum: 100 }, { name: 'greeting', type: 'text', default: 'hello' }],
    nodes: [
      { id: 'say', type: 'probe.say', params: { text: { $expression: 'inputs.greeting' } } },
      { id: 'count', type: 'probe.count', params: { to: { $expression: 'inputs.to' } } },
    ],
    edges: [{ from: 'say.text', to: 'count.text' }],
  });
});
afterAll(() => server.remove());

const start = (body: object) => server.request('POST', `/api/workflows/${workflowId}/sweeps`, body);

test('a sweep tries each value, shares the steps that do not depend on them, and says how each trial did', async () => {
  const started = await start({ vary: [{ input: 'to', values: [1, 2, 4] }] });
  expect(started).toMatchObject({ status: 202, body: { workflowId, workflowVersion: 1, inputs: ['to'] } });
  for (const { runId } of started.body.trials) await ended(runId);
  const { body } = await server.request('GET', `/api/sweeps/${started.body.id}`);
  expect(body.trials.map(({ state, inputs, metrics }: { state: string; inputs: object; metrics: object }) => [state, inputs, metrics])).toEqual([1, 2, 4].map((to) => ['succeeded', { to }, { count: to }]));
  expect(body.trials.map(({ reused, steps }: { reused: number; steps: number }) => [reused, steps]).sort()).toEqual([[0, 2], [1, 2], [1, 2]]);
  expect((await server.request('GET', `/api/workflows/${workflowId}/sweeps`)).body).toEqual([expect.objectContaining({ id: body.id, trials: 3, finished: 3 })]);
  expect((await server.request('GET', `/api/runs?sweepId=${body.id}`)).body).toHaveLength(3);
  expect((await server.request('GET', '/api/runs?trigger=sweep&limit=1')).body).toEqual([expect.objectContaining({ trigger: { kind: 'sweep', sweepId: body.id, vary: ['to'] } })]);
});

test('a sweep of which a trial could not run starts none', async () => {
  const runs = async () => (await server.request('GET', '/api/runs')).body.length;
  const before = await runs();
  expect(await start({ vary: [{ input: 'to', values: [1, 1000] }] })).toMatchObject({ status: 422, body: { message: expect.stringContaining('The input "to" must be a whole number, at most 100, not 1000') } });
  expect(await start({ vary: [{ input: 'speed', values: [1] }] })).toMatchObject({ status: 422, body: { message: expect.stringContaining('The workflow has no input "speed"; it has: to, greeting') } });
  expect(await start({ vary: [{ input: 'to', values: [1] }, { input: 'to', values: [2] }] })).toMatchObject({ status: 422, body: { message: expect.stringContaining('varied twice') } });
  expect(await start({ vary: [{ input: 'to', from: 1, to: 100, steps: 100, whole: true }, { input: 'greeting', values: ['a', 'b', 'c'] }] })).toMatchObject({ status: 422, body: { message: expect.stringContaining('A grid of 300 combinations') } });
  expect((await start({ vary: [] })).status).toBe(400);
  expect((await server.request('GET', '/api/sweeps/nothing')).status).toBe(404);
  expect(await runs()).toBe(before);
});

test('the trials that have not ended are cancelled together', async () => {
  const waiting = await server.save({
    inputs: [{ name: 'file', type: 'text', default: '/nowhere' }],
    nodes: [{ id: 'wait', type: 'probe.wait', params: { until: { $expression: 'inputs.file' } } }],
  });
  const { body } = await server.request('POST', `/api/workflows/${waiting}/sweeps`, { vary: [{ input: 'file', values: ['/nowhere/1', '/nowhere/2'] }] });
  expect((await server.request('POST', `/api/sweeps/${body.id}/cancel`)).status).toBe(202);
  for (const { runId } of body.trials) await ended(runId);
  const after = (await server.request('GET', `/api/sweeps/${body.id}`)).body;
  expect(after.trials.map(({ state }: { state: string }) => state)).toEqual(['cancelled', 'cancelled']);
});
