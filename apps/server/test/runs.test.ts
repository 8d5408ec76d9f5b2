import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerUnderTest } from './server-under-test.ts';
import { WatchPage } from './watch-page.ts';

const server = new ServerUnderTest();
beforeAll(() => server.start());
afterAll(() => server.remove());

const gapless = (events: readonly { seq: number }[]) => expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
let gates = 0;
/** A workflow whose middle node waits until the gate is opened. */
async function gated(): Promise<{ id: string; open: () => void }> {
  const gate = join(server.folder, `gate-${++gates}`);
  const id = await server.save({
    name: `Gated ${gates}`,
    nodes: [{ id: 'say', type: 'probe.say', params: { text: gate } }, { id: 'wait', type: 'probe.wait', params: { until: gate } }, { id: 'count', type: 'probe.count', params: { to: 5 } }],
    edges: [{ from: 'say.text', to: 'wait.text' }, { from: 'wait.text', to: 'count.text' }],
  });
  return { id, open: () => writeFileSync(gate, '') };
}

test('a run is accepted, goes through its nodes, and its outputs can be read', async () => {
  const id = await server.save({ nodes: [{ id: 'count', type: 'probe.count', params: { to: 4 } }] });
  const runId = await server.run(id);
  const page = await WatchPage.open(server, runId);
  const run = await page.finished();
  page.close();
  expect(run.state).toBe('succeeded');
  expect(run.nodes['count']).toMatchObject({ state: 'succeeded', metrics: { count: [[1, 1], [2, 2], [3, 3], [4, 4]] } });
  expect((await server.request('GET', `/api/runs/${runId}`)).body).toEqual(run);
  const hash = run.nodes['count']?.outputs['metrics']?.hash;
  expect((await server.request('GET', `/api/artifacts/${hash}/value`)).body).toEqual({ values: { count: 4 } });
  expect((await server.request('GET', `/api/artifacts/${hash}/table`)).status).toBe(404);
  expect((await server.request('GET', `/api/runs?workflowId=${id}&limit=1`)).body).toEqual([expect.objectContaining({ id: runId, state: 'succeeded', trigger: { kind: 'manual' } })]);
});

test('a run takes values for the inputs of its workflow, keeps them, and runs again only what they change', async () => {
  const id = await server.save({
    name: 'With inputs', inputs: [{ name: 'rows', type: 'integer', minimum: 1 }, { name: 'word', type: 'text', default: 'hi' }],
    nodes: [{ id: 'count', type: 'probe.count', params: { to: { $expression: 'inputs.rows * 2' } } }, { id: 'say', type: 'probe.say', params: { text: { $expression: '`${inputs.word}!`' } } }],
  });
  const path = `/api/workflows/${id}/runs`;
  const ran = async (inputs: object) => {
    const started = await server.request('POST', path, { inputs });
    const page = await WatchPage.open(server, (started.body as { id: string }).id);
    const run = await page.finished();
    page.close();
    return { inputs: run.inputs, states: Object.values(run.nodes).map(({ state }) => state), counted: run.nodes['count']?.metrics['count']?.length };
  };
  const refused = await server.request('POST', path, { inputs: { rows: 0, wrod: 'x' } });
  expect(refused).toMatchObject({ status: 422, body: { diagnostics: [{ code: 'input', input: 'wrod' }, { code: 'input', input: 'rows', message: 'The input "rows" must be a whole number, at least 1, not 0' }] } });
  expect(await server.request('POST', path, {})).toMatchObject({ status: 422, body: { message: '"With inputs" cannot run: The input "rows" needs a value: a whole number, at least 1' } });
  expect(await ran({ rows: 7 })).toEqual({ inputs: { rows: 7, word: 'hi' }, states: ['succeeded', 'succeeded'], counted: 14 });
  expect(await ran({ rows: 8 })).toEqual({ inputs: { rows: 8, word: 'hi' }, states: ['succeeded', 'reused'], counted: 16 });
  const { records } = (await server.request('GET', `/api/workflows/${id}/records`)).body as { records: { nodeId: string; params: object }[] };
  expect(records.find(({ nodeId }) => nodeId === 'count')?.params).toEqual({ to: 16 });
});

