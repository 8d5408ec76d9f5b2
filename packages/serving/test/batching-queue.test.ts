import { describe, expect, test } from '@jest/globals';
import { BatchingQueue, DeadlineExceeded, Overloaded, type BatchingQueueOptions } from '@millrace/serving';

/** A queue whose batches end when the test says so. */
function controlled(options: Partial<BatchingQueueOptions<string, string>> = {}) {
  const batches: { items: readonly string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const queue = new BatchingQueue<string, string>({
    maximumBatch: 3, maximumWaiting: 6, ...options,
    process: (items) => new Promise((resolve, reject) => batches.push({ items, finish: () => resolve(items.map((item) => item.toUpperCase())), fail: reject })),
  });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { queue, batches, turn };
}

describe('BatchingQueue', () => {
  test('runs the first item at once and what came meanwhile together', async () => {
    const { queue, batches, turn } = controlled();
    const first = queue.submit(['a']);
    expect(batches.map((batch) => batch.items)).toEqual([['a']]);
    const others = [queue.submit(['b']), queue.submit(['c', 'd', 'e'])];
    batches[0]?.finish();
    await turn();
    expect(batches[1]?.items).toEqual(['b', 'c', 'd']);
    batches[1]?.finish();
    await turn();
    expect(batches[2]?.items).toEqual(['e']);
    batches[2]?.finish();
    expect(await Promise.all([first, ...others])).toEqual([['A'], ['B'], ['C', 'D', 'E']]);
  });

  test('packs by cost, and lets a single item exceed it', async () => {
    const { queue, batches, turn } = controlled({ maximumCost: 4, costOf: (item) => item.length });
    const answers = queue.submit(['aaaaaa', 'bb', 'cc', 'd']);
    batches[0]?.finish();
    await turn();
    batches[1]?.finish();
    await turn();
    batches[2]?.finish();
    expect(await answers).toEqual(['AAAAAA', 'BB', 'CC', 'D']);
    expect(batches.map((batch) => batch.items)).toEqual([['aaaaaa'], ['bb', 'cc'], ['d']]);
  });

  test('refuses a request that would not fit into the queue and says when to come back', async () => {
    const { queue, batches } = controlled();
    const running = queue.submit(['a']);
    const waiting = queue.submit(['b', 'c', 'd', 'e', 'f', 'g']);
    const refusal = await queue.submit(['h']).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Overloaded);
    expect(refusal).toMatchObject({ waiting: 6, limit: 6, retryAfterSeconds: 1 });
    expect(queue.length).toBe(6);
    queue.fail(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    batches[0]?.finish();
    expect(await running).toEqual(['A']);
  });

  test('never runs what was aborted or came too late', async () => {
    const { queue, batches, turn } = controlled();
    const running = queue.submit(['a']);
    const controller = new AbortController();
    const aborted = queue.submit(['b'], { signal: controller.signal });
    const late = queue.submit(['c'], { timeoutMs: 1 });
    controller.abort(new Error('gone'));
    await expect(aborted).rejects.toThrow('gone');
    await expect(late).rejects.toBeInstanceOf(DeadlineExceeded);
    batches[0]?.finish();
    await running;
    await turn();
    expect(batches).toHaveLength(1);
  });

  test('tries a failed batch again item by item, so that only the bad one fails', async () => {
    const { queue, batches, turn } = controlled({ mayRetry: () => true });
    const good = queue.submit(['a']);
    batches[0]?.fail(new Error('died'));
    await turn();
    batches[1]?.finish();
    expect(await good).toEqual(['A']);
    await queue.idle();

    const mixed = [queue.submit(['x']), queue.submit(['b']), queue.submit(['c'])];
    const outcome = Promise.allSettled(mixed);
    batches[2]?.finish();
    await turn();
    expect(batches[3]?.items).toEqual(['b', 'c']);
    batches[3]?.fail(new Error('died'));
    await turn();
    expect(batches[4]?.items).toEqual(['b']);
    batches[4]?.fail(new Error('died again'));
    await turn();
    batches[5]?.finish();
    expect((await outcome).map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([['X'], 'Error: died again', ['C']]);
  });

  test('answers what it accepted after close, and refuses the rest', async () => {
    const { queue, batches, turn } = controlled();
    const accepted = [queue.submit(['a']), queue.submit(['b'])];
    queue.close(new Error('closed'));
    await expect(queue.submit(['c'])).rejects.toThrow('closed');
    batches[0]?.finish();
    await turn();
    batches[1]?.finish();
    expect(await Promise.all(accepted)).toEqual([['A'], ['B']]);
    await queue.idle();
  });
});
