import { ActionIcon, Tooltip } from '@mantine/core';
import type { NodeManifest, WorkflowNode } from '@millrace/workflow';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { toggleDisabled } from '../canvas/toggle-disabled.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useNodeDiagnostics } from '../document/diagnostics-store.ts';
import { remove, renameNode } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useNodeFreshness } from '../freshness/freshness-store.ts';
import { FreshnessBadge } from '../freshness/FreshnessBadge.tsx';
import { inWords, said, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { fieldErrors } from '../inspector/field-errors.ts';
import { Missing } from '../inspector/NodeInspector.tsx';
import { NodeOutcome } from '../inspector/NodeOutcome.tsx';
import { ParameterForm } from '../inspector/ParameterForm.tsx';
import { Message } from '../output/Message.tsx';
import { OutputView } from '../output/OutputView.tsx';
import { useNodeRun } from '../runs/current-run.ts';
import { PinButton } from '../pins/PinButton.tsx';
import { NodeRunMenu } from '../run-scope/NodeRunMenu.tsx';
import { startRun } from '../runs/start-run.ts';
import { hueColor } from '../theme/hue.ts';
import { CellInputs } from './CellInputs.tsx';
import { SubflowOf } from '../subflows/SubflowOf.tsx';
import styles from './Notebook.module.css';
import { useSeen } from './use-seen.ts';

const Curves = lazy(() => import('../output/Curves.tsx').then((module) => ({ default: module.Curves })));

interface NodeCellProps {
  readonly node: WorkflowNode;
  /** The one cell that Tab reaches; the arrow keys reach the others. */
  readonly current: boolean;
  readonly selected: boolean;
}

/** A node in the notebook: what it is, how it stands, its parameters and what it put out. */
export function NodeCell({ node, current, selected }: NodeCellProps) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const run = useNodeRun(node.id);
  const cell = useRef<HTMLElement>(null);
  const seen = useSeen(cell);
  const title = node.name ?? manifest?.title ?? node.type;
  return (
    <article
      ref={cell} className={styles.cell} data-cell={node.id} data-testid={`cell-${node.id}`} data-selected={selected} data-state={run?.state ?? 'idle'} data-disabled={node.disabled}
      tabIndex={current ? 0 : -1} aria-label={title} style={{ '--hue': manifest ? hueColor(manifest.category) : 'var(--bad)' } as React.CSSProperties}
      onFocus={() => !selected && useCanvas.getState().select([node.id])}
    >
      <CellHeader node={node} manifest={manifest} title={title} seen={seen} />
      {seen ? <CellBody node={node} manifest={manifest} /> : <div className={styles.unseen} />}
    </article>
  );
}

interface CellHeaderProps {
  readonly node: WorkflowNode;
  readonly manifest: NodeManifest | undefined;
  readonly title: string;
  /** Whether the cell is or was in sight; the buttons of the others are not drawn. */
  readonly seen: boolean;
}

function CellHeader({ node, manifest, title, seen }: CellHeaderProps) {
  const { edit, endGesture } = useWorkflow.getState();
  const freshness = useNodeFreshness(node.id);
  return (
    <header className={styles.header}>
      <span className={styles.icon}><Icon name={manifest ? nodeIcon(node.type, manifest.category) : 'missing'} size={17} /></span>
      <input
        className={styles.name} aria-label={t('Name of the node')} value={node.name ?? ''} maxLength={200} placeholder={manifest?.title ?? node.type}
        onChange={(event) => edit((document) => renameNode(document, node.id, event.currentTarget.value), `name:${node.id}`)} onBlur={endGesture}
      />
      {node.disabled && <span className={styles.disabled}>{t('disabled')}</span>}
      <SubflowOf within={node.within} />
      {freshness && <FreshnessBadge freshness={freshness} worded />}
      {seen && <CellActions node={node} title={title} />}
    </header>
  );
}

function CellActions({ node, title }: { readonly node: WorkflowNode; readonly title: string }) {
  const held = node.disabled === true || node.pinned !== undefined;
  return (
    <>
      <Tooltip label={t('Run to here (Shift+Enter)')}>
        <ActionIcon variant="subtle" color="gray" disabled={held} aria-label={t('Run to here')} onClick={() => void startRun({ to: [node.id] })}><Icon name="runTo" size={15} /></ActionIcon>
      </Tooltip>
      <NodeRunMenu nodeId={node.id} disabled={held} />
      <PinButton node={node} />
      <Tooltip label={node.disabled ? t('Enable') : t('Disable')}>
        <ActionIcon variant={node.disabled ? 'light' : 'subtle'} color="gray" aria-pressed={node.disabled === true} aria-label={node.disabled ? t('Enable this node') : t('Disable this node')} onClick={() => toggleDisabled([node.id])}><Icon name="power" size={15} /></ActionIcon>
      </Tooltip>
      <Tooltip label={t('Delete')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('Delete “{{title}}”', { title })} onClick={() => useWorkflow.getState().edit((document) => remove(document, new Set([node.id])))}><Icon name="trash" size={15} /></ActionIcon>
      </Tooltip>
    </>
  );
}

function CellBody({ node, manifest }: { readonly node: WorkflowNode; readonly manifest: NodeManifest | undefined }) {
  const diagnostics = useNodeDiagnostics(node.id);
  const errors = useMemo(() => fieldErrors(node, diagnostics), [node, diagnostics]);
  const reasons = useNodeFreshness(node.id)?.reasons ?? [];
  const run = useNodeRun(node.id);
  const elsewhere = diagnostics.filter(({ parameter }) => parameter === undefined);
  const curves = run !== undefined && Object.keys(run.metrics).length > 0 && Object.keys(run.outputs).length === 0;
  return (
    <div className={styles.body}>
      {reasons.length > 0 && <ul className={styles.reasons}>{reasons.map(inWords).map((reason) => <li key={reason}>{reason}</li>)}</ul>}
      {elsewhere.length > 0 && <ul className={styles.problems}>{elsewhere.map((diagnostic, index) => <li key={index}>{said(diagnostic)}</li>)}</ul>}
      <NodeOutcome nodeId={node.id} />
      {manifest && manifest.inputs.length > 0 && <CellInputs nodeId={node.id} ports={manifest.inputs} />}
      {manifest ? <ParameterForm node={node} manifest={manifest} errors={errors} /> : <Missing node={node} />}
      {run && (
        <section className={styles.output} aria-label={t('Output')} data-filled={Object.keys(run.outputs).length > 0 || curves}>
          {curves ? <Suspense fallback={<Message>{t('Loading…')}</Message>}><Curves metrics={run.metrics} /></Suspense> : <OutputView run={run} />}
        </section>
      )}
    </div>
  );
}
