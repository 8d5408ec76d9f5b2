import { runNews } from '../src/runs/run-news.ts';
import { emptyRunView, foldEvents } from '../src/runs/run-view.ts';
import { eventsOf } from './run-events.ts';

const events = eventsOf('run-1');
const nameOf = (nodeId: string) => `Node ${nodeId}`;

test('a run can be followed by ear: its start, what succeeded, its end, and nothing else', () => {
  const said: string[] = [];
  let view = emptyRunView;
  for (const event of events) {
    const next = foldEvents(view, [event]).view;
    const news = next.run && runNews(view.run, next.run, nameOf);
    if (news !== undefined) said.push(news);
    view = next;
  }
  expect(said).toEqual(['Run 1 started', 'Node load succeeded', 'Run 1 succeeded']);
});

test('a failure is told with its reason, and several ends at once in one sentence', () => {
  const before = foldEvents(emptyRunView, events.slice(0, 3)).view.run!;
  const failed = { ...before, state: 'failed' as const, nodes: { ...before.nodes, load: { ...before.nodes.load!, state: 'failed' as const, error: { kind: 'user' as const, message: 'no such file' } } } };
  expect(runNews(before, failed, nameOf)).toBe('Node load failed: no such file, Run 1 failed');
});

test('a run that ended before it was opened is not told of', () => {
  const { run } = foldEvents(emptyRunView, events).view;
  expect(runNews(undefined, run!, nameOf)).toBeUndefined();
});
