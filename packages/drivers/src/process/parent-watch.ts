// Runs in a thread of its own, so that it sees the server's death even while a node body keeps the main thread busy.
import { workerData } from 'node:worker_threads';
import { killGroup } from './kill-group.ts';

const { parentPid }: { parentPid: number } = workerData;

setInterval(() => {
  if (process.ppid !== parentPid) killGroup();
}, 250);
