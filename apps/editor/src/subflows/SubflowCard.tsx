import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useDetail } from '../canvas/level.ts';
import cardStyles from '../canvas/NodeCard.module.css';
import { PortHandle } from '../canvas/PortHandle.tsx';
import { useOpening } from '../canvas/reading.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { HeldBadge, HeldFooter, useHeldState } from './HeldNodes.tsx';
import type { FarPort } from './level.ts';
import type { SubflowElement } from './subflow-elements.ts';
import styles from './Subflows.module.css';
import { subflowTitle } from './subflow-title.ts';
import { useMeasuredEnds } from './use-measured-ends.ts';

/** A sub-workflow on the canvas: its ports, and how what it holds fares together. A double click opens it. */
export const SubflowCard = memo(function SubflowCard({ id, data: { subflow, inside: nodes, ports }, selected }: NodeProps<SubflowElement>) {
  const inside = useHeldState(nodes);
  const { open } = useOpening();
  const level = useDetail((detail) => detail.level);
  const title = subflowTitle(subflow);
  useMeasuredEnds(id, ports);
  return (
    <div
      className={`${cardStyles.card} ${styles.card}`} data-testid={`subflow-${id}`} data-state={inside.state ?? 'idle'} data-stale={inside.stale} data-selected={selected} data-level={level}
      style={{ '--hue': 'var(--accent)' } as React.CSSProperties} onDoubleClick={() => open(id)}
    >
      <header className={cardStyles.header}>
        <span className={cardStyles.icon}><Icon name="layers" size={17} /></span>
        <span className={cardStyles.titles}>
          <span className={`${cardStyles.title} cut`}>{title}</span>
          <span className={`${cardStyles.subtitle} cut`}>{t(inside.total === 1 ? 'Sub-workflow · 1 node' : 'Sub-workflow · {{count}} nodes', { count: inside.total })}</span>
        </span>
        <HeldBadge nodes={nodes} inside={inside} />
        <button type="button" className={`${styles.open} nodrag`} aria-label={t('Open “{{title}}”', { title })} title={t('Open')} onClick={() => open(id)}><Icon name="chevron" size={14} /></button>
      </header>
      <div className={cardStyles.ports}>
        <div>{ports.inputs.map((port) => <PortHandle key={port.end} nodeId={id} side="in" port={asPort(port)} />)}</div>
        <div className={cardStyles.outputs}>{ports.outputs.map((port) => <PortHandle key={port.end} nodeId={id} side="out" port={asPort(port)} />)}</div>
      </div>
      <HeldFooter inside={inside} />
    </div>
  );
});

/** A port of a card as a port of a node type: called as it is, and described by the node that has it. */
export function asPort({ end, kind, title, node }: FarPort) {
  return { name: end, kind, title, description: node };
}
