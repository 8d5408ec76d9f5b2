// Runs in a thread of its own, so that it sees the server's death even while a node body keeps the main thread busy.
import { workerData } from 'node:worker_threads';

const { parentPid }: { parentPid: number } = workerData;

setInterval(() => {
  if (process.ppid === parentPid) return;
  try {
    process.kill(-process.pid, 'SIGKILL'); // the whole group: what the node body started goes with it
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}, 250);
