import { evolve, isFinished, type Queue, type Run, type RunEvent, type Usage } from '@millrace/workflow';
import { io, type Socket } from 'socket.io-client';
import type { ServerUnderTest } from './server-under-test.ts';

/** What a page in the browser does with a run: subscribes with the last `seq` it has and folds what comes. */
export class WatchPage {
  readonly events: RunEvent[] = [];
  readonly changes: { what: string; id?: string }[] = [];
  /** What came last. */
  queue: Queue | undefined;
  usage: readonly Usage[] = [];
  run: Run | undefined;
  readonly #socket: Socket;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects as a page that has `known` events already. */
  static async open(server: ServerUnderTest, runId: string, known: readonly RunEvent[] = []): Promise<WatchPage> {
    const socket = io(server.url, { extraHeaders: { authorization: `Bearer ${server.token}` }, transports: ['websocket'], forceNew: true, reconnection: false });
    const page = new WatchPage(socket);
    known.forEach((event) => page.#take(event));
    socket.on('run:events', (events: RunEvent[]) => events.forEach((event) => page.#take(event)));
    socket.on('queue', (queue: Queue) => {
      page.queue = queue;
      page.#wake();
    });
    socket.on('usage', (usage: Usage[]) => {
      page.usage = usage;
      page.#wake();
    });
    socket.on('changed', (change) => {
      page.changes.push(change);
      page.#wake();
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    // The answer is taken where it arrives: events that follow it come in the same turn.
    await new Promise<void>((resolve, reject) => {
      socket.emit('run:subscribe', { runId, after: known.at(-1)?.seq ?? 0 }, (reply: { events: RunEvent[] } | { error: string }) => {
        if ('error' in reply) return reject(new Error(reply.error));
        reply.events.forEach((event) => page.#take(event));
        return resolve();
      });
    });
    return page;
  }

  /** Resolves when the page shows what is asked for. */
  async until(condition: (page: this) => unknown): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => { this.#wake = resolve; });
  }

  async finished(): Promise<Run> {
    await this.until(() => this.run && isFinished(this.run));
    if (!this.run) throw new Error('unreachable');
    return this.run;
  }

  emit(name: string, body: unknown): void {
    this.#socket.emit(name, body);
  }

  ask(name: string, body: unknown): Promise<any> {
    return this.#socket.emitWithAck(name, body);
  }

  close(): void {
    this.#socket.disconnect();
  }

  /** The fold throws on a gap; what comes twice is kept in `events` for the test to see. */
  #take(event: RunEvent): void {
    this.events.push(event);
    this.run = evolve(this.run, event);
    this.#wake();
  }
}
