import type { OnApplicationShutdown } from '@nestjs/common';
import { Ack, ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, type OnGatewayDisconnect } from '@nestjs/websockets';
import type { ClientMessages, ServerMessages } from '@millrace/workflow';
import { z } from 'zod';
import { QueueService } from '../queue/queue.service.ts';

const watchSchema = z.object({ runId: z.string().min(1).max(64).optional() });

type Answer = Parameters<ClientMessages['queue:watch']>[1];

interface Client {
  readonly id: string;
  emit<Name extends keyof ServerMessages>(name: Name, ...args: Parameters<ServerMessages[Name]>): unknown;
}

/** The live side of the queue: who watches gets it as it is, then again whenever it changes, and what worker processes use. */
@WebSocketGateway()
export class QueueGateway implements OnGatewayDisconnect<Client>, OnApplicationShutdown {
  /** What ends the watch of a socket. */
  readonly #stops = new Map<string, () => void>();

  constructor(private readonly queue: QueueService) {}

  onApplicationShutdown(): void {
    this.queue.close();
  }

  @SubscribeMessage('queue:watch')
  watch(@ConnectedSocket() client: Client, @MessageBody() request: unknown, @Ack() ack: unknown): void {
    const answer: Answer = typeof ack === 'function' ? (reply) => void ack(reply) : () => undefined;
    const parsed = watchSchema.safeParse(request);
    if (!parsed.success) {
      answer({ error: 'Send { runId }, where runId may be left out' });
      return;
    }
    this.#leave(client);
    const { queue, stop } = this.queue.watch({ ...parsed.data, send: (now) => client.emit('queue', now), sendUsage: (usage) => client.emit('usage', usage) });
    this.#stops.set(client.id, stop);
    answer({ queue });
  }

  @SubscribeMessage('queue:unwatch')
  unwatch(@ConnectedSocket() client: Client): void {
    this.#leave(client);
  }

  handleDisconnect(client: Client): void {
    this.#leave(client);
  }

  #leave({ id }: Client): void {
    this.#stops.get(id)?.();
    this.#stops.delete(id);
  }
}
