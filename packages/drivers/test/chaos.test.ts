// What must hold when processes are killed, hang or lie.
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase, SqlRunLog } from '@millrace/drivers';
import { emptyWorkflow, evolve, type Run, type RunEvent, type Workflow } from '@millrace/workflow';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startEngine, steps, type EngineUnderTest } from './engine-under-test.ts';

const lines = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean);

/** Resolves when no process of that id is left; a zombie that its parent has not asked after counts as gone. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').then((text) => text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3), () => 'X');
    if (state === 'X' || state === 'Z') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('A worker process', () => {
  let engine: EngineUnderTest;
  afterEach(() => engine.close());

  test('that is killed is an infrastructure failure: the node runs again, and nothing else does', async () => {
    engine = await startEngine();
    const ledger = join(engine.folder, 'ledger');
    const pidFile = join(engine.folder, 'pids');
    const { runId } = await engine.submit('a:value b:never c:noop', 'a.out>b.after b.out>c.after', { a: { value: 1, ledger }, b: { pidFile } });
    for (const attempt of [1, 2, 3]) {
      await engine.event((event) => event.type === 'node.log' && event.attempt === attempt);
      const [pid, child]: number[] = JSON.parse(await readFile(pidFile, 'utf8'));
      process.kill(pid ?? 0, 'SIGKILL');
      await gone(child ?? 0);
    }
    const run = await engine.executor.finished(runId);
    expect(run.nodes['b']).toMatchObject({ state: 'failed', attempt: 3, infrastructureFailures: 3, error: { kind: 'infrastructure', message: 'The worker process was killed by SIGKILL before the node had finished. The machine may be short of memory.' } });
    expect(run.nodes['c']).toMatchObject({ state: 'skipped', reason: '"b" failed' });
    expect(await lines(ledger)).toEqual(['a']);
  });

  test.each([[0], [7]])('in which a node calls process.exit(%s) is an infrastructure failure', async (code) => {
    engine = await startEngine();
    const run = await engine.run('a:exit b:noop', '', { a: { code } });
    expect(run.nodes['a']).toMatchObject({ state: 'failed', attempt: 3, error: { kind: 'infrastructure', message: `The worker process ended with exit code ${code} before the node had finished. Something in it may have called process.exit.` } });
    expect(run.nodes['b']?.state).toBe('succeeded');
  });

  test.each([['wait'], ['spin'], ['deaf'], ['polite']])('with a node that never returns (%s) is gone soon after a cancel, with what it started', async (how) => {
    engine = await startEngine();
    const pidFile = join(engine.folder, 'pids');
    const { runId } = await engine.submit('a:never b:noop', 'a.out>b.after', { a: { how, pidFile } });
    await engine.event((event) => event.type === 'node.log');
    const pids: number[] = JSON.parse(await readFile(pidFile, 'utf8'));
    await engine.executor.cancel(runId);
    const run = await engine.executor.finished(runId);
    expect([run.state, run.nodes['a']?.state, run.nodes['b']?.state]).toEqual(['cancelled', 'cancelled', 'cancelled']);
    await Promise.all(pids.map(gone));
    expect((await engine.run('a:noop')).state).toBe('succeeded');
  });

  test.each([['wait'], ['spin']])('with a node that runs longer than its limit (%s) is stopped, and the node is not tried again', async (how) => {
    engine = await startEngine();
    const run = await engine.run('a:limited', '', { a: { how } });
    expect(run.nodes['a']).toMatchObject({ state: 'failed', attempt: 1, error: { kind: 'timeout', message: 'It ran longer than its limit of 0.3 seconds and was stopped.' } });
  });

  test('sees none of the server\'s secrets', async () => {
    process.env['MILLRACE_TOKEN'] = 'not for workers';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'not for workers';
    engine = await startEngine();
    const environment = await engine.output(await engine.run('a:environment'), 'a');
    delete process.env['MILLRACE_TOKEN'];
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    expect(JSON.stringify(environment)).not.toContain('not for workers');
    const allowed = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'LD_LIBRARY_PATH', 'CUDA_PATH', 'CUDA_HOME', 'CUDA_VISIBLE_DEVICES', 'GLIBC_TUNABLES', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];
    expect(Object.keys(Object(environment)).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('is not left behind by a server that closes', async () => {
    engine = await startEngine();
    const pidFile = join(engine.folder, 'pids');
    const { runId } = await engine.submit('a:never', '', { a: { how: 'spin', pidFile } });
    await engine.event((event) => event.type === 'node.log');
    const workers = [...engine.runner.workerPids, ...JSON.parse(await readFile(pidFile, 'utf8'))];
    await engine.executor.close();
    await engine.runner.close();
    await Promise.all(workers.map(gone));
    expect((await engine.log.get(runId))?.state).toBe('running');
  });
});

describe('A full disk', () => {
  test('fails the node as infrastructure, after tries, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-full-'));
    const small = join(folder, 'artifacts');
    await mkdir(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status !== 0) {
      await rm(folder, { recursive: true });
      return console.warn('Left out: only root may mount a small disk.');
    }
    const engine = await startEngine({ folder });
    try {
      const run = await engine.run('a:files b:noop', '', { a: { how: 'table', bytes: 2_000_000 } });
      expect(run.nodes['a']).toMatchObject({ state: 'failed', attempt: 3, error: { kind: 'infrastructure', message: `An artifact could not be written to ${small}: the disk is full; free some space.` } });
      expect(run.nodes['b']?.state).toBe('succeeded');
      expect(await readdir(join(small, 'temporary'))).toEqual([]);
    } finally {
      await engine.close();
      spawnSync('umount', [small]);
      await rm(folder, { recursive: true });
    }
  });
});

describe('A server that is killed', () => {
  let child: ChildProcess | undefined;
  let folder: string;
  const processFile = fileURLToPath(new URL('./fixtures/engine-process.mjs', import.meta.url));
  const start = (...mode: string[]) => (child = fork(processFile, [folder, steps, ...mode], { execArgv: [], env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  const until = (process: ChildProcess, fits: (event: RunEvent) => boolean) => new Promise<{ event: RunEvent; workers: number[] }>((resolve) => {
    process.on('message', (message: { event: RunEvent; workers: number[] }) => {
      if (fits(message.event)) resolve(message);
    });
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  test('leaves no worker behind, not even a busy one, and its run goes on at the next start without running finished nodes again', async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-chaos-'));
    const ledger = join(folder, 'ledger');
    const marker = join(folder, 'fail-first');
    const document: Workflow = {
      ...emptyWorkflow('chaos'),
      nodes: [
        { id: 'a', type: 'test.value', params: { value: 1, ledger } },
        { id: 'b', type: 'test.once', params: { ledger, marker } },
        { id: 'c', type: 'test.sum', params: { ledger } },
      ],
      edges: [{ from: 'a.out', to: 'b.after' }, { from: 'a.out', to: 'c.a' }, { from: 'b.out', to: 'c.b' }],
    };
    const first = start('new', JSON.stringify(document));
    const { event, workers } = await until(first, ({ type }) => type === 'node.log');
    first.kill('SIGKILL');
    await Promise.all(workers.map(gone));
    const second = start('resume');
    await until(second, ({ type }) => type === 'run.finished');
    second.kill('SIGKILL');
    await once(second, 'exit');
    const database = await openDatabase({ dataDir: folder });
    const events = await new SqlRunLog(database).read(event.runId);
    await database.destroy();
    const run = events.reduce<Run | undefined>((folded, next) => evolve(folded, next), undefined);
    expect(run).toMatchObject({ state: 'succeeded', nodes: { a: { state: 'succeeded', attempt: 1 }, b: { state: 'succeeded', attempt: 2, infrastructureFailures: 0 }, c: { state: 'succeeded', attempt: 1 } } });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(await lines(ledger)).toEqual(['a', 'b', 'b', 'c']);
  });
});
