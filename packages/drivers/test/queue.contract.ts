import type { Queue } from '@millrace/engine';
import { expect, test } from '@jest/globals';

/** What every queue does. It may lose what it holds, so nothing is promised of wake-ups that nobody listens for. */
export function queueContract(open: () => Promise<Queue>): void {
  test('wakes whoever listens, until they stop', async () => {
    const queue = await open();
    const woken: string[] = [];
    const heard = new Promise<void>((resolve) => {
      queue.onWake((runId) => {
        woken.push(runId);
        if (runId === 'last') resolve();
      });
    });
    const stopped: string[] = [];
    queue.onWake((runId) => stopped.push(runId))();
    await queue.wake('first');
    await queue.wake('last');
    await heard;
    expect(woken).toEqual(['first', 'last']);
    expect(stopped).toEqual([]);
    await queue.close();
  });
}
