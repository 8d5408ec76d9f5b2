import { evolve, type Run, type RunEvent, type RunEventBody } from '@millrace/workflow';
import { showProgress } from '../dist/run-progress.js';

function* story(): Generator<Run> {
  const bodies: RunEventBody[] = [
    { type: 'run.queued', number: 1, workflowId: 'w', workflowVersion: 1, nodeIds: ['train', 'report'], trigger: { kind: 'manual' } },
    { type: 'run.started' },
    { type: 'node.started', nodeId: 'train', attempt: 1, key: 'k' },
    { type: 'node.progress', nodeId: 'train', attempt: 1, progress: { fraction: 0.5, message: 'epoch 1', etaSeconds: 11.2 } },
    { type: 'node.progress', nodeId: 'train', attempt: 1, progress: { fraction: 0.52, message: 'epoch 1' } },
    { type: 'node.failed', nodeId: 'train', attempt: 1, error: { kind: 'user', message: 'the label has one class' }, willRetry: false },
    { type: 'node.skipped', nodeId: 'report', because: 'train failed' },
    { type: 'run.finished', outcome: 'failed' },
  ];
  let run: Run | undefined;
  for (const [index, body] of bodies.entries()) {
    run = evolve(run, { runId: 'r', seq: index + 1, at: `2026-01-01T00:00:0${index}Z`, ...body } as RunEvent);
    yield run;
  }
}

function shown(isTTY: boolean): string {
  let text = '';
  const progress = showProgress({ isTTY, columns: 80, write: (part) => { text += part; } }, new Map([['train', 'Train']]));
  for (const run of story()) progress.update(run);
  progress.end();
  return text;
}

test('without a terminal a line says what has changed, at most one for every tenth of the way', () => {
  expect(shown(false)).toBe([
    'Train: started',
    'Train: 50 % epoch 1, 12 s left',
    'Train: failed: the label has one class',
    'report: skipped: train failed',
    '',
  ].join('\n'));
});

test('on a terminal each node has a bar that is drawn anew in its place', () => {
  const frames = shown(true).split('\u001B[2A');
  expect(frames).toHaveLength(6);
  expect(frames[2]).toContain('▸ Train  ██████████░░░░░░░░░░ 50 % epoch 1, 12 s left');
  expect(frames.at(-1)).toContain('✗ Train');
  for (const line of frames.at(-1)?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(84);
});
