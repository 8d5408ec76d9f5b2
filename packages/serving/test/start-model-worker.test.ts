import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ModelWorkerFailed, Overloaded, startModelWorker, type ModelWorker, type ModelWorkerOptions } from '@millrace/serving';

const entry = new URL('./fixtures/stand-in-worker.mjs', import.meta.url);
const opened: ModelWorker[] = [];
afterEach(async () => { for (const worker of opened.splice(0)) await worker.close(); });

async function start(folder = 'any', options: ModelWorkerOptions = {}): Promise<ModelWorker> {
  const worker = await startModelWorker(folder, { entry, ...options });
  opened.push(worker);
  return worker;
}

const labels = (predictions: readonly { label: string }[]) => predictions.map(({ label }) => label);

describe('startModelWorker', () => {
  test('answers in order and knows the labels', async () => {
    const worker = await start();
    expect(worker.status).toBe('ready');
    expect(worker.labels).toEqual(['short', 'long']);
    expect(labels(await worker.predict(['a', 'a long text', 'b']))).toEqual(['short', 'long', 'short']);
    expect(await worker.predict([])).toEqual([]);
  });

  test('says why a model cannot be loaded', async () => {
    await expect(start('missing')).rejects.toThrow('The model could not be loaded: the folder "missing" is not there');
    await expect(start('crash')).rejects.toThrow(/ended with code 1: [^]*no such library/);
    await expect(start('slow', { startTimeoutMs: 300 })).rejects.toThrow('was not ready within 300 ms');
  });

  test('answers the requests under way when the process is killed', async () => {
    const worker = await start();
    const before = worker.pid;
    const exits: string[] = [];
    worker.onExit(({ reason, willRestart }) => exits.push(`${reason}, ${willRestart}`));
    const folder = await mkdtemp(join(tmpdir(), 'millrace-serving-'));
    try {
      const answers = await Promise.all([worker.predict([`die-once ${join(folder, 'marker')}`, 'a']), worker.predict(['b'])]);
      expect(answers.map(labels)).toEqual([['long', 'short'], ['short']]);
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(exits).toEqual(['was ended by SIGKILL, true']);
    expect(worker.pid).not.toBe(before);
    expect(worker.status).toBe('ready');
  });

  test('fails only the text over which the process ends twice', async () => {
    const worker = await start();
    const blocked = worker.predict(['first']);
    const [bad, good] = await Promise.allSettled([worker.predict(['die']), worker.predict(['fine'])]);
    await blocked;
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(ModelWorkerFailed) });
    expect(String(bad.status === 'rejected' && bad.reason)).toContain('ended with code 7 while it answered');
    expect(good).toMatchObject({ status: 'fulfilled' });
  });

  test('gives up a model whose process ends six times within a minute', async () => {
    const worker = await start();
    for (let round = 0; round < 3; round++) await expect(worker.predict(['die'])).rejects.toThrow('while it answered');
    expect(worker.status).toBe('failed');
    await expect(worker.predict(['a'])).rejects.toThrow('is given up');
  });

  test('ends a process that does not answer', async () => {
    const worker = await start('any', { batchTimeoutMs: 200 });
    await expect(worker.predict(['hang'])).rejects.toThrow('did not answer within 200 ms');
    expect(labels(await worker.predict(['a']))).toEqual(['short']);
  });

  test('does not start again for an error of the model, nor lets it fail others', async () => {
    const worker = await start();
    const { pid } = worker;
    await expect(worker.predict(['bug'])).rejects.toThrow('a bug');
    const blocked = worker.predict(['first']);
    const [bad, good] = await Promise.allSettled([worker.predict(['bug']), worker.predict(['fine']), blocked]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
    expect(worker.pid).toBe(pid);
  });

  test('refuses more than may wait, and a request that is given up leaves the queue', async () => {
    const worker = await start('any', { maximumWaiting: 2 });
    const controller = new AbortController();
    const running = worker.predict(['hang'], { signal: controller.signal });
    const waiting = worker.predict(['a', 'b'], { signal: controller.signal });
    await expect(worker.predict(['c'])).rejects.toBeInstanceOf(Overloaded);
    controller.abort(new Error('hung up'));
    expect((await Promise.allSettled([running, waiting])).map((result) => result.status === 'rejected' && String(result.reason))).toEqual(['Error: hung up', 'Error: hung up']);
    expect(worker.waiting).toBe(0);
    process.kill(worker.pid ?? 0, 'SIGKILL');
  });

  test('keeps our environment from the process', async () => {
    process.env['MILLRACE_TOKEN'] = 'secret';
    const worker = await start();
    const names = await worker.predict(['environment']).then(() => '', String);
    delete process.env['MILLRACE_TOKEN'];
    expect(names).toContain('PATH');
    expect(names).not.toMatch(/MILLRACE_TOKEN|NODE_OPTIONS/);
  });

  test('answers what it accepted when it is closed, then ends the process', async () => {
    const worker = await start();
    const { pid } = worker;
    const accepted = [worker.predict(['a']), worker.predict(['a long text'])];
    await worker.close();
    expect((await Promise.all(accepted)).map(labels)).toEqual([['short'], ['long']]);
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
    await expect(worker.predict(['b'])).rejects.toThrow('was closed');
    expect(worker.status).toBe('closed');
  });
});
