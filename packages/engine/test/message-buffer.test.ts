import { MessageBuffer } from '@millrace/engine';
import { describe, expect, test } from '@jest/globals';

const log = (message: string) => ({ type: 'log', lines: [{ level: 'info', message }] }) as const;

describe('The message buffer', () => {
  test('keeps lines in order, all points and the last progress', () => {
    const buffer = new MessageBuffer({ logBytes: 1000 });
    expect(buffer.isEmpty).toBe(true);
    for (let step = 1; step <= 3; step++) {
      buffer.add(log(`line ${step}`));
      buffer.add({ type: 'progress', progress: { fraction: step / 3 } });
      buffer.add({ type: 'metrics', points: [{ name: 'loss', step, value: 1 / step }] });
    }
    expect(buffer.take()).toEqual([
      { type: 'log', lines: ['line 1', 'line 2', 'line 3'].map((message) => ({ level: 'info', message })) },
      { type: 'metrics', points: [{ name: 'loss', step: 1, value: 1 }, { name: 'loss', step: 2, value: 1 / 2 }, { name: 'loss', step: 3, value: 1 / 3 }] },
      { type: 'progress', progress: { fraction: 1 } },
    ]);
    expect(buffer.take()).toEqual([]);
  });

  test('says once that a log was cut', () => {
    const buffer = new MessageBuffer({ logBytes: 2048 });
    for (let count = 0; count < 100; count++) buffer.add(log('x'.repeat(99)));
    const [kept] = buffer.take();
    expect(kept).toMatchObject({ type: 'log' });
    const lines = kept?.type === 'log' ? kept.lines : [];
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toEqual({ level: 'warn', message: 'This attempt has written more than 2 KiB to its log; the rest is not kept.' });
    buffer.add(log('more'));
    expect(buffer.isEmpty).toBe(true);
  });

  test('thins long curves and keeps its end', () => {
    const buffer = new MessageBuffer({ logBytes: 1000 });
    for (let step = 1; step <= 100_000; step++) buffer.add({ type: 'metrics', points: [{ name: 'loss', step, value: step }, { name: 'accuracy', step, value: -step }] });
    const [message] = buffer.take();
    const points = message?.type === 'metrics' ? message.points : [];
    for (const name of ['loss', 'accuracy']) {
      const curve = points.filter((point) => point.name === name);
      expect(curve.length).toBeLessThanOrEqual(1024);
      expect(curve.at(-1)?.step).toBe(100_000);
      expect(curve.map(({ step }) => step)).toEqual(curve.map(({ step }) => step).sort((a, b) => a - b));
    }
  });
});
