import type { OnApplicationShutdown } from '@nestjs/common';
import { Ack, ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer, type OnGatewayDisconnect, type OnGatewayInit } from '@nestjs/websockets';
import type { IoAdapter } from '@nestjs/platform-socket.io';
import type { ClientMessages, RunEvent, ServerMessages } from '@millrace/workflow';
import { z } from 'zod';
import { problemOf } from '../http/problem.filter.ts';
import { RunsService } from '../runs/runs.service.ts';
import { Changes } from './changes.ts';
import { RunSubscription } from './run-subscription.ts';

const subscribeSchema = z.object({ runId: z.string().min(1).max(64), after: z.number().int().nonnegative() });
const unsubscribeSchema = z.object({ runId: z.string().min(1).max(64) });
const pageSize = 2000;
const subscriptionsPerSocket = 100;

type Answer = Parameters<ClientMessages['run:subscribe']>[1];

interface Client {
  readonly id: string;
  emit<Name extends keyof ServerMessages>(name: Name, ...args: Parameters<ServerMessages[Name]>): unknown;
}

/** The live side of runs: who subscribes gets what it lacks and then every event as it happens. */
@WebSocketGateway()
export class RunGateway implements OnGatewayInit, OnGatewayDisconnect<Client>, OnApplicationShutdown {
  @WebSocketServer()
  private readonly server!: ReturnType<IoAdapter['createIOServer']>;
  /** By socket, then by run. */
  readonly #subscriptions = new Map<string, Map<string, RunSubscription>>();

  readonly #stop: (() => void)[] = [];

  constructor(private readonly runs: RunsService, private readonly changes: Changes) {}

  afterInit(): void {
    this.#stop.push(this.changes.subscribe((change) => this.server.emit('changed', change)));
    this.#stop.push(this.runs.onEvents((events) => this.#publish(events)));
  }

  onApplicationShutdown(): void {
    for (const stop of this.#stop) stop();
  }

  @SubscribeMessage('run:subscribe')
  async subscribe(@ConnectedSocket() client: Client, @MessageBody() request: unknown, @Ack() ack: unknown): Promise<void> {
    const answer: Answer = typeof ack === 'function' ? (reply) => void ack(reply) : () => undefined;
    const parsed = subscribeSchema.safeParse(request);
    if (!parsed.success) {
      answer({ error: 'Send { runId, after }, where after is the last seq you have, or 0' });
      return;
    }
    const { runId, after } = parsed.data;
    const mine = this.#subscriptions.get(client.id) ?? new Map<string, RunSubscription>();
    if (mine.size >= subscriptionsPerSocket) {
      answer({ error: `A page can watch ${subscriptionsPerSocket} runs at once: unsubscribe from one first` });
      return;
    }
    const subscription = new RunSubscription({
      after,
      read: (from) => this.runs.events(runId, { after: from, limit: pageSize }),
      send: (events) => client.emit('run:events', events),
    });
    this.#subscriptions.set(client.id, mine.set(runId, subscription));
    try {
      answer({ events: [...(await subscription.first())] });
      await subscription.follow();
    } catch (error) {
      mine.delete(runId);
      answer({ error: problemOf(error).message });
    }
  }

  @SubscribeMessage('run:unsubscribe')
  unsubscribe(@ConnectedSocket() client: Client, @MessageBody() request: unknown): void {
    const parsed = unsubscribeSchema.safeParse(request);
    if (parsed.success) this.#subscriptions.get(client.id)?.delete(parsed.data.runId);
  }

  handleDisconnect(client: Client): void {
    this.#subscriptions.delete(client.id);
  }

  #publish(events: readonly RunEvent[]): void {
    for (const [runId, ofRun] of byRun(events)) {
      if (ofRun.some(({ type }) => type.startsWith('run.'))) this.changes.announce({ what: 'runs', id: runId });
      for (const [socket, runs] of this.#subscriptions) {
        // A page whose gap cannot be read now is let go: it connects again and asks for the gap anew.
        runs.get(runId)?.receive(ofRun).catch(() => this.server.in(socket).disconnectSockets(true));
      }
    }
  }
}

/** Runs share transactions, and so what is published at once may be of several. */
function byRun(events: readonly RunEvent[]): Map<string, RunEvent[]> {
  const runs = new Map<string, RunEvent[]>();
  for (const event of events) {
    const known = runs.get(event.runId);
    if (known) known.push(event);
    else runs.set(event.runId, [event]);
  }
  return runs;
}
