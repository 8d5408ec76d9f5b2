import { ActionIcon, Tooltip } from '@mantine/core';
import type { NodeManifest, WorkflowNode } from '@millrace/workflow';
import { useMemo } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { toggleDisabled } from '../canvas/toggle-disabled.ts';
import { duplicate, remove, renameNode } from '../document/edits.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useNodeDiagnostics } from '../document/diagnostics-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { FreshnessNote } from '../freshness/FreshnessNote.tsx';
import { said, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { PinButton } from '../pins/PinButton.tsx';
import { NodeRunMenu } from '../run-scope/NodeRunMenu.tsx';
import { VaryMenu } from '../sweeps/VaryMenu.tsx';
import { hueColor } from '../theme/hue.ts';
import { fieldErrors } from './field-errors.ts';
import styles from './Inspector.module.css';
import { NodeOutcome } from './NodeOutcome.tsx';
import { ParameterForm } from './ParameterForm.tsx';
import { ReplaceMenu } from './ReplaceMenu.tsx';

/** A node's name, how it fared, and its parameters. */
export function NodeInspector({ node }: { readonly node: WorkflowNode }) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const diagnostics = useNodeDiagnostics(node.id);
  const errors = useMemo(() => fieldErrors(node, diagnostics), [node, diagnostics]);
  const elsewhere = diagnostics.filter(({ parameter }) => parameter === undefined);
  return (
    <>
      <Header node={node} manifest={manifest} />
      <div className={styles.body}>
        {manifest?.description && <p className={styles.about}>{t(manifest.description)}</p>}
        {node.disabled && <p className={styles.about} data-testid="disabled-note">{t('This node is disabled: a run skips it and all that depends on it.')}</p>}
        <FreshnessNote nodeId={node.id} />
        <NodeOutcome nodeId={node.id} />
        {elsewhere.length > 0 && (
          <ul className={styles.problems}>{elsewhere.map((diagnostic, index) => <li key={index}><Icon name="alert" size={14} /><span>{said(diagnostic)}</span></li>)}</ul>
        )}
        {manifest ? <ParameterForm node={node} manifest={manifest} errors={errors} /> : <Missing node={node} />}
      </div>
      {manifest && <footer className={styles.footer}>{manifest.type} · {manifest.plugin.name} {manifest.plugin.version}</footer>}
    </>
  );
}

function Header({ node, manifest }: { readonly node: WorkflowNode; readonly manifest: NodeManifest | undefined }) {
  const { edit, endGesture } = useWorkflow.getState();
  const copy = () => {
    let copies: readonly string[] = [];
    edit((document) => {
      const result = duplicate(document, new Set([node.id]));
      copies = result.copies;
      return result.document;
    });
    useCanvas.getState().select(copies);
  };
  return (
    <header className={styles.header} style={{ '--hue': manifest ? hueColor(manifest.category) : 'var(--bad)' } as React.CSSProperties}>
      <span className={styles.icon}><Icon name={manifest ? nodeIcon(node.type, manifest.category) : 'missing'} size={18} /></span>
      <span className={styles.titles}>
        <input
          className={styles.name}
          aria-label={t('Name of the node')}
          value={node.name ?? ''}
          maxLength={200}
          placeholder={manifest ? t(manifest.title) : node.type}
          onChange={(event) => edit((document) => renameNode(document, node.id, event.currentTarget.value), `name:${node.id}`)}
          onBlur={endGesture}
        />
        <span className={styles.below}>
          <span className={`${styles.id} cut`}>{node.id}</span>
          <NodeRunMenu nodeId={node.id} disabled={node.disabled === true || node.pinned !== undefined} />
          <PinButton node={node} />
          {manifest && <VaryMenu node={node} manifest={manifest} />}
          <ReplaceMenu nodeId={node.id} />
          <Tooltip label={node.disabled ? t('Enable') : t('Disable')}>
            <ActionIcon size={26} variant={node.disabled ? 'light' : 'subtle'} color="gray" aria-pressed={node.disabled === true} aria-label={node.disabled ? t('Enable this node') : t('Disable this node')} onClick={() => toggleDisabled([node.id])}>
              <Icon name="power" />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('Duplicate')}><ActionIcon size={26} variant="subtle" color="gray" aria-label={t('Duplicate this node')} onClick={copy}><Icon name="copy" /></ActionIcon></Tooltip>
          <Tooltip label={t('Delete')}>
            <ActionIcon size={26} variant="subtle" color="gray" aria-label={t('Delete this node')} onClick={() => edit((document) => remove(document, new Set([node.id])))}>
              <Icon name="trash" />
            </ActionIcon>
          </Tooltip>
        </span>
      </span>
    </header>
  );
}

/** What stands in the place of the form when no plugin brings the node's type. */
export function Missing({ node }: { readonly node: WorkflowNode }) {
  return (
    <div className={styles.missing}>
      <p>{t('No plugin here brings {{type}}. The node and its parameters are kept as they are; install its plugin and restart Millrace to use it again.', { type: node.type })}</p>
      <pre>{JSON.stringify(node.params, null, 2)}</pre>
    </div>
  );
}
