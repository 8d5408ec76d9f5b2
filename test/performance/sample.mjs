// Measures the spam sample as a newcomer meets it: a server on an empty data folder, from the run's first event to the
// deployment that answers; then a second run of the unchanged workflow. `--runs N` repeats, each time on a new folder.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseSettings, startServer } from '../../apps/server/dist/index.js';
import { report } from './report.mjs';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '1' }, workflow: { type: 'string', default: 'spam-filter' } } });
const document = JSON.parse(readFileSync(fileURLToPath(new URL(`../../examples/${values.workflow}.workflow.json`, import.meta.url)), 'utf8'));
const figures = { 'first run (s)': [], 'second run (s)': [], 'test accuracy': [], 'training (s)': [] };

for (let round = 0; round < Number(values.runs); round++) {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const settings = parseSettings({ MILLRACE_DATA_DIR: dataDir, MILLRACE_PORT: '0', MILLRACE_LOG_LEVEL: 'error' }, dataDir);
  const server = await startServer({ settings, launchFolder: dataDir, sample: false });
  try {
    const { id } = await api(server, 'POST', '/api/workflows', { document });
    const first = await run(server, id);
    const second = await run(server, id);
    figures['first run (s)'].push(seconds(first.startedAt, first.finishedAt));
    figures['second run (s)'].push(seconds(second.startedAt, second.finishedAt));
    figures['training (s)'].push(seconds(first.nodes.train.startedAt, first.nodes.train.finishedAt));
    const { values: metrics } = await api(server, 'GET', `/api/artifacts/${first.nodes.evaluate.outputs.metrics.hash}/value`);
    figures['test accuracy'].push(metrics.accuracy);
  } finally {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
report(figures, { json: values.json });

async function run(server, workflowId) {
  const { id } = await api(server, 'POST', `/api/workflows/${workflowId}/runs`, {});
  for (;;) {
    const now = await api(server, 'GET', `/api/runs/${id}`);
    if (now.state === 'succeeded') return now;
    if (now.state === 'failed' || now.state === 'cancelled') throw new Error(`The run ${now.state}: ${JSON.stringify(now.nodes, null, 1)}`);
    await pause(100);
  }
}

async function api({ url, token }, method, path, body) {
  const response = await fetch(`${url}${path}`, {
    method, headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }, body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

function seconds(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
