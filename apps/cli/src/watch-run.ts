import { evolve, isFinished, type ClientMessages, type Run, type RunEvent, type ServerMessages } from '@millrace/workflow';
import { io, type Socket } from 'socket.io-client';
import type { ServerAddress } from './find-server.ts';
import { CommandFailed } from './usage-error.ts';

/** Follows a run over a socket to its end and resolves with it. After a broken connection it goes on where it was. */
export function watchRun(server: ServerAddress, runId: string, onChange: (run: Run) => void): Promise<Run> {
  const socket: Socket<ServerMessages, ClientMessages> = io(server.url, { extraHeaders: { authorization: `Bearer ${server.token}` }, transports: ['websocket'], reconnectionAttempts: 20 });
  return new Promise<Run>((resolve, reject) => {
    let run: Run | undefined;
    const take = (event: unknown) => {
      run = evolve(run, event as RunEvent); // the server's own events, which it parsed before it stored them
      if (isFinished(run)) resolve(run);
    };
    const shown = (events: readonly unknown[]) => {
      try {
        events.forEach(take);
        if (run) onChange(run);
      } catch (error) {
        reject(error);
      }
    };
    socket.on('run:events', shown);
    socket.on('connect', () => {
      socket.emit('run:subscribe', { runId, after: run?.seq ?? 0 }, (reply) => {
        if ('error' in reply) reject(new CommandFailed(reply.error));
        else shown(reply.events);
      });
    });
    socket.io.on('reconnect_failed', () => reject(new CommandFailed('The connection to the server was lost.')));
  }).finally(() => socket.disconnect());
}
