import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives an attempt the checkpoint folder of this name, with what earlier attempts left in it. The folder gets a new, higher number
 * each time: an earlier attempt that still lives keeps a path that is no more, and cannot change what the new one reads.
 */
export function claimCheckpoint(checkpoints: string, name: string): string {
  const home = join(checkpoints, name);
  mkdirSync(home, { recursive: true });
  const numbers = readdirSync(home).map(Number).filter(Number.isSafeInteger).sort((a, b) => b - a);
  const [last, ...lost] = numbers;
  const folder = join(home, String((last ?? 0) + 1));
  if (last === undefined) mkdirSync(folder);
  else renameSync(join(home, String(last)), folder);
  for (const number of lost) rmSync(join(home, String(number)), { recursive: true, force: true });
  return folder;
}
