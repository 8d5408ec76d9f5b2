import { ActionIcon, Tooltip } from '@mantine/core';
import type { WorkflowNode } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useNodeRun } from '../runs/current-run.ts';
import { togglePin } from './toggle-pin.ts';

/** Pins what a node put out, so that it does not run and what follows gets just that; or unpins it. */
export function PinButton({ node }: { readonly node: WorkflowNode }) {
  const outputs = useNodeRun(node.id)?.outputs ?? {};
  const { pinned } = node;
  const label = pinned ? t('Unpin: this node has the outputs of run {{number}} and does not run', { number: pinned.number }) : t('Pin these outputs: what follows gets them, whatever is before');
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={26} variant={pinned ? 'light' : 'subtle'} color="gray" aria-pressed={pinned !== undefined} aria-label={pinned ? t('Unpin the outputs') : t('Pin the outputs')}
        data-testid="pin" disabled={!pinned && Object.keys(outputs).length === 0} onClick={() => togglePin(node.id)}
      >
        <Icon name="pin" size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
