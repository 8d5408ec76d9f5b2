import type { NodeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useDetail } from '../canvas/level.ts';
import cardStyles from '../canvas/NodeCard.module.css';
import { aboutPort, PortEnd, usePortFit } from '../canvas/PortHandle.tsx';
import { ReadingContext, useOpening } from '../canvas/reading.ts';
import { t } from '../i18n/i18n.ts';
import { HeldBadge, useHeldState } from '../subflows/HeldNodes.tsx';
import type { FarPort } from '../subflows/level.ts';
import { asPort } from '../subflows/SubflowCard.tsx';
import { useMeasuredEnds } from '../subflows/use-measured-ends.ts';
import { FoldButton } from './FoldButton.tsx';
import { portHeight, portOffset } from './frame-size.ts';
import type { FoldedElement } from './folded-elements.ts';
import styles from './GroupFrame.module.css';
import { GroupMenu } from './GroupMenu.tsx';
import { groupTitle } from './group-title.ts';
import { GroupTitle } from './GroupTitle.tsx';
import { useRenaming } from './group-selection.ts';

/** A folded group: its title, how many nodes it holds and how they fare together. Wires run to its border; a double click unfolds it. */
export const FoldedCard = memo(function FoldedCard({ id, data: { group, inside: nodes, ports }, selected }: NodeProps<FoldedElement>) {
  const inside = useHeldState(nodes);
  const { unfold } = useOpening();
  const reading = useContext(ReadingContext);
  const level = useDetail((detail) => detail.level);
  const renaming = useRenaming((state) => state.groupId === id);
  useMeasuredEnds(id, ports);
  return (
    <div
      className={`${cardStyles.card} ${styles.card}`} data-testid={`folded-${id}`} data-state={inside.state ?? 'idle'} data-stale={inside.stale} data-selected={selected} data-level={level}
      style={{ '--hue': `var(--hue-${group.color})`, minHeight: Math.max(ports.inputs.length, ports.outputs.length) * portHeight } as React.CSSProperties} onDoubleClick={() => unfold(id)}
    >
      <header className={cardStyles.header}>
        <FoldButton group={group} />
        <span className={cardStyles.titles}>
          {renaming && !reading ? <GroupTitle id={id} title={group.title} /> : <span className={`${cardStyles.title} cut`} title={groupTitle(group)}>{groupTitle(group)}</span>}
          <span className={`${cardStyles.subtitle} cut numbers`}>{t(inside.total === 1 ? 'Group · 1 node' : 'Group · {{count}} nodes', { count: inside.total })}</span>
        </span>
        <HeldBadge nodes={nodes} inside={inside} />
        {!reading && <GroupMenu group={group} />}
      </header>
      <Ends groupId={id} side="in" ports={ports.inputs} />
      <Ends groupId={id} side="out" ports={ports.outputs} />
    </div>
  );
});

/** The ports of a side, spread over the border. */
function Ends({ groupId, side, ports }: { readonly groupId: string; readonly side: 'in' | 'out'; readonly ports: readonly FarPort[] }) {
  return ports.map((port, index) => <End key={port.end} groupId={groupId} side={side} port={port} top={portOffset(index, ports.length)} />);
}

function End({ groupId, side, port, top }: { readonly groupId: string; readonly side: 'in' | 'out'; readonly port: FarPort; readonly top: number }) {
  const of = asPort(port);
  return (
    <span className={`${cardStyles.port} ${styles.end}`} data-side={side} data-fit={usePortFit(groupId, side, of)} title={aboutPort(of)} style={{ top: `${top * 100}%` }}>
      <PortEnd nodeId={groupId} side={side} port={of} />
    </span>
  );
}
