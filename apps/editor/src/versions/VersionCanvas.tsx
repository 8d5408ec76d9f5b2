import { Background, BackgroundVariant, Panel, ReactFlow, useReactFlow, type Edge, type Node, type NodeChange } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import canvas from '../canvas/Canvas.module.css';
import { Tool } from '../canvas/CanvasTools.tsx';
import type { Element, Wire } from '../canvas/flow-elements.ts';
import { useFollowLevel } from '../canvas/level.ts';
import { ReadingContext } from '../canvas/reading.ts';
import { useFitLevel } from '../canvas/use-fit-level.ts';
import { useReading } from '../canvas/use-reading.ts';
import { ReadGroups } from '../groups/ReadGroups.tsx';
import { t } from '../i18n/i18n.ts';
import { BeyondCard } from '../subflows/BeyondCard.tsx';
import { SubflowPath } from '../subflows/Breadcrumb.tsx';
import { marksOf, type Drawing } from './compared-elements.ts';
import { FormerPlaceCard, Marks, VersionFolded, VersionNode, VersionNote, VersionSubflow } from './VersionNode.tsx';
import { useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';
import { VersionWire } from './VersionWire.tsx';

const nodeTypes = { step: VersionNode, note: VersionNote, subflow: VersionSubflow, folded: VersionFolded, beyond: BeyondCard, former: FormerPlaceCard };
const edgeTypes = { wire: VersionWire };
const fit = { padding: 0.1, maxZoom: 1, minZoom: 0.2 };

/** As Versions.module.css has it. */
const formerSize = { width: 224, height: 70 };

/** A document drawn for reading, with its differences marked. */
export function VersionCanvas({ drawing }: { readonly drawing: Drawing }) {
  const flow = useReactFlow();
  const selected = useVersionView((view) => view.selected);
  const { reading, subflowId, elements, wires, measure, reveal } = useReading(drawing.workflow, { tells: false });
  const nodes = useMemo(() => nodesOf(elements, drawing, selected), [elements, drawing, selected]);
  const edges = useMemo(() => edgesOf(wires, drawing, selected), [wires, drawing, selected]);
  useFollowLevel({ large: false });
  useFitLevel(subflowId, fit);
  usePointedOut({ elements, wires, reveal, groups: reading.workflow.groups });
  return (
    <div className={`${canvas.canvas} ${styles.canvas}`} data-testid="version-canvas" aria-label={t('The workflow as it was')} role="group">
      <ReadingContext value={reading}>
        <ReactFlow
          nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes}
          onNodesChange={(changes) => {
            measure(changes as NodeChange<Element>[]); // only measures are taken over, and these are of any element
            const chosen = changes.find((change) => change.type === 'select' && change.selected);
            if (chosen?.type === 'select') useVersionView.setState({ selected: chosen.id });
          }}
          onPaneClick={() => useVersionView.setState({ selected: undefined })}
          nodesDraggable={false} nodesConnectable={false} edgesFocusable={false} deleteKeyCode={null} zoomOnDoubleClick={false}
          onlyRenderVisibleElements={nodes.length > 100} minZoom={0.15} maxZoom={1.8} fitView fitViewOptions={fit} attributionPosition="bottom-left"
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />
          <ReadGroups groups={reading.workflow.groups} elements={elements} mark={(groupId) => <Marks marks={drawing.marks.get(groupId) ?? []} />} />
          <SubflowPath workflow={drawing.workflow} subflowId={subflowId} leave={reading.open} />
          <Panel position="top-right" className={canvas.tools}>
            <Tool icon="plus" name={t('Zoom in')} onClick={() => void flow.zoomIn({ duration: 150 })} />
            <Tool icon="dash" name={t('Zoom out')} onClick={() => void flow.zoomOut({ duration: 150 })} />
            <Tool icon="fit" name={t('Show everything')} onClick={() => void flow.fitView({ ...fit, duration: 250 })} />
          </Panel>
        </ReactFlow>
      </ReadingContext>
    </div>
  );
}

interface Seen {
  readonly elements: readonly Element[];
  readonly wires: readonly Wire[];
  readonly groups: Drawing['workflow']['groups'];
  readonly reveal: (id: string) => void;
}

/** Brings what was pointed out in the list of differences into view: it opens what that stands in first. */
function usePointedOut({ elements, wires, groups = [], reveal }: Seen): void {
  const { fitView } = useReactFlow();
  const selected = useVersionView((view) => view.selected);
  const pointed = useVersionView((view) => view.pointed);
  const wire = wires.find(({ id }) => id === selected);
  const members = groups.find(({ id, folded }) => id === selected && !folded)?.members ?? [];
  const ids = wire ? [wire.source, wire.target] : elements.flatMap(({ id }) => (id === selected || members.includes(id) ? [id] : []));
  const isSeen = ids.length > 0;
  const shown = useRef(0);
  const show = useEffectEvent(() => {
    if (pointed === shown.current || selected === undefined) return;
    if (!isSeen) return reveal(selected);
    shown.current = pointed;
    void fitView({ nodes: ids.map((id) => ({ id })), padding: 0.6, maxZoom: 1, minZoom: 0.2, duration: 200 });
  });
  useEffect(() => show(), [pointed, isSeen]);
}

function nodesOf(elements: readonly Element[], { marks, former }: Drawing, selected: string | undefined): Node[] {
  const here = new Set(elements.map(({ id }) => id));
  const places = former.filter(({ id }) => here.has(id)).map(({ id, position }): Node => ({ id: `former:${id}`, type: 'former', position, data: {}, measured: formerSize, selectable: false, focusable: false, zIndex: -2 }));
  return [...places, ...elements.map((element): Node => ({ ...element, selected: element.id === selected, data: { ...element.data, marks: marksOf(element, marks) } }))];
}

function edgesOf(wires: readonly Wire[], { marks }: Drawing, selected: string | undefined): Edge[] {
  return wires.map((wire) => ({ ...wire, selected: wire.id === selected, data: { ...wire.data, mark: marks.get(wire.id)?.[0] } }));
}
