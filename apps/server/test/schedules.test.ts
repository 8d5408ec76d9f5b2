import { ServerUnderTest } from './server-under-test.ts';
import { WatchPage } from './watch-page.ts';

const server = new ServerUnderTest();
beforeAll(() => server.start());
afterAll(() => server.remove());

const nodes = [{ id: 'say', type: 'probe.say' }];
const schedule = (cron: string, more: object = {}) => ({ id: 'tick', type: 'schedule', cron, ...more });

test('a workflow shows its schedules with their next five fires', async () => {
  const id = await server.save({ name: 'Nightly', nodes, triggers: [schedule('30 6 * * *', { timeZone: 'Europe/Berlin' }), { ...schedule('0 0 1 1 *', { enabled: false }), id: 'off' }] });
  const { body } = await server.request('GET', `/api/workflows/${id}/schedules`);
  expect(body).toEqual([
    { workflowId: id, workflowName: 'Nightly', triggerId: 'tick', cron: '30 6 * * *', timeZone: 'Europe/Berlin', enabled: true, nextFires: expect.any(Array) },
    expect.objectContaining({ triggerId: 'off', timeZone: 'UTC', enabled: false, nextFires: [] }),
  ]);
  expect(body[0].nextFires).toHaveLength(5);
  for (const at of body[0].nextFires) expect(at).toMatch(/T0[45]:30:00.000Z$/);
  expect((await server.request('GET', '/api/schedules')).body).toEqual(body);
});

test('a preview tells the next five fires, or what is wrong', async () => {
  expect((await server.request('POST', '/api/schedules/preview', { cron: '0 6 * * 1-5', timeZone: 'UTC' })).body.nextFires).toHaveLength(5);
  expect(await server.request('POST', '/api/schedules/preview', { cron: 'often' })).toMatchObject({ status: 400, body: { message: expect.stringContaining('"often" is not a cron pattern') } });
  expect(await server.request('POST', '/api/schedules/preview', { cron: '* * * * *', timeZone: 'Mars/Base' })).toMatchObject({ status: 400 });
});

test('a schedule starts runs, each fire one, also over a restart; a save without the trigger ends it', async () => {
  const id = await server.save({ name: 'Every second', nodes, triggers: [schedule('* * * * * *')] });
  const scheduled = async () => (await server.request('GET', `/api/runs?workflowId=${id}&limit=500`)).body.map(({ trigger }: { trigger: object }) => trigger);
  const until = async (count: number) => {
    const page = await WatchPage.open(server, (await server.request('GET', '/api/runs?limit=1')).body[0]?.id ?? await server.run(id));
    let runs = await scheduled();
    while (runs.length < count) {
      const seen = page.changes.length;
      await page.until(() => page.changes.length > seen);
      runs = await scheduled();
    }
    page.close();
  };
  await until(3);
  await server.stop('SIGKILL');
  await server.start();
  await until(5);
  await server.request('PUT', `/api/workflows/${id}`, { document: { millrace: 1, name: 'Every second', nodes, edges: [], triggers: [] }, baseVersion: 1 });
  const fires = (await scheduled()).filter(({ kind }: { kind: string }) => kind === 'schedule').map(({ scheduledFor }: { scheduledFor: string }) => scheduledFor);
  expect(fires.length).toBeGreaterThanOrEqual(4);
  expect(new Set(fires).size).toBe(fires.length);
  for (const at of fires) expect(at).toMatch(/\.000Z$/);
  expect((await server.request('GET', `/api/workflows/${id}/schedules`)).body).toEqual([]);
});

test('a schedule whose workflow cannot run starts nothing and says so in the log', async () => {
  const id = await server.save({ name: 'Broken', nodes: [{ id: 'x', type: 'gone.node' }], triggers: [schedule('* * * * * *')] });
  await server.said('A scheduled run could not start');
  expect((await server.request('GET', `/api/runs?workflowId=${id}`)).body).toEqual([]);
});
