import type { NodeFreshness, NodeRun } from '@millrace/workflow';
import { create } from 'zustand';
import { t } from '../i18n/i18n.ts';

interface FreshnessOfNodes {
  readonly byNode: ReadonlyMap<string, NodeFreshness>;
}

/** How each node of the open document stands to what ran; kept up to date by `startFreshness`. */
export const useFreshness = create<FreshnessOfNodes>(() => ({ byNode: new Map() }));

/** The freshness of one node; the same object as long as nothing about it changes. */
export function useNodeFreshness(nodeId: string): NodeFreshness | undefined {
  return useFreshness((state) => state.byNode.get(nodeId));
}

/** Takes over what was found, keeping the objects of nodes that stay as they were. */
export function takeFreshness(found: ReadonlyMap<string, NodeFreshness>): void {
  const { byNode } = useFreshness.getState();
  let same = byNode.size === found.size;
  const next = new Map([...found].map(([id, now]) => {
    const before = byNode.get(id);
    const kept = before !== undefined && before.state === now.state && sameRecord(before.record, now.record) && JSON.stringify(before.reasons) === JSON.stringify(now.reasons);
    if (!kept) same = false;
    return [id, kept ? before : now];
  }));
  if (!same) useFreshness.setState({ byNode: next });
}

function sameRecord(a: NodeFreshness['record'], b: NodeFreshness['record']): boolean {
  return a === b || (a !== undefined && b !== undefined && a.runId === b.runId && a.at === b.at && a.state === b.state);
}

const asRuns = new WeakMap<NonNullable<NodeFreshness['record']>, NodeRun>();

/** A record of another run, as what shows runs takes it; curves and log stay with their run. */
export function nodeRunOfRecord(record: NonNullable<NodeFreshness['record']>): NodeRun {
  const known = asRuns.get(record);
  if (known) return known;
  const { nodeId, state, outputs, recipe, message, words, at, number } = record;
  const run: NodeRun = {
    nodeId, state, attempt: 1, infrastructureFailures: 0, finishedAt: at, metrics: {}, logLines: 0, outputs,
    ...(recipe ? { recipe } : {}),
    ...(state === 'failed' ? { error: { kind: 'user', message: message ?? t('It failed'), words } } : { reason: message ?? t('from run {{number}}', { number }), ...(words ? { words } : {}) }),
  };
  asRuns.set(record, run);
  return run;
}
