import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { phraseOfError, UserError } from '@millrace/sdk';
import { SecretMask, type NodeResult, type NodeRunner, type NodeTask } from '@millrace/engine';
import { say, told, wordsOf, type ColumnsAnswer, type Phrase } from '@millrace/workflow';
import { LineSplitter } from './line-splitter.ts';
import type { ColumnsTask } from './node-columns.ts';
import type { FromWorker, PluginAddress, ToWorker, WorkerSettings } from './protocol.ts';
import { workerEnvironment } from './worker-environment.ts';

const mainFile = fileURLToPath(new URL('./worker-main.js', import.meta.url));

/** How long an attempt may take to end after it was asked to, after it was asked to write its checkpoint and end, and after SIGTERM. */
export interface Patience {
  readonly abortMs: number;
  readonly pauseMs: number;
  readonly terminateMs: number;
}

type Watch = Parameters<NodeRunner['run']>[1];

interface Current {
  readonly task: NodeTask;
  readonly token: number;
  readonly watch: Watch;
  readonly output: LineSplitter;
  readonly errors: LineSplitter;
  readonly resolve: (end: { readonly result: NodeResult; readonly spent: boolean }) => void;
}

/** One worker process, leader of a process group of its own. It runs one attempt at a time. */
export class WorkerProcess {
  /** Plugins that it has loaded, by name. */
  readonly plugins = new Set<string>();
  /** Resolves when the process, and what it started, is gone. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #settings: Omit<WorkerSettings, 'parentPid'>;
  #current: Current | undefined;
  #load: { readonly resolve: (manifests: readonly unknown[]) => void; readonly reject: (error: Error) => void } | undefined;
  readonly #questions = new Map<number, { readonly resolve: (answer: ColumnsAnswer) => void; readonly reject: (error: Error) => void }>();
  #tokens = 0;
  #end: Phrase | undefined;

  constructor(settings: Omit<WorkerSettings, 'parentPid'>) {
    this.#settings = settings;
    this.#child = fork(mainFile, [JSON.stringify({ ...settings, parentPid: process.pid })], {
      detached: true, env: workerEnvironment(process.env), execArgv: [], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#current?.output.write(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#current?.errors.write(chunk));
    this.#child.on('message', (message) => this.#receive(message as FromWorker)); // our own file sent it
    this.gone = this.#watchEnd();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The attempt that it runs. */
  get task(): NodeTask | undefined {
    return this.#current?.task;
  }

