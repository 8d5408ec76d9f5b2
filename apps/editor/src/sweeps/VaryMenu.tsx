import { ActionIcon, Menu, ScrollArea } from '@mantine/core';
import type { NodeManifest, WorkflowNode } from '@millrace/workflow';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formFields, type FormField } from '../inspector/form-fields.ts';
import { showSweeps } from './sweeps-store.ts';
import { fromInput } from './vary-edits.ts';

/** Chooses a parameter of the node to be tried with many values; it then comes from an input of the workflow. */
export function VaryMenu({ node, manifest }: { readonly node: WorkflowNode; readonly manifest: NodeManifest }) {
  const fields = formFields(manifest.params).filter((field) => canVary(node, field));
  if (fields.length === 0) return null;
  const vary = ({ name, default: usual, type }: FormField) => {
    const more = type.kind === 'number' ? { integer: type.whole } : type.kind === 'choice' ? { choices: type.choices.map(({ value }) => String(value)) } : {};
    let input: string | undefined;
    useWorkflow.getState().edit((document) => {
      const varied = fromInput(document, node.id, name, node.params[name] ?? usual, more);
      input = varied?.input;
      return varied?.document ?? document;
    });
    if (input !== undefined) showSweeps({ kind: 'new', vary: [input] });
  };
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label={t('Try many values of a parameter')} title={t('Try many values…')} data-testid="vary"><Icon name="branch" /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('Try many values of')}</Menu.Label>
        <ScrollArea.Autosize mah={320}>
          {fields.map((field) => <Menu.Item key={field.name} onClick={() => vary(field)}>{t(field.title)}</Menu.Item>)}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A single value that an input can have, and that is known: set, or the usual one. */
function canVary(node: WorkflowNode, { name, type, default: usual }: FormField): boolean {
  const value = node.params[name] ?? usual;
  const plain = typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== '');
  const fromOne = fromInput({ millrace: 1, name: '', nodes: [node], edges: [], notes: [], triggers: [], layout: {} }, node.id, name, value) !== undefined;
  return (plain || fromOne) && (type.kind === 'number' || type.kind === 'boolean' || type.kind === 'choice' || type.kind === 'column' || (type.kind === 'text' && type.look === 'line'));
}
