import type { Run, RunEvent } from '@millrace/workflow';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TestServer } from './test-server.ts';

const document = JSON.parse(readFileSync(fileURLToPath(new URL('../examples/spam-filter-small.workflow.json', import.meta.url)), 'utf8'));
const server = new TestServer();
let workflowId: string;

beforeAll(async () => {
  await server.start();
  ({ id: workflowId } = await server.api<{ id: string }>('POST', '/api/workflows', { document }));
}, 60_000);
afterAll(() => server.stop());

const startRun = async () => (await server.api<{ id: string }>('POST', `/api/workflows/${workflowId}/runs`, {})).id;
const run = (id: string) => server.api<Run>('GET', `/api/runs/${id}`);
const events = (id: string) => server.api<RunEvent[]>('GET', `/api/runs/${id}/events?after=0&limit=10000`);
const finished = (id: string) => server.until(async () => {
  const now = await run(id);
  return ['succeeded', 'failed', 'cancelled'].includes(now.state) ? now : undefined;
});
const states = (of: Run) => Object.fromEntries(Object.values(of.nodes).map((node) => [node.nodeId, node.state]));

test('a server killed in the middle of training goes on where it was: finished nodes are not run again', async () => {
  const id = await startRun();
  await server.until(async () => (await run(id)).nodes.train?.progress);
  await server.kill();
  await server.start();
  const done = await finished(id);
  expect(done.state).toBe('succeeded');
  const log = await events(id);
  expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index + 1));
  const starts = log.filter((event) => event.type === 'node.started').map((event) => event.nodeId);
  for (const before of ['load', 'clean', 'split', 'tokenizer']) {
    expect(starts.filter((nodeId) => nodeId === before)).toHaveLength(1);
  }
  expect(starts.filter((nodeId) => nodeId === 'train')).toHaveLength(2);
}, 240_000);

test('the endpoint answers in the order of the inputs, and refuses anything but texts', async () => {
  const { predictions } = await server.api<{ predictions: { label: string; score: number; probabilities: Record<string, number> }[] }>(
    'POST', '/api/deployments/spam-filter-small/predict', { inputs: ['hello there', 'win money now', 'hello there'] });
  expect(predictions).toHaveLength(3);
  expect(predictions[0]).toEqual(predictions[2]);
  expect(Object.values(predictions[0]!.probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  expect(predictions[0]!.score).toBe(Math.max(...Object.values(predictions[0]!.probabilities)));
  await expect(server.api('POST', '/api/deployments/spam-filter-small/predict', { inputs: 'x', model: '/etc/passwd' })).rejects.toThrow('400');
  expect(await server.api('GET', '/api/deployments')).toContainEqual(expect.objectContaining({ name: 'spam-filter-small', status: 'ready' }));
});

test('a second run of the unchanged workflow reuses every pure node and says why', async () => {
  const done = await finished(await startRun());
  const { save, deploy, ...pure } = states(done);
  expect([save, deploy]).toEqual(['succeeded', 'succeeded']);
  expect(new Set(Object.values(pure))).toEqual(new Set(['reused']));
  expect(done.nodes.train!.reason).toBe('reused from run 1: nothing changed');
}, 60_000);

test('changing only the evaluation runs only the evaluation and what follows it', async () => {
  const { version, document: saved } = await server.api<{ version: number; document: typeof document }>('GET', `/api/workflows/${workflowId}`);
  const nodes = saved.nodes.map((node: { id: string; params: object }) => (node.id === 'evaluate' ? { ...node, params: { ...node.params, threshold: 0.6 } } : node));
  await server.api('PUT', `/api/workflows/${workflowId}`, { document: { ...saved, nodes }, baseVersion: version });
  const done = await finished(await startRun());
  const ran = Object.values(done.nodes).filter((node) => node.state === 'succeeded').map((node) => node.nodeId);
  expect(ran.toSorted()).toEqual(['deploy', 'evaluate', 'save']);
}, 60_000);
