import type { Run, RunScope } from '@millrace/workflow';

/** The part of a run's version that runs again where the run failed or was cancelled; undefined when nothing is left to run. */
export function againScope(run: Run): RunScope | undefined {
  if (run.state !== 'failed' && run.state !== 'cancelled') return undefined;
  const from = Object.values(run.nodes).flatMap(({ nodeId, state }) => (state === 'failed' || state === 'cancelled' ? [nodeId] : []));
  if (from.length === 0) return undefined;
  if (run.scope && 'only' in run.scope) return { only: from };
  return { from, ...(run.scope?.to ? { to: run.scope.to } : {}) };
}