test('two pages see the same, and a page that reloads in the middle gets every event once', async () => {
  const { id, open } = await gated();
  const runId = await server.run(id);
  const [first, second] = await Promise.all([WatchPage.open(server, runId), WatchPage.open(server, runId)]);
  await Promise.all([first, second].map((page) => page.until(() => (page.run?.nodes['wait']?.logLines ?? 0) > 2)));
  second.close();
  const known = [...second.events];
  await first.until(() => first.events.length > known.length);
  const reloaded = await WatchPage.open(server, runId, known);
  open();
  const ended = await Promise.all([first.finished(), reloaded.finished()]);
  expect(ended[0]).toEqual(ended[1]);
  expect(ended[0].state).toBe('succeeded');
  gapless(first.events);
  gapless(reloaded.events);
  gapless(await server.events(runId));
  expect(reloaded.events).toEqual(await server.events(runId));
  for (const page of [first, reloaded]) page.close();
});

test('many pages that come while events flow miss none and get none twice', async () => {
  const { id, open } = await gated();
  const runId = await server.run(id);
  const pages: WatchPage[] = [];
  for (let round = 0; round < 15; round++) {
    const before = pages.at(-1);
    pages.push(await WatchPage.open(server, runId));
    await before?.until(() => before.events.length > round);
  }
  open();
  await Promise.all(pages.map((page) => page.finished()));
  const log = await server.events(runId);
  for (const page of pages) {
    expect(page.events).toEqual(log);
    page.close();
  }
});

test('who unsubscribes hears no more, and lists are told that they have changed', async () => {
  const { id, open } = await gated();
  const runId = await server.run(id);
  const quiet = await WatchPage.open(server, runId);
  quiet.emit('run:unsubscribe', { runId });
  // An answer on the same socket comes after what was sent before it.
  expect(await quiet.ask('run:subscribe', { runId: 5 })).toEqual({ error: expect.stringContaining('runId') });
  expect(await quiet.ask('run:subscribe', { runId: 'none', after: 0 })).toEqual({ error: 'There is no run "none"' });
  const heard = quiet.events.length;
  open();
  await quiet.until(() => quiet.changes.some(({ what, id: changed }) => what === 'runs' && changed === runId));
  await quiet.until(() => quiet.changes.filter(({ what }) => what === 'runs').length > 0);
  const watching = await WatchPage.open(server, runId);
  await watching.finished();
  expect(quiet.events).toHaveLength(heard);
  quiet.close();
  watching.close();
});

