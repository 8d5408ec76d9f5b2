import { text as readAll } from 'node:stream/consumers';
import { predictResponseSchema } from '@millrace/workflow';
import { ApiClient } from './api-client.ts';
import { findServer } from './find-server.ts';
import type { Output } from './run-progress.ts';
import { CommandFailed } from './usage-error.ts';

/** `millrace predict NAME TEXT`: prints the label and the probability of each. */
export async function predictCommand(deployment: string, text: string, out: Output): Promise<number> {
  const server = await findServer(process.env);
  if (!server) throw new CommandFailed('No server runs here: start one with "millrace start", or name its data folder in MILLRACE_DATA_DIR.');
  const inputs = text === '-' ? await readAll(process.stdin) : text;
  const path = `/api/deployments/${encodeURIComponent(deployment)}/predict`;
  const { predictions } = await new ApiClient(server).post(path, { inputs }, predictResponseSchema);
  for (const { label, score, probabilities } of predictions) {
    out.write(`${label} ${score.toFixed(4)}\n`);
    const others = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
    for (const [name, probability] of others) out.write(`  ${name} ${probability.toFixed(4)}\n`);
  }
  return 0;
}
