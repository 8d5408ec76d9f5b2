import { isFinished, type Run, type RunState } from '@millrace/workflow';
import { later, said, t } from '../i18n/i18n.ts';

const halts: Readonly<Partial<Record<RunState, string>>> = {
  succeeded: later('Run {{number}} succeeded'), failed: later('Run {{number}} failed'), cancelled: later('Run {{number}} was cancelled'), paused: later('Run {{number}} is paused'),
};

/** What happened in a run since it was looked at last, in a few words for those who hear the page: its start, the nodes that succeeded or failed, its end. */
export function runNews(before: Run | undefined, now: Run, nameOf: (nodeId: string) => string): string | undefined {
  if (before?.id !== now.id) return isFinished(now) ? undefined : t('Run {{number}} started', { number: now.number });
  const parts = Object.values(now.nodes).flatMap(({ nodeId, state, error }) => {
    if (state === before.nodes[nodeId]?.state) return [];
    if (state === 'succeeded') return [t('{{name}} succeeded', { name: nameOf(nodeId) })];
    return state === 'failed' ? [t('{{name}} failed: {{reason}}', { name: nameOf(nodeId), reason: error ? said(error) : t('It failed without saying why.') })] : [];
  });
  const halt = now.state === before.state ? undefined : halts[now.state];
  if (halt !== undefined) parts.push(t(halt, { number: now.number }));
  return parts.length > 0 ? parts.join(t(', ')) : undefined;
}
