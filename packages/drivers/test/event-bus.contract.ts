import type { EventBus } from '@millrace/engine';
import type { RunEvent } from '@millrace/workflow';
import { expect, test } from '@jest/globals';

/** What every event bus does. */
export function eventBusContract(open: () => Promise<EventBus>): void {
  test('carries events in order to whoever listens, until they stop', async () => {
    const bus = await open();
    const event = (seq: number): RunEvent => ({ runId: 'r', seq, at: '2026-01-01T00:00:00.000Z', type: 'run.started' });
    const seen: number[] = [];
    const heard = new Promise<void>((resolve) => {
      bus.subscribe((events) => {
        seen.push(...events.map(({ seq }) => seq));
        if (seen.length === 3) resolve();
      });
    });
    const stopped: RunEvent[] = [];
    bus.subscribe((events) => stopped.push(...events))();
    bus.publish([event(1), event(2)]);
    bus.publish([]);
    bus.publish([event(3)]);
    await heard;
    expect(seen).toEqual([1, 2, 3]);
    expect(stopped).toEqual([]);
  });
}
