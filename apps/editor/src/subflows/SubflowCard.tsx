import { insideOf } from '@millrace/workflow';
import { useUpdateNodeInternals, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useMemo } from 'react';
import { useDetail } from '../canvas/level.ts';
import cardStyles from '../canvas/NodeCard.module.css';
import { PortHandle } from '../canvas/PortHandle.tsx';
import { useDiagnostics } from '../document/diagnostics-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { StateBadge } from '../runs/StateBadge.tsx';
import type { InsideState } from './inside-state.ts';
import type { FarPort } from './level.ts';
import { openSubflow } from './open-subflow.ts';
import type { SubflowElement } from './subflow-elements.ts';
import styles from './Subflows.module.css';
import { subflowTitle } from './subflow-title.ts';
import { useInsideState } from './use-inside-state.ts';

/** A sub-workflow on the canvas: its ports, and how what it holds fares together. A double click opens it. */
export const SubflowCard = memo(function SubflowCard({ id, data: { subflow, ports }, selected }: NodeProps<SubflowElement>) {
  const inside = useInsideState(id);
  const problems = useProblemsWithin(id);
  const level = useDetail((detail) => detail.level);
  const title = subflowTitle(subflow);
  const updateInternals = useUpdateNodeInternals();
  const ends = [...ports.inputs, ...ports.outputs].map(({ end }) => end).join(' ');
  useEffect(() => updateInternals(id), [id, ends, updateInternals]);
  return (
    <div
      className={`${cardStyles.card} ${styles.card}`} data-testid={`subflow-${id}`} data-state={inside.state ?? 'idle'} data-stale={inside.stale} data-selected={selected} data-level={level}
      style={{ '--hue': 'var(--accent)' } as React.CSSProperties} onDoubleClick={() => openSubflow(id)}
    >
      <header className={cardStyles.header}>
        <span className={cardStyles.icon}><Icon name="layers" size={17} /></span>
        <span className={cardStyles.titles}>
          <span className={`${cardStyles.title} cut`}>{title}</span>
          <span className={`${cardStyles.subtitle} cut`}>{t(inside.total === 1 ? 'Sub-workflow · 1 node' : 'Sub-workflow · {{count}} nodes', { count: inside.total })}</span>
        </span>
        {problems > 0 && (inside.state === undefined || inside.state === 'waiting')
          ? <span className={cardStyles.problem} role="img" aria-label={t(problems === 1 ? '1 problem' : '{{count}} problems', { count: problems })}><Icon name="alert" size={15} /></span>
          : inside.state && <StateBadge state={inside.stale > 0 && (inside.state === 'succeeded' || inside.state === 'reused') ? 'stale' : inside.state} />}
        <button type="button" className={`${styles.open} nodrag`} aria-label={t('Open “{{title}}”', { title })} title={t('Open')} onClick={() => openSubflow(id)}><Icon name="chevron" size={14} /></button>
      </header>
      <div className={cardStyles.ports}>
        <div>{ports.inputs.map((port) => <PortHandle key={port.end} nodeId={id} side="in" port={asPort(port)} />)}</div>
        <div className={cardStyles.outputs}>{ports.outputs.map((port) => <PortHandle key={port.end} nodeId={id} side="out" port={asPort(port)} />)}</div>
      </div>
      {inside.state && inside.state !== 'waiting' && <Footer inside={inside} />}
    </div>
  );
});

function Footer({ inside }: { readonly inside: InsideState }) {
  const failed = useWorkflow(({ document }) => document.nodes.find(({ id }) => id === inside.failed));
  return (
    <footer className={cardStyles.footer}>
      <span className={`${cardStyles.words} numbers`}>{t('{{done}} of {{total}} done', { done: inside.done, total: inside.total })}</span>
      {failed && <span className={cardStyles.words}>{t('{{name}} failed', { name: failed.name ?? failed.id })}</span>}
      {inside.stale > 0 && <span className={cardStyles.stale}>{t('{{count}} out of date', { count: inside.stale })}</span>}
    </footer>
  );
}

function asPort({ end, kind, title, node }: FarPort) {
  return { name: end, kind, title, description: node };
}

/** How many problems the nodes of a sub-workflow have. */
function useProblemsWithin(subflowId: string): number {
  const document = useWorkflow((state) => state.document);
  const inside = useMemo(() => insideOf(document, subflowId), [document, subflowId]);
  return useDiagnostics(({ byNode }) => [...inside].reduce((count, id) => count + (byNode[id]?.length ?? 0), 0));
}
