// The main file of a worker process: loads plugins and runs node bodies, one at a time, for the server that forked it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MessageBuffer, SecretMask, type HostCall, type NodeMessage, type NodeResult } from '@millrace/engine';
import { PauseRequested, phraseOfError, UserError } from '@millrace/sdk';
import { say, told, type ColumnsAnswer } from '@millrace/workflow';
import { FolderArtifactStore } from '../embedded/folder-artifact-store.ts';
import { executeNode } from './execute-node.ts';
import { failureOf } from './failure-of.ts';
import { killGroup } from './kill-group.ts';
import { describePlugin, loadPlugin } from './load-plugin.ts';
import { measureAttempt } from './measure-attempt.ts';
import { columnsOf } from './node-columns.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';

const flushMs = 100;
const settings: WorkerSettings = JSON.parse(process.argv[2] ?? '{}');
const artifacts = new FolderArtifactStore(settings.artifactFolder);

/** The attempt that is running. */
let current: { readonly token: number; readonly cancel: AbortController; readonly fail: (error: unknown) => void } | undefined;
const calls = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
let callCount = 0;

new Worker(new URL('./parent-watch.js', import.meta.url), { workerData: { parentPid: settings.parentPid }, stdout: false, stderr: false }).unref();
preferAsVictim();
for (const stream of [process.stdout, process.stderr]) blockWhenFull(stream);
process.on('disconnect', killGroup);
process.on('message', (message: ToWorker) => void receive(message));
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    if (current) return current.fail(error);
    console.error(error);
    process.exit(1);
  });
}

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'load':
      try {
        send({ type: 'loaded', manifests: await describePlugin(message.plugin) });
      } catch (error) {
        send({ type: 'notLoaded', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
      return;
    case 'columns':
      send({ type: 'columns', question: message.question, answer: await answerOf(message) });
      return;
    case 'run':
      return run(message);
    case 'abort':
      if (current?.token === message.token) current.cancel.abort();
      return;
    case 'pause':
      if (current?.token === message.token) current.cancel.abort(new PauseRequested());
      return;
    case 'answer':
      calls.get(message.call)?.resolve(message.value);
      calls.delete(message.call);
      return;
    case 'refusal':
      calls.get(message.call)?.reject(Object.assign(new Error(message.message), { name: message.name, ...(message.words ? { words: message.words } : {}) }));
      calls.delete(message.call);
      return;
    default:
      message satisfies never;
  }
}

async function answerOf({ task, plugin }: Extract<ToWorker, { type: 'columns' }>): Promise<ColumnsAnswer> {
  try {
    const definition = (await loadPlugin(plugin)).get(task.type);
    return definition ? await columnsOf(definition, task) : { outputs: {}, problems: [] };
  } catch (error) {
    return { outputs: {}, problems: [{ ...told(phraseOfError(error)), severity: 'warning' }] };
  }
}

async function run({ token, task, plugin, secrets }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const cancel = new AbortController();
  const mask = secrets && new SecretMask(secrets.values);
  const outbox = new Outbox(token);
  const usage = measureAttempt();
  const finish = (result: NodeResult, spent: boolean): void => {
    if (current?.token !== token) return;
    current = undefined;
    outbox.close();
    send({ type: 'result', token, result: { ...(mask?.result(result) ?? result), usage: usage() }, spent });
  };
  current = {
    token,
    cancel,
    fail: (error) => finish(failureOf(error), true), // nobody awaited it, so the process may be in any state
  };
  try {
    const definition = (await loadPlugin(plugin)).get(task.type);
    if (!definition) throw new UserError(say`The plugin ${plugin.name} has no node type "${task.type}".`);
    const call = (request: HostCall) => new Promise<unknown>((resolve, reject) => {
      calls.set(++callCount, { resolve, reject });
      send({ type: 'call', token, call: callCount, request });
    });
    const scratch = join(settings.scratchFolder, `${process.pid}-${token}`);
    const tell = (message: NodeMessage) => outbox.add(mask?.message(message) ?? message);
    finish(await executeNode(definition, task, { artifacts, scratch, checkpoints: settings.checkpointFolder, signal: cancel.signal, tell, call, ...(secrets ? { secrets } : {}) }), cancel.signal.aborted);
  } catch (error) {
    finish(failureOf(error), true);
  }
}

/** Sends what a node tells at most every `flushMs`, so that a talkative node does not flood the server. */
class Outbox {
  readonly #token: number;
  readonly #buffer = new MessageBuffer({ logBytes: settings.logBytes });
  #lastFlush = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(token: number) {
    this.#token = token;
  }

  add(message: NodeMessage): void {
    if (current?.token !== this.#token) return;
    this.#buffer.add(message);
    const wait = this.#lastFlush + flushMs - performance.now();
    if (wait <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  close(): void {
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastFlush = performance.now();
    if (!this.#buffer.isEmpty) send({ type: 'messages', token: this.#token, messages: this.#buffer.take() });
  }
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

/** A node that writes faster than the server reads waits, rather than fill its memory; and what it wrote is there before its result is. */
function blockWhenFull(stream: NodeJS.WriteStream): void {
  const handle: unknown = Reflect.get(stream, '_handle');
  if (typeof handle === 'object' && handle !== null && 'setBlocking' in handle && typeof handle.setBlocking === 'function') handle.setBlocking(true);
}

/** When the machine runs out of memory, a node body should go, not the server. */
function preferAsVictim(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '500');
  } catch {
    // not Linux
  }
}
