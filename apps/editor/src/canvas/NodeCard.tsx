import { term, type NodeFreshness, type NodeManifest, type NodeRun, type PortManifest } from '@millrace/workflow';
import type { NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { useNodeDiagnostics } from '../document/diagnostics-store.ts';
import { said, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { useNodeFreshness } from '../freshness/freshness-store.ts';
import { FreshnessBadge } from '../freshness/FreshnessBadge.tsx';
import { useWaitWords } from '../queue/use-wait.ts';
import { NodeRunBar } from '../run-scope/NodeRunBar.tsx';
import { useCurrentRun, useNodeRun } from '../runs/current-run.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { LazyTooltip } from '../theme/LazyTooltip.tsx';
import { hueColor } from '../theme/hue.ts';
import type { MissingPorts, StepElement } from './flow-elements.ts';
import { useDetail } from './level.ts';
import styles from './NodeCard.module.css';
import { NodeFooter } from './NodeFooter.tsx';
import { NodeMarks } from './NodeMarks.tsx';
import { PlainCard } from './PlainCard.tsx';
import { PortHandle } from './PortHandle.tsx';

/** A node on the canvas: what it is, its ports, and how it fares in the run that is shown. From afar, in large workflows, hardly more than a box. */
export const NodeCard = memo(function NodeCard(props: NodeProps<StepElement>) {
  return useDetail((detail) => detail.plain) ? <PlainCard {...props} /> : <FullCard {...props} />;
});

function FullCard({ id, data: { node, missingPorts }, selected }: NodeProps<StepElement>) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const run = useNodeRun(id);
  const freshness = useNodeFreshness(id);
  const pinned = useCurrentRun((state) => state.pinned);
  const now = pinned ? undefined : freshness;
  const level = useDetail((detail) => detail.level);
  const category = manifest?.category ?? '';
  const [hovered, setHovered] = useState(false);
  return (
    <div
      className={styles.card}
      onPointerEnter={({ pointerType }) => setHovered(pointerType === 'mouse')}
      onPointerLeave={() => setHovered(false)}
      data-testid={`node-${id}`}
      data-state={run?.state ?? 'idle'}
      data-freshness={now?.state}
      data-selected={selected}
      data-missing={!manifest}
      data-disabled={node.disabled}
      data-level={level}
      style={{ '--hue': manifest ? hueColor(category) : 'var(--bad)' } as React.CSSProperties}
    >
      {hovered && !pinned && !node.disabled && !node.pinned && <NodeRunBar nodeId={id} />}
      <header className={styles.header}>
        <span className={styles.icon}><Icon name={manifest ? nodeIcon(node.type, category) : 'missing'} size={17} /></span>
        <span className={styles.titles}>
          <span className={`${styles.title} cut`}>{node.name ?? t(manifest?.title ?? node.type)}</span>
          <span className={`${styles.subtitle} cut`}>{node.disabled ? t('disabled') : manifest ? subtitle(node.name, manifest) : t('this node type is missing')}</span>
        </span>
        <Badge nodeId={id} run={run} freshness={now} past={pinned} />
      </header>
      <NodeMarks node={{ ...(level !== 'near' && node.disabled ? { disabled: true } : {}), ...(node.pinned && (pinned || level === 'far') ? { pinned: node.pinned } : {}) }} />
      <Ports nodeId={id} manifest={manifest} missing={missingPorts} />
      {run && <NodeFooter run={run} stale={now?.state === 'stale' ? now.reasons : undefined} />}
    </div>
  );
}

function subtitle(name: string | undefined, manifest: NodeManifest): string {
  return name && name !== manifest.title ? t(manifest.title) : t(manifest.category);
}

interface BadgeProps {
  readonly nodeId: string;
  readonly run: NodeRun | undefined;
  readonly freshness: NodeFreshness | undefined;
  /** A run of the history is shown: what is wrong with the node now is not its business. */
  readonly past: boolean;
}

function Badge({ nodeId, run, freshness, past }: BadgeProps) {
  const diagnostics = useNodeDiagnostics(nodeId);
  const wait = useWaitWords(nodeId);
  if (past || diagnostics.length === 0 || (run && run.state !== 'waiting' && freshness?.state !== 'stale')) {
    if (freshness && freshness.state !== 'running' && run?.state !== 'paused') return <FreshnessBadge freshness={wait === undefined ? freshness : { ...freshness, reasons: [term(wait)] }} />;
    return run ? <StateBadge state={run.state} why={wait} /> : null;
  }
  return (
    <LazyTooltip label={diagnostics.map(said).join('\n')}>
      <span className={styles.problem} role="img" aria-label={t(diagnostics.length === 1 ? '1 problem' : '{{count}} problems', { count: diagnostics.length })}><Icon name="alert" size={15} /></span>
    </LazyTooltip>
  );
}

function Ports({ nodeId, manifest, missing }: { readonly nodeId: string; readonly manifest: NodeManifest | undefined; readonly missing: MissingPorts | undefined }) {
  const inputs = manifest?.inputs ?? unknownPorts(missing?.inputs);
  const outputs = manifest?.outputs ?? unknownPorts(missing?.outputs);
  return (
    <div className={styles.ports}>
      <div>{inputs.map((port) => <PortHandle key={port.name} nodeId={nodeId} side="in" port={port} />)}</div>
      <div className={styles.outputs}>{outputs.map((port) => <PortHandle key={port.name} nodeId={nodeId} side="out" port={port} />)}</div>
    </div>
  );
}

function unknownPorts(names: readonly string[] = []): readonly PortManifest[] {
  return names.map((name) => ({ name, kind: 'any' }));
}
