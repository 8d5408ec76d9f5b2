import { ActionIcon, Menu, ScrollArea } from '@mantine/core';
import type { NodeManifest } from '@millrace/workflow';
import { useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { replaceNode, replacements, wordsForWires } from '../document/replace-node.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { notify } from '../shell/notices-store.ts';

/** Puts a node of another type in this one's place, with the wires that fit; names those that do not. */
export function ReplaceMenu({ nodeId }: { readonly nodeId: string }) {
  const [types, setTypes] = useState<readonly NodeManifest[]>([]);
  const replace = (type: NodeManifest) => {
    const { document, lost } = replaceNode(useWorkflow.getState().document, nodeId, type, useCatalog.getState().byType);
    useWorkflow.getState().edit(() => document);
    if (lost.length > 0) notify({ kind: 'info', title: t('Some wires do not fit the new node'), text: t('Removed: {{wires}}. Undo brings them back.', { wires: wordsForWires(lost) }) });
  };
  return (
    <Menu position="bottom-end" width={260} shadow="md" onOpen={() => setTypes(replacements(useWorkflow.getState().document, nodeId, useCatalog.getState().byType))}>
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label={t('Replace this node')} title={t('Replace with…')}><Icon name="refresh" /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{types.length > 0 ? t('Replace with…') : t('No other type fits here')}</Menu.Label>
        <ScrollArea.Autosize mah={320}>
          {types.map((type) => <Menu.Item key={type.type} onClick={() => replace(type)}>{t(type.title)}</Menu.Item>)}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