test('events are read in pages and by type and node', async () => {
  const id = await server.save({ nodes: [{ id: 'a', type: 'probe.say', params: { text: 'a' } }, { id: 'b', type: 'probe.count' }] });
  const runId = await server.run(id);
  const page = await WatchPage.open(server, runId);
  await page.finished();
  page.close();
  const get = async (query: string) => (await server.request('GET', `/api/runs/${runId}/events?${query}`)).body;
  expect((await get('limit=2')).map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
  expect((await get('after=2&limit=2')).map(({ seq }: { seq: number }) => seq)).toEqual([3, 4]);
  expect((await get('nodeId=b&type=node.started'))).toHaveLength(1);
  expect(await get('nodeId=b&type=run.started')).toEqual([]);
  expect((await server.request('GET', `/api/runs/${runId}/events?limit=0`)).status).toBe(400);
  expect((await server.request('GET', '/api/runs/none/events')).status).toBe(404);
});

test('a second request with the same key gets the first run', async () => {
  const id = await server.save({ nodes: [{ id: 'say', type: 'probe.say' }] });
  const first = await server.run(id, { idempotencyKey: 'one' });
  expect(await server.run(id, { idempotencyKey: 'one' })).toBe(first);
  expect(await server.run(id, { idempotencyKey: 'two' })).not.toBe(first);
});

test('an unchanged workflow that runs again reuses its nodes and says why', async () => {
  const id = await server.save({ nodes: [{ id: 'say', type: 'probe.say', params: { text: 'again and again' } }] });
  const pages = [];
  for (let round = 0; round < 2; round++) {
    const page = await WatchPage.open(server, await server.run(id));
    await page.finished();
    page.close();
    pages.push(page);
  }
  expect(pages.map((page) => page.run?.nodes['say']?.state)).toEqual(['succeeded', 'reused']);
  expect(pages[1]?.run?.nodes['say']?.reason).toMatch(/reused from run \d+/);
});

test('a run is cancelled, and what was not run yet is not run', async () => {
  const { id } = await gated();
  const runId = await server.run(id);
  const page = await WatchPage.open(server, runId);
  await page.until(() => page.run?.nodes['wait']?.state === 'running');
  expect((await server.request('POST', `/api/runs/${runId}/cancel`)).status).toBe(202);
  const run = await page.finished();
  page.close();
  expect(run.state).toBe('cancelled');
  expect(run.nodes['count']?.state).toBe('cancelled');
  expect((await server.request('POST', `/api/runs/${runId}/cancel`)).status).toBe(202);
  expect((await server.request('POST', '/api/runs/none/cancel')).status).toBe(404);
});

test('a run is paused and resumed, and goes on where it was', async () => {
  const { id, open } = await gated();
  const runId = await server.run(id);
  const page = await WatchPage.open(server, runId);
  await page.until(() => page.run?.nodes['wait']?.state === 'running');
  expect((await server.request('POST', `/api/runs/${runId}/pause`)).status).toBe(202);
  await page.until(() => page.run?.state === 'paused');
  expect(page.run?.nodes).toMatchObject({ say: { state: 'succeeded' }, wait: { state: 'paused' }, count: { state: 'waiting' } });
  expect((await server.request('GET', `/api/runs/${runId}`)).status).toBe(200);
  open();
  expect((await server.request('POST', `/api/runs/${runId}/resume`)).status).toBe(202);
  const run = await page.finished();
  page.close();
  expect(run).toMatchObject({ state: 'succeeded', nodes: { say: { attempt: 1 }, wait: { attempt: 2, infrastructureFailures: 0 } } });
  expect((await server.request('POST', '/api/runs/none/pause')).status).toBe(404);
  expect((await server.request('POST', '/api/runs/none/resume')).status).toBe(404);
});

test('a failed node fails the run with the words of its author', async () => {
  const id = await server.save({ nodes: [{ id: 'fail', type: 'probe.fail' }] });
  const page = await WatchPage.open(server, await server.run(id));
  const run = await page.finished();
  page.close();
  expect(run.state).toBe('failed');
  expect(run.nodes['fail']?.error).toMatchObject({ kind: 'user', message: 'This node always fails' });
});

test('a file outside the folders that workflows may read fails the node, and nothing of it is read', async () => {
  writeFileSync(join(server.folder, 'mine.csv'), 'a\n1\n');
  const state = async (file: string) => {
    const id = await server.save({ nodes: [{ id: 'read', type: 'probe.read', params: { file } }] });
    const page = await WatchPage.open(server, await server.run(id));
    const { nodes } = await page.finished();
    page.close();
    return nodes['read'];
  };
  expect(await state('mine.csv')).toMatchObject({ state: 'succeeded' });
  expect(await state('/etc/passwd')).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('is not in a folder that workflows may read') } });
  expect(await state('data/token')).toMatchObject({ state: 'failed' });
  expect(await state('missing.csv')).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('There is no file "missing.csv"') } });
});

test('after kill -9 the run goes on at the next start: finished nodes are not run again and no event is lost', async () => {
  const { id, open } = await gated();
  const runId = await server.run(id);
  const before = await WatchPage.open(server, runId);
  await before.until(() => before.run?.nodes['wait']?.state === 'running');
  await server.stop('SIGKILL');
  before.close();
  await server.start();
  const after = await WatchPage.open(server, runId, before.events);
  open();
  const run = await after.finished();
  after.close();
  expect(run.state).toBe('succeeded');
  gapless(after.events);
  const starts = after.events.flatMap((event) => (event.type === 'node.started' ? [event.nodeId] : []));
  expect(starts.filter((nodeId) => nodeId === 'say')).toHaveLength(1);
  expect(starts.filter((nodeId) => nodeId === 'wait')).toHaveLength(2);
});

