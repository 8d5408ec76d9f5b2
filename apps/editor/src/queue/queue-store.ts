import { queueSchema, usageSchema, type Queue, type Usage, type WaitReason } from '@millrace/workflow';
import { create } from 'zustand';
import { socket } from '../api/socket.ts';

interface QueueNow {
  /** As it was told last; none while nobody watches, or the server is away. */
  readonly queue: Queue | undefined;
  /** Why a node of a run waits, by both. */
  readonly waits: ReadonlyMap<string, WaitReason>;
  /** What the attempt of a node uses, by run and node. */
  readonly usage: ReadonlyMap<string, Usage>;
  /** Whether the server can tell what attempts use. */
  readonly measures: boolean;
}

const nothing = { queue: undefined, waits: new Map<string, WaitReason>(), usage: new Map<string, Usage>() };

/** What runs, what waits and why; kept up to date while `watchQueue` does. */
export const useQueue = create<QueueNow>(() => ({ ...nothing, measures: false }));

/** Whether the dialog that shows the queue is open. */
export const useQueueDialog = create<{ readonly open: boolean }>(() => ({ open: false }));

export function keyOf(at: { readonly runId: string; readonly nodeId: string }): string {
  return `${at.runId} ${at.nodeId}`;
}

/** Takes what the server says of the queue. What this page does not know is passed over. */
export function takeQueue(told: unknown): void {
  const read = queueSchema.safeParse(told);
  if (read.success) useQueue.setState({ queue: read.data, waits: new Map(read.data.waiting.map((one) => [keyOf(one), one.reason])) });
}

/** Takes what the server says that attempts use. */
export function takeUsage(told: unknown): void {
  const read = usageSchema.array().safeParse(told);
  if (read.success) useQueue.setState(({ measures }) => ({ usage: new Map(read.data.map((one) => [keyOf(one), one])), measures: measures || read.data.length > 0 }));
}

/** Asks the server to tell of the queue, and of the nodes of one run that wait for others before them. Returns what ends it. */
export function watchQueue(runId: string | undefined): () => void {
  let ended = false;
  const ask = () => socket.emit('queue:watch', runId === undefined ? {} : { runId }, (reply) => !ended && 'queue' in reply && takeQueue(reply.queue));
  const forget = () => useQueue.setState(nothing);
  socket.on('connect', ask);
  socket.on('disconnect', forget);
  socket.on('queue', takeQueue);
  socket.on('usage', takeUsage);
  if (socket.connected) ask();
  return () => {
    ended = true;
    socket.off('connect', ask);
    socket.off('disconnect', forget);
    socket.off('queue', takeQueue);
    socket.off('usage', takeUsage);
    if (socket.connected) socket.emit('queue:unwatch');
    forget();
  };
}
