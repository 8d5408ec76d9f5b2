import type { GivenOutputs } from '@millrace/workflow';
import { setPinned } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useFreshness } from '../freshness/freshness-store.ts';
import { t } from '../i18n/i18n.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { notify } from '../shell/notices-store.ts';
import { pinnableOutputs } from './pinnable-outputs.ts';

/** Pins the outputs of a node that are shown, or lets a pinned node run again. */
export function togglePin(nodeId: string): void {
  const { document, edit } = useWorkflow.getState();
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (!node) return;
  const outputs = node.pinned ? undefined : shownOutputs(nodeId);
  if (node.pinned || outputs) edit((before) => setPinned(before, nodeId, outputs));
  else notify({ kind: 'info', title: t('Nothing to pin'), text: t('Run this node first: then its outputs can be pinned.') });
}

function shownOutputs(nodeId: string): GivenOutputs | undefined {
  const { pinned: past, view } = useCurrentRun.getState();
  const { run } = view.getState();
  return pinnableOutputs(run?.nodes[nodeId], run, past ? undefined : useFreshness.getState().byNode.get(nodeId)?.record);
}