test('how each node last ended is told with what went into it, across runs and versions', async () => {
  const node = (to: number) => ({ id: 'count', type: 'probe.count', params: { to } });
  const id = await server.save({ nodes: [node(62)] });
  expect((await server.request('GET', `/api/workflows/${id}/records`)).body).toEqual({ records: [], files: {} });
  const finish = async () => (await WatchPage.open(server, await server.run(id))).finished();
  const first = await finish();
  await server.request('PUT', `/api/workflows/${id}`, { document: { millrace: 1, name: 'Test', nodes: [node(63), { id: 'other', type: 'probe.count', params: { to: 61 } }], edges: [] }, baseVersion: 1 });
  const second = await finish();
  const { records } = (await server.request('GET', `/api/workflows/${id}/records`)).body;
  expect(records).toEqual([
    expect.objectContaining({ nodeId: 'count', number: second.number, state: 'succeeded', type: 'probe.count', params: { to: 63 }, wires: {}, outputs: second.nodes['count']?.outputs }),
    expect.objectContaining({ nodeId: 'other', number: second.number, recipe: { plugin: expect.objectContaining({ codeHash: expect.stringMatching(/^[0-9a-f]{64}$/) }), inputs: {}, files: {} } }),
  ]);
  expect(second.number).toBeGreaterThan(first.number);
  expect((await server.request('GET', '/api/workflows/nothing/records')).status).toBe(404);
});

test('runs are searched, paged by their number, and carry tags and a note that can be changed', async () => {
  const id = await server.save({ name: 'Remembered', nodes: [{ id: 'count', type: 'probe.count', params: { to: 1 } }] });
  const runIds: string[] = [];
  for (let count = 0; count < 3; count++) {
    const runId = await server.run(id);
    const page = await WatchPage.open(server, runId);
    await page.finished();
    page.close();
    runIds.push(runId);
  }
  const [first, second, third] = runIds;
  const told = await WatchPage.open(server, first ?? '');
  const marked = await server.request('PATCH', `/api/runs/${second}`, { tags: [' best so far ', 'wide'], note: 'Twice as wide' });
  expect(marked).toMatchObject({ status: 200, body: { id: second, tags: ['best so far', 'wide'], note: 'Twice as wide', state: 'succeeded' } });
  await told.until(() => told.changes.some((change) => change.what === 'runs' && change.id === second));
  told.close();

  const found = async (query: string) => (await server.request('GET', `/api/runs?workflowId=${id}&${query}`)).body.map((run: { id: string }) => run.id);
  expect([await found('text=twice'), await found('tag=wide'), await found('text=best%20v1'), await found('text=v2'), await found('state=failed,cancelled')]).toEqual([[second], [second], [second], [], []]);
  expect(await found('state=succeeded&trigger=manual&from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00%2B02:00')).toEqual([third, second, first]);
  const [page] = (await server.request('GET', `/api/runs?workflowId=${id}&limit=1`)).body;
  expect([page.id, await found(`limit=5&before=${page.number}`)]).toEqual([third, [second, first]]);
  expect((await server.request('GET', '/api/runs?text=remembered')).body.map((run: { id: string }) => run.id)).toEqual([third, second, first]);
});

test.each([
  ['PATCH', '', {}, 'body: send tags, a note, or both'],
  ['PATCH', '', { tags: ['a,b'] }, 'body.tags.0: a tag has no commas and no line breaks'],
  ['PATCH', '', { tags: ['  '] }, 'body.tags.0: a tag cannot be empty'],
  ['PATCH', '', { note: 'x'.repeat(2001) }, 'body.note: a note has at most 2000 characters'],
  ['PATCH', '', { state: 'succeeded' }, 'Unrecognized key: "state"'],
  ['GET', '?state=done', undefined, 'query.state.0: Invalid option: expected one of "queued"'],
  ['GET', '?from=yesterday', undefined, 'query.from: must be an instant such as 2026-01-31T09:00:00Z'],
  ['GET', '?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', undefined, 'query.to: must come after from'],
])('%s of runs with %s %j is refused in words', async (method, query, body, message) => {
  const answer = await server.request(method, `/api/runs${method === 'PATCH' ? '/none' : query}`, body);
  expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
});

test('nothing can be written about a run that is not there', async () => {
  expect(await server.request('PATCH', '/api/runs/none', { note: 'x' })).toMatchObject({ status: 404, body: { message: 'There is no run "none"' } });
});

