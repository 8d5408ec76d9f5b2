/** The kernel counts in hundredths of a second towards programs, whatever it does inside. */
const ticksPerSecond = 100;

/** Processor time in a text of /proc/PID/stat, in seconds: of the process, and of those that it started and waited for. See proc(5). */
export function parseProcessStat(text: string): { readonly ownSeconds: number; readonly childSeconds: number } {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // a name may hold spaces and parentheses
  const seconds = (field: number) => Number(fields[field - 3]) / ticksPerSecond;
  return { ownSeconds: seconds(14) + seconds(15), childSeconds: seconds(16) + seconds(17) };
}

/** Resident memory in a text of /proc/PID/status, in bytes; none for a process that has ended. */
export function parseResidentMemory(text: string): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}
