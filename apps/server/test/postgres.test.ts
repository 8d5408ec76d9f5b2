import { missingPostgres, startPostgres, type Postgres } from '../../../packages/drivers/test/postgres.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { WatchPage } from './watch-page.ts';

const server = new ServerUnderTest();
let postgres: Postgres | undefined;
afterAll(async () => {
  await server.remove();
  await postgres?.stop();
});

// PostgreSQL's binaries are an optional package that some platforms lack.
const onPostgres = missingPostgres ? test.skip : test;

onPostgres('with DATABASE_URL the server keeps workflows and runs in PostgreSQL and finds them after a restart', async () => {
  postgres = await startPostgres();
  const environment = { DATABASE_URL: await postgres.createDatabase() };
  await server.start({ environment });
  const id = await server.save({ name: 'Kept', nodes: [{ id: 'count', type: 'probe.count' }] });
  const page = await WatchPage.open(server, await server.run(id));
  const run = await page.finished();
  page.close();
  expect(run.state).toBe('succeeded');
  await server.stop();
  await server.start({ environment });
  expect((await server.request('GET', `/api/runs/${run.id}`)).body).toEqual(run);
  expect((await server.request('GET', '/api/workflows')).body).toEqual([expect.objectContaining({ id, name: 'Kept' })]);
  expect(server.output).not.toContain(environment.DATABASE_URL);
});
