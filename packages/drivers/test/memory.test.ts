import { MemoryEventBus, MemoryQueue } from '@millrace/drivers';
import type { RunEvent } from '@millrace/workflow';
import { describe, expect, test } from '@jest/globals';
import { eventBusContract } from './event-bus.contract.ts';
import { queueContract } from './queue.contract.ts';

describe('MemoryQueue', () => queueContract(async () => new MemoryQueue()));

describe('MemoryEventBus', () => {
  eventBusContract(async () => new MemoryEventBus());

  test('lets no listener that throws keep the others from hearing', () => {
    const errors: unknown[] = [];
    const seen: RunEvent[] = [];
    const bus = new MemoryEventBus((error) => errors.push(error));
    bus.subscribe(() => {
      throw new Error('mine');
    });
    bus.subscribe((events) => seen.push(...events));
    bus.publish([{ runId: 'r', seq: 1, at: '', type: 'run.started' }]);
    expect(seen).toHaveLength(1);
    expect(errors).toEqual([new Error('mine')]);
  });
});
