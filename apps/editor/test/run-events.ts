import type { RunEvent, RunEventBody } from '@millrace/workflow';

/** The events of a small run: two nodes, one with a log line. */
export function eventsOf(runId: string): RunEvent[] {
  const bodies: RunEventBody[] = [
    { type: 'run.queued', number: 1, workflowId: 'w', workflowVersion: 1, nodeIds: ['load', 'clean'], trigger: { kind: 'manual' } },
    { type: 'run.started' },
    { type: 'node.started', nodeId: 'load', attempt: 1, key: 'k' },
    { type: 'node.log', nodeId: 'load', attempt: 1, lines: [{ level: 'info', message: 'reading' }] },
    { type: 'node.succeeded', nodeId: 'load', attempt: 1, key: 'k', outputs: {} },
    { type: 'node.skipped', nodeId: 'clean', because: 'nothing to do' },
    { type: 'run.finished', outcome: 'succeeded' },
  ];
  return bodies.map((body, index) => ({ runId, seq: index + 1, at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(), ...body }));
}
