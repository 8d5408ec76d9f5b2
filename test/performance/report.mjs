import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Prints the median, least and greatest of each figure and what they were measured on; with `json`, one JSON object last. */
export function report(figures, { json }) {
  const rows = Object.entries(figures).map(([name, samples]) => ({ name, ...summary(samples) }));
  for (const { name, median, least, greatest, samples } of rows) {
    console.log(`${name.padEnd(44)} ${format(median)}  (${format(least)} to ${format(greatest)}, ${samples} samples)`);
  }
  console.log(`on ${machine()}`);
  if (json) {
    console.log(JSON.stringify({ figures: Object.fromEntries(rows.map(({ name, ...row }) => [name, row])), machine: machine() }));
  }
}

/** What was measured on what: processor, memory, Node and commit. */
export function machine() {
  const [processor] = cpus();
  return `${cpus().length} × ${processor?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}, commit ${commit()}`;
}

export function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function summary(samples) {
  return { median: median(samples), least: Math.min(...samples), greatest: Math.max(...samples), samples: samples.length };
}

function format(value) {
  return Number(value.toPrecision(4)).toString();
}

function commit() {
  const folder = fileURLToPath(new URL('../..', import.meta.url));
  try {
    const head = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
    const changed = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { cwd: folder, encoding: 'utf8' }).trim();
    return changed ? `${head} with changes` : head;
  } catch {
    return 'unknown';
  }
}