  /** Whether it can take an attempt. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /** Loads a plugin and gives what it says of its nodes, unchecked. Rejects with why it could not be loaded. */
  async describe(plugin: PluginAddress): Promise<readonly unknown[]> {
    if (!this.isAlive) throw new Error(`The process that loads plugins ${wordsOf(this.#end ?? say`ended`)}.`);
    const manifests = new Promise<readonly unknown[]>((resolve, reject) => (this.#load = { resolve, reject }));
    this.#send({ type: 'load', plugin });
    this.plugins.add(plugin.name);
    return manifests;
  }

  /** Asks a node type for the columns of its tables. Rejects when the process ends, or does not answer in time; it must then not be used again. */
  async columns(task: ColumnsTask, plugin: PluginAddress, timeoutMs: number): Promise<ColumnsAnswer> {
    if (!this.isAlive) throw new UserError(say`The process that works out columns ${this.#end ?? say`ended`}.`);
    const question = ++this.#tokens;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<ColumnsAnswer>((resolve, reject) => {
        this.#questions.set(question, { resolve, reject });
        timer = setTimeout(() => reject(new UserError(say`it did not say which columns it gives within ${timeoutMs / 1000} seconds`)), timeoutMs);
        this.#send({ type: 'columns', question, task, plugin });
      });
    } finally {
      clearTimeout(timer);
      this.#questions.delete(question);
    }
  }

  /** Runs an attempt; never rejects. `spent` says that the process must not be used again. */
  async run(task: NodeTask, plugin: PluginAddress, watch: Watch, patience: Patience): Promise<{ readonly result: NodeResult; readonly spent: boolean }> {
    const token = ++this.#tokens;
    const ended = new Promise<{ result: NodeResult; spent: boolean }>((resolve) => {
      const limitBytes = this.#settings.logBytes;
      const mask = watch.secrets && new SecretMask(watch.secrets.values);
      const output = new LineSplitter({ limitBytes, mask, onLines: (lines) => watch.onMessage({ type: 'log', lines: lines.map((message) => ({ level: 'info', message })) }) });
      const errors = new LineSplitter({ limitBytes, mask, onLines: (lines) => watch.onMessage({ type: 'log', lines: lines.map((message) => ({ level: 'warn', message })) }) });
      this.#current = { task, token, watch, output, errors, resolve };
    });
    if (!this.isAlive) this.#finish(died(this.#end), true);
    this.plugins.add(plugin.name);
    const timers: NodeJS.Timeout[] = [];
    const stop = (type: 'abort' | 'pause', waitMs: number): void => {
      for (const timer of timers.splice(0)) clearTimeout(timer); // a cancel does not wait for a pause
      this.#send({ type, token });
      timers.push(setTimeout(() => {
        this.#signal('SIGTERM');
        timers.push(setTimeout(() => this.#signal('SIGKILL'), patience.terminateMs));
      }, waitMs));
    };
    const abort = () => stop('abort', patience.abortMs);
    const pause = () => stop('pause', patience.pauseMs);
    this.#send({ type: 'run', token, task, plugin, ...(watch.secrets ? { secrets: watch.secrets } : {}) });
    watch.signal.addEventListener('abort', abort, { once: true });
    watch.pause?.addEventListener('abort', pause, { once: true });
    if (watch.signal.aborted) abort();
    else if (watch.pause?.aborted) pause();
    const { result, spent } = await ended;
    watch.signal.removeEventListener('abort', abort);
    watch.pause?.removeEventListener('abort', pause);
    for (const timer of timers) clearTimeout(timer);
    if (!watch.signal.aborted && !watch.pause?.aborted) return { result, spent: spent || watch.secrets !== undefined }; // a process that knows a secret runs nothing else
    await this.kill(); // whatever it left behind
    return { result: result.status === 'succeeded' ? result : { status: 'aborted', ...(result.usage ? { usage: result.usage } : {}) }, spent: true };
  }

  /** Kills the process group. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.gone;
  }

  async #watchEnd(): Promise<void> {
    const end = await Promise.race([
      once(this.#child, 'exit').then(([code, signal]: (number | string | null)[]) => (signal === null ? say`ended with exit code ${String(code)}` : say`was killed by ${String(signal)}`)),
      once(this.#child, 'error').then(([error]: unknown[]) => say`could not be started: ${error instanceof Error ? error.message : String(error)}`),
    ]);
    this.#end = end;
    this.#signal('SIGKILL'); // processes that the node body started
    await this.#lastOutput();
    this.#load?.reject(new Error(`The process that loaded it ${wordsOf(end)}.`));
    for (const { reject } of this.#questions.values()) reject(new UserError(say`the process that works out columns ${end}`));
    this.#finish(died(end), true);
  }

  /** Waits until what the process wrote is read; not for long, since a grandchild may hold the pipe open for ever. */
  async #lastOutput(): Promise<void> {
    const { stdout, stderr } = this.#child;
    const open = [stdout, stderr].filter((stream) => stream !== null && !stream.closed);
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), 1000);
    await Promise.all(open.map((stream) => (stream ? once(stream, 'close', { signal: timeout.signal }) : undefined))).catch(() => {});
    clearTimeout(timer);
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'loaded':
        return this.#load?.resolve(message.manifests);
      case 'notLoaded':
        return this.#load?.reject(new Error(message.error));
      case 'columns':
        return this.#questions.get(message.question)?.resolve(message.answer);
      case 'messages':
        if (message.token === this.#current?.token) for (const told of message.messages) this.#current.watch.onMessage(told);
        return;
      case 'call':
        void this.#answer(message);
        return;
      case 'result':
        if (message.token === this.#current?.token) void nextTurn().then(() => this.#finish(message.result, message.spent)); // what it wrote before is read first
        return;
      default:
        message satisfies never;
    }
  }

  async #answer({ token, call, request }: Extract<FromWorker, { type: 'call' }>): Promise<void> {
    if (token !== this.#current?.token) return;
    try {
      this.#send({ type: 'answer', token, call, value: await this.#current.watch.onCall(request) });
    } catch (error) {
      this.#send({ type: 'refusal', token, call, name: error instanceof Error ? error.name : 'Error', ...told(phraseOfError(error)) });
    }
  }

  #finish(result: NodeResult, spent: boolean): void {
    const current = this.#current;
    if (!current) return;
    current.output.end();
    current.errors.end();
    this.#current = undefined;
    current.resolve({ result, spent });
  }

  #send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => {}); // a process that is gone says so by itself
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // nobody is left in the group
    }
  }
}

function died(end: Phrase | undefined): NodeResult {
  const english = end === undefined ? '' : wordsOf(end);
  const hint = english.includes('SIGKILL') ? say` The machine may be short of memory.` : english.includes('exit code') ? say` Something in it may have called process.exit.` : '';
  return { status: 'failed', kind: 'infrastructure', ...told(say`The worker process ${end ?? say`ended`} before the node had finished.${hint}`) };
}
