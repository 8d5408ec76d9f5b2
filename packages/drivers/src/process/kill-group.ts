/** Ends this process and all that it started: a worker is the leader of a process group of its own. */
export function killGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL'); // Windows has no process groups
  }
}
