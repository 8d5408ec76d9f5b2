// The process that trains is killed with SIGKILL, at steps and in the middle of writing a checkpoint, and started again.
import { spawn } from 'node:child_process';
import { readdirSync, watch } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Random } from '@millrace/nn';
import { temporaryFolder } from './folders.ts';

const script = fileURLToPath(new URL('fixtures/training-process.mjs', import.meta.url));

/** Runs the training until it ends or `isTime` says to kill it, at a line of its output or a change in its folder. */
async function trainUntil(folder: string | undefined, isTime: (line: string | undefined) => boolean): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...(folder ? [folder] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const watcher = folder ? watch(folder, () => { if (isTime(undefined)) child.kill('SIGKILL'); }) : undefined;
  const gone = new Promise((resolve) => { child.once('close', resolve); });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (isTime(line)) child.kill('SIGKILL');
  }
  await gone;
  watcher?.close();
  return lines;
}

it('ends with the same bits, however often and whenever its process is killed', async () => {
  const undisturbed = (await trainUntil(undefined, () => false)).at(-1);
  const folder = await temporaryFolder();
  try {
    const random = new Random(2);
    const firsts: (string | undefined)[] = [];
    for (let kill = 0; kill < 6; kill++) {
      let left = 1 + random.below(5);
      const atStep = kill % 2 === 0;
      const lines = await trainUntil(folder.path, (line) => {
        const counts = atStep ? line?.startsWith('step') : line === undefined && readdirSync(folder.path).some((name) => name.endsWith('.tmp'));
        return Boolean(counts) && --left === 0;
      });
      firsts.push(lines[0]);
    }
    const last = await trainUntil(folder.path, () => false);
    expect(last.at(-1)).toBe(undisturbed);
    expect(last[0]).not.toBe('step 1');
    expect(new Set(firsts).size).toBeGreaterThan(2);
  } finally {
    await folder.remove();
  }
}, 120_000);
