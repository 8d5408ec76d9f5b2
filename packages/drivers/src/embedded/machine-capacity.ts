import { availableParallelism, totalmem } from 'node:os';
import type { Capacity } from '@millrace/engine';

/** Left to the server, the model workers and the rest of the machine. */
const reserveMiB = 1024;

/** What this machine has for node bodies: its cores, its memory less a reserve, and as many GPUs as it is told of. */
export function machineCapacity(options: { readonly gpu?: number } = {}): Capacity {
  const memoryMiB = Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 1024 / 1024);
  return { cpu: availableParallelism(), memoryMiB: Math.max(512, memoryMiB - reserveMiB), gpu: options.gpu ?? 0 };
}