test('a run of a part is asked for with a scope, shows it, and is stopped by nothing that is wrong elsewhere', async () => {
  const id = await server.save({
    name: 'Parts',
    nodes: [{ id: 'say', type: 'probe.say', params: { text: 'a part' } }, { id: 'count', type: 'probe.count' }, { id: 'unfinished', type: 'probe.wait' }],
    edges: [{ from: 'say.text', to: 'count.text' }, { from: 'say.text', to: 'unfinished.text' }],
  });
  const start = (scope: unknown) => server.request('POST', `/api/workflows/${id}/runs`, { scope });
  expect(await start({ only: ['count'] })).toMatchObject({ status: 422, body: { message: '"count" cannot run alone: "say", from which it reads, has no result yet. Run to "count" instead.' } });
  expect(await start({ to: ['cuont'] })).toMatchObject({ status: 422, body: { message: '"Parts" has no node "cuont"; did you mean "count"?' } });
  expect(await start({ from: ['say'] })).toMatchObject({ status: 422, body: { message: expect.stringContaining('"Parts" cannot run: '), diagnostics: [{ nodeId: 'unfinished' }] } });
  expect((await start({ only: ['say'], to: ['say'] })).status).toBe(400);
  const page = await WatchPage.open(server, (await start({ to: ['count'] })).body.id);
  const run = await page.finished();
  page.close();
  expect(run).toMatchObject({ state: 'succeeded', scope: { to: ['count'] }, nodes: { say: { state: 'succeeded' }, count: { state: 'succeeded' } } });
  expect(Object.keys(run.nodes)).toEqual(['say', 'count']);
  expect((await server.request('GET', `/api/runs/${run.id}`)).body).toEqual(run);
});

test('who watches the queue hears what runs on which process, what waits and why, and what it uses', async () => {
  const { id, open } = await gated();
  const runId = await server.run(id);
  const page = await WatchPage.open(server, runId);
  await page.until(() => page.run?.nodes['wait']?.state === 'running');
  const { queue } = await page.ask('queue:watch', { runId });
  expect(queue.working).toMatchObject([{ runId, workflowName: `Gated ${gates}`, nodeId: 'wait', type: 'probe.wait', attempt: 1 }]);
  expect(queue.waiting).toMatchObject([{ runId, nodeId: 'count', reason: { kind: 'upstream', nodeIds: ['wait'] } }]);
  const { body } = await server.request('GET', `/api/queue?runId=${runId}`);
  expect(body).toMatchObject({ runIds: [runId], working: [{ nodeId: 'wait', processId: expect.any(Number) }], waiting: [{ nodeId: 'count' }] });
  expect((await server.request('GET', '/api/queue')).body.waiting).toEqual([]);
  expect(await page.ask('queue:watch', { runId: 5 })).toEqual({ error: expect.stringContaining('runId') });
  if (process.platform === 'linux') {
    await page.until(() => page.usage.length > 0);
    expect(page.usage).toEqual([{ runId, nodeId: 'wait', attempt: 1, cpuPercent: expect.any(Number), memoryBytes: expect.any(Number) }]);
  }
  await server.request('POST', `/api/runs/${runId}/pause`);
  await page.until(() => page.queue?.waiting[0]?.reason.kind === 'paused');
  await server.request('POST', `/api/runs/${runId}/resume`);
  open();
  const run = await page.finished();
  expect(run.nodes['wait']?.usage?.cpuSeconds).toBeGreaterThanOrEqual(0);
  await page.until(() => page.queue?.runIds.length === 0);
  expect((await server.events(runId)).map(({ type }) => type)).not.toContain('usage');
  page.close();
});

test('a run says which part of the workflow it runs, and which run it goes on from', async () => {
  const id = await server.save({ nodes: [{ id: 'say', type: 'probe.say' }, { id: 'fail', type: 'probe.fail' }] });
  const ended = async (body: object) => {
    const page = await WatchPage.open(server, await server.run(id, body));
    const run = await page.finished();
    page.close();
    return run;
  };
  const failed = await ended({});
  const { id: second } = await ended({ scope: { from: ['fail'] }, again: failed.id });
  const of = (runId: string) => server.request('GET', `/api/runs?workflowId=${id}`).then(({ body }) => body.find((run: { id: string }) => run.id === runId));
  expect(await of(failed.id)).not.toHaveProperty('scope');
  expect(await of(second)).toMatchObject({ scope: { from: ['fail'] }, trigger: { kind: 'manual', again: { runId: failed.id, number: failed.number } } });
  const other = await server.save({ nodes: [{ id: 'say', type: 'probe.say' }] });
  expect(await server.request('POST', `/api/workflows/${other}/runs`, { again: failed.id })).toMatchObject({ status: 422, body: { message: expect.stringContaining('is of another workflow') } });
  expect((await server.request('POST', `/api/workflows/${id}/runs`, { again: 'none' })).status).toBe(404);
});
