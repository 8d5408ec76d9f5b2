import type { Note, PortManifest, WorkflowNode } from '@millrace/workflow';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { MissingPorts } from '../canvas/flow-elements.ts';
import { useDetail } from '../canvas/level.ts';
import card from '../canvas/NodeCard.module.css';
import note from '../canvas/NoteCard.module.css';
import { Prose } from '../canvas/Prose.tsx';
import { useCatalog } from '../document/catalog-store.ts';
import type { FoldedElement } from '../groups/folded-elements.ts';
import { FoldedCard } from '../groups/FoldedCard.tsx';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { SubflowCard } from '../subflows/SubflowCard.tsx';
import type { SubflowElement } from '../subflows/subflow-elements.ts';
import { hueColor } from '../theme/hue.ts';
import type { Mark } from './compared-elements.ts';
import { markSymbols, markWords } from './marks.ts';
import styles from './Versions.module.css';

type StepNode = Node<{ node: WorkflowNode; missingPorts: MissingPorts | undefined; marks: readonly Mark[] }, 'step'>;
type SubflowNode = Node<SubflowElement['data'] & { marks: readonly Mark[] }, 'subflow'>;
type FoldedNode = Node<FoldedElement['data'] & { marks: readonly Mark[] }, 'folded'>;
type NoteNode = Node<{ note: Note; marks: readonly Mark[] }, 'note'>;

/** A node as a version has it: what it is, its ports, and what happened to it. */
export const VersionNode = memo(function VersionNode({ id, data: { node, missingPorts, marks }, selected }: NodeProps<StepNode>) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const level = useDetail((detail) => detail.level);
  const title = t(manifest?.title ?? node.type);
  const inputs = manifest?.inputs ?? unknownPorts(missingPorts?.inputs);
  const outputs = manifest?.outputs ?? unknownPorts(missingPorts?.outputs);
  return (
    <div
      className={`${card.card} ${styles.card}`} data-testid={`version-node-${id}`} data-marks={marks.join(' ')} data-selected={selected} data-missing={!manifest} data-disabled={node.disabled} data-level={level}
      style={{ '--hue': manifest ? hueColor(manifest.category) : 'var(--bad)' } as React.CSSProperties}
    >
      <Marks marks={marks} />
      <header className={card.header}>
        <span className={card.icon}><Icon name={manifest ? nodeIcon(node.type, manifest.category) : 'missing'} size={17} /></span>
        <span className={card.titles}>
          <span className={`${card.title} cut`}>{node.name ?? title}</span>
          <span className={`${card.subtitle} cut`}>{node.disabled ? t('disabled') : manifest ? title : t('this node type is missing')}</span>
        </span>
        {node.pinned && <StateBadge state="pinned" />}
      </header>
      <div className={card.ports}>
        <div>{inputs.map((port) => <Port key={port.name} port={port} side="in" />)}</div>
        <div className={card.outputs}>{outputs.map((port) => <Port key={port.name} port={port} side="out" />)}</div>
      </div>
    </div>
  );
});

export const VersionNote = memo(function VersionNote({ id, data: { note: { text }, marks }, selected }: NodeProps<NoteNode>) {
  return (
    <div className={`${note.note} ${styles.card}`} data-testid={`version-note-${id}`} data-marks={marks.join(' ')} data-selected={selected}>
      <Marks marks={marks} />
      <Prose text={text} />
    </div>
  );
});

export const VersionSubflow = memo(function VersionSubflow({ data, ...props }: NodeProps<SubflowNode>) {
  return <div className={`${styles.card} ${styles.held}`} data-marks={data.marks.join(' ')}><SubflowCard {...props} data={data} /><Marks marks={data.marks} /></div>;
});

export const VersionFolded = memo(function VersionFolded({ data, ...props }: NodeProps<FoldedNode>) {
  return <div className={`${styles.card} ${styles.held}`} data-marks={data.marks.join(' ')}><FoldedCard {...props} data={data} /><Marks marks={data.marks} /></div>;
});

/** The outline of a node where it stood before. */
export function FormerPlaceCard() {
  return <div className={styles.former} aria-hidden />;
}

/** What happened to something, as symbols at its corner. */
export function Marks({ marks }: { readonly marks: readonly Mark[] }) {
  if (marks.length === 0) return null;
  return (
    <span className={styles.marks}>
      {marks.map((mark) => <span key={mark} className={styles.symbol} data-mark={mark} role="img" aria-label={t(markWords[mark])} title={t(markWords[mark])}>{markSymbols[mark]}</span>)}
    </span>
  );
}

function Port({ port, side }: { readonly port: PortManifest; readonly side: 'in' | 'out' }) {
  return (
    <div className={card.port} data-side={side}>
      <Handle
        type={side === 'in' ? 'target' : 'source'} position={side === 'in' ? Position.Left : Position.Right} id={port.name} isConnectable={false} className={card.handle}
        data-optional={port.optional ?? false} style={{ '--port': `var(--port-${port.kind})` } as React.CSSProperties}
      />
      <span className="cut">{t(port.title ?? port.name)}</span>
    </div>
  );
}

function unknownPorts(names: readonly string[] = []): readonly PortManifest[] {
  return names.map((name) => ({ name, kind: 'any' }));
}
