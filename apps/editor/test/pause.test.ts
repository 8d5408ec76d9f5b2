import type { RunEventBody } from '@millrace/workflow';
import { useCurrentRun } from '../src/runs/current-run.ts';
import { pauseControl } from '../src/runs/pause-control.ts';
import { emptyRunView, foldEvents } from '../src/runs/run-view.ts';
import { pauseRun, resumeRun } from '../src/runs/start-run.ts';
import { eventsOf } from './run-events.ts';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('pausing a run', () => {
  it.each([
    ['queued', 'Pause'], ['running', 'Pause'], ['pausing', 'Pausing'], ['paused', 'Resume'], ['cancelling', undefined], ['succeeded', undefined],
  ] as const)('is offered for a run that is %s as %s', (state, words) => {
    expect(pauseControl(state)?.words).toBe(words);
  });

  it('asks the server about the run that is shown', async () => {
    const asked: string[] = [];
    const answer = async (path: string, { method = 'GET' }: { method?: string } = {}) => {
      asked.push(`${method} ${path}`);
      return Response.json({});
    };
    globalThis.fetch = answer as typeof fetch; // answers all that the buttons ask
    useCurrentRun.setState({ runId: 'r-1' });
    await pauseRun();
    await resumeRun();
    expect(asked).toEqual(['POST /api/runs/r-1/pause', 'POST /api/runs/r-1/resume']);
  });

  it('shows in the view of the run and of its node', () => {
    const before = eventsOf('r-1').slice(0, 4);
    const bodies: RunEventBody[] = [{ type: 'run.pauseRequested' }, { type: 'node.paused', nodeId: 'load', attempt: 1 }, { type: 'run.paused' }];
    const events = bodies.map((body, index) => ({ runId: 'r-1', seq: 5 + index, at: '2026-01-01T00:01:00.000Z', ...body }));
    expect(foldEvents(emptyRunView, [...before, ...events]).view.run).toMatchObject({ state: 'paused', nodes: { load: { state: 'paused' }, clean: { state: 'waiting' } } });
  });
});
