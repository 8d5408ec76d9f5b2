import type { RunEvent } from '@millrace/workflow';
import { RunSubscription } from '../dist/gateway/run-subscription.js';

const event = (seq: number): RunEvent => ({ runId: 'r', seq, at: '2026-01-01T00:00:00Z', type: 'run.started' });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

function watch(after: number, pageSize = 2) {
  const log: RunEvent[] = [];
  const sent: number[] = [];
  const subscription = new RunSubscription({
    after,
    read: async (from) => log.filter(({ seq }) => seq > from).slice(0, pageSize),
    send: (events) => sent.push(...events.map(({ seq }) => seq)),
  });
  return { log, sent, subscription };
}

test('the gap comes first, in pages, and live events after it, each once', async () => {
  const { log, sent, subscription } = watch(1);
  log.push(...range(1, 6));
  expect((await subscription.first()).map(({ seq }) => seq)).toEqual([2, 3]);
  const following = subscription.follow();
  log.push(event(7));
  await Promise.all([subscription.receive([event(7)]), following]);
  log.push(event(8));
  await subscription.receive([event(8)]);
  await subscription.receive([event(8)]);
  await subscription.receive([event(5)]);
  expect(sent).toEqual([4, 5, 6, 7, 8]);
});

test('an event that arrives live while the gap is read is neither lost nor doubled', async () => {
  const { log, sent, subscription } = watch(0, 10);
  log.push(...range(1, 3));
  const first = subscription.first();
  log.push(event(4));
  await subscription.receive([event(4)]);
  expect((await first).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  await subscription.follow();
  expect(sent).toEqual([4]);
});

test('a live event that does not follow the last one is caught up with from the log', async () => {
  const { log, sent, subscription } = watch(0, 10);
  await subscription.first();
  await subscription.follow();
  log.push(...range(1, 5));
  await subscription.receive([event(5)]);
  expect(sent).toEqual([1, 2, 3, 4, 5]);
});

test('events that come together are sent together, without those that the page has', async () => {
  const { sent, subscription } = watch(2);
  await subscription.follow();
  await subscription.receive(range(1, 4));
  await subscription.receive(range(5, 6));
  expect(sent).toEqual([3, 4, 5, 6]);
});

test('a gap of many pages of a run that has ended comes whole', async () => {
  const { log, sent, subscription } = watch(0);
  log.push(...range(1, 9));
  await subscription.first();
  await subscription.follow();
  expect(sent).toEqual([3, 4, 5, 6, 7, 8, 9]);
});
