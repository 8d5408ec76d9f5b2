// The engine's overhead: the median time per no-op node, in a chain of 40 and in a fan-out of 400. Every event is in SQLite, synced
// to disk (synchronous = FULL), before the next node starts, and every body runs in a warm worker process.
//   npm run bench -- engine [--rounds 10] [--json]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const from = (path) => import(new URL(`../../packages/${path}/dist/index.js`, import.meta.url).href);
const [{ Executor }, drivers, { emptyWorkflow }] = await Promise.all(['engine', 'drivers', 'workflow'].map(from));
const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '10' } } });
const rounds = Number(options.rounds);

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
const database = await drivers.openDatabase({ dataDir: folder });
const plugins = await drivers.findPlugins([join(root, 'packages/drivers/test/fixtures/plugins/steps')]);
const runner = new drivers.ProcessNodeRunner({ artifactFolder: join(folder, 'artifacts'), scratchFolder: join(folder, 'scratch'), plugins, warm: 2 });
const { nodeTypes } = await runner.describe();
const manifests = new Map(nodeTypes.map((manifest) => [manifest.type, manifest]));
const workflows = new drivers.WorkflowStore(database);
const executor = new Executor({
  log: new drivers.SqlRunLog(database), queue: new drivers.MemoryQueue(), bus: new drivers.MemoryEventBus(), clock: drivers.systemClock, sha256: drivers.sha256,
  artifacts: new drivers.FolderArtifactStore(join(folder, 'artifacts')), runner, workflows, manifests: () => manifests, capacity: drivers.machineCapacity(),
  files: { resolve: () => Promise.reject(new Error('no files')) }, host: {},
});
await executor.start();

const shapes = { chain: { count: 40, edge: (index) => index - 1 }, fanOut: { count: 400, edge: () => 0 } };
const times = { chain: [], fanOut: [], reused: [] };
let salt = 0;
await round('chain');
await round('fanOut'); // warm
for (const list of Object.values(times)) list.length = 0;
for (let done = 0; done < rounds; done++) for (const shape of Object.keys(shapes)) await round(shape);

const figures = {
  chainMsPerNode: median(times.chain), fanOutMsPerNode: median(times.fanOut), reusedMsPerNode: median(times.reused),
  chainWorstMsPerNode: Math.max(...times.chain), fanOutWorstMsPerNode: Math.max(...times.fanOut), rounds,
};
await executor.close();
await runner.close();
await database.destroy();
rmSync(folder, { recursive: true });

console.log(`Median of ${rounds} rounds, milliseconds per no-op node (every event synced to disk, warm workers):`);
console.log(`  chain of 40       ${figures.chainMsPerNode.toFixed(2)}`);
console.log(`  fan-out of 400    ${figures.fanOutMsPerNode.toFixed(2)}`);
console.log(`  400 reused        ${figures.reusedMsPerNode.toFixed(2)}`);
if (options.json) {
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  console.log(JSON.stringify({ bench: 'engine', figures, machine, commit }));
}

async function round(shape) {
  const { count, edge } = shapes[shape];
  const nodes = Array.from({ length: count }, (_, index) => ({ id: `n${index}`, type: 'test.noop', params: { salt: `${salt}-${index}` } }));
  const edges = Array.from({ length: count - 1 }, (_, index) => ({ from: `n${edge(index + 1)}.out`, to: `n${index + 1}.after` }));
  salt++;
  const { id } = await workflows.create({ ...emptyWorkflow('bench'), nodes, edges });
  times[shape].push((await time(id, nodes, 'succeeded')) / count);
  if (shape === 'fanOut') times.reused.push((await time(id, nodes, 'reused')) / count);
}

async function time(workflowId, nodes, expected) {
  const start = performance.now();
  const { runId } = await executor.submit({ workflowId, workflowVersion: 1, nodeIds: nodes.map(({ id }) => id), trigger: { kind: 'manual' } });
  const run = await executor.finished(runId);
  const took = performance.now() - start;
  const wrong = Object.values(run.nodes).find(({ state }) => state !== expected);
  if (wrong) throw new Error(`${wrong.nodeId} is ${wrong.state}: ${wrong.error?.message}`);
  return took;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
