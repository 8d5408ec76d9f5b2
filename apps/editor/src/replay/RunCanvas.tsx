import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi, type NodeChange, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import type { Workflow } from '@millrace/workflow';
import { useEffect, useEffectEvent, useMemo } from 'react';
import canvas from '../canvas/Canvas.module.css';
import { FarWires } from '../canvas/FarWires.tsx';
import { many, type Element, type NoteElement, type Wire } from '../canvas/flow-elements.ts';
import { useDetail, useFollowLevel } from '../canvas/level.ts';
import { NodeCard } from '../canvas/NodeCard.tsx';
import noteStyles from '../canvas/NoteCard.module.css';
import { Prose } from '../canvas/Prose.tsx';
import { ReadingContext } from '../canvas/reading.ts';
import { useFitLevel } from '../canvas/use-fit-level.ts';
import { useReading } from '../canvas/use-reading.ts';
import { WireEdge } from '../canvas/WireEdge.tsx';
import { FoldedCard } from '../groups/FoldedCard.tsx';
import { ReadGroups } from '../groups/ReadGroups.tsx';
import { BeyondCard } from '../subflows/BeyondCard.tsx';
import { SubflowPath } from '../subflows/Breadcrumb.tsx';
import { SubflowCard } from '../subflows/SubflowCard.tsx';
import styles from './RunPage.module.css';
import { selectNode, useRunPage } from './run-page-store.ts';

const nodeTypes = { step: NodeCard, note: Note, subflow: SubflowCard, folded: FoldedCard, beyond: BeyondCard };
const edgeTypes = { wire: WireEdge };
const fit = { padding: 0.07, maxZoom: 1, minZoom: 0.15 };
const noWires: Wire[] = [];

/** A workflow as a graph that only shows: nodes can be chosen, sub-workflows and groups opened, and nothing can be moved, wired or deleted. */
export function RunCanvas({ workflow }: { readonly workflow: Workflow }) {
  return <ReactFlowProvider><Graph workflow={workflow} /></ReactFlowProvider>;
}

function Graph({ workflow }: { readonly workflow: Workflow }) {
  const chosen = useRunPage((state) => state.nodeId);
  const { reading, subflowId, elements, wires, measure, reveal } = useReading(workflow, { tells: true });
  const nodes = useMemo(() => elements.map((element) => (Boolean(element.selected) === (element.id === chosen) ? element : { ...element, selected: element.id === chosen })), [elements, chosen]);
  const large = elements.length > many;
  useFollowLevel({ large });
  useFitLevel(subflowId, fit);
  const { level, plain } = useDetail();
  const change = (changes: NodeChange<Element>[]) => {
    const picks = changes.filter((one) => one.type === 'select');
    const picked = picks.find(({ selected }) => selected);
    if (picked) selectNode(picked.id);
    else if (picks.some(({ id }) => id === chosen)) selectNode(undefined);
    measure(changes);
  };
  return (
    <div className={`${canvas.canvas} ${styles.canvas}`} data-level={level} data-testid="run-canvas">
      <ReadingContext value={reading}>
        <ReactFlow<Element, Wire>
          nodes={nodes} edges={plain ? noWires : wires} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onNodesChange={change} onPaneClick={() => selectNode(undefined)}
          nodesDraggable={false} nodesConnectable={false} edgesFocusable={false} deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null} zoomOnDoubleClick={false}
          minZoom={0.15} maxZoom={1.8} onlyRenderVisibleElements={large} fitView fitViewOptions={fit} attributionPosition="bottom-left"
        >
          <ChosenInSight isSeen={elements.some(({ id }) => id === chosen)} reveal={(id) => workflow.nodes.some((node) => node.id === id) && reveal(id)} />
          {!plain && <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />}
          {plain && <FarWires elements={elements} wires={wires} />}
          <ReadGroups groups={reading.workflow.groups} elements={elements} />
          <SubflowPath workflow={workflow} subflowId={subflowId} leave={reading.open} />
        </ReactFlow>
      </ReadingContext>
    </div>
  );
}

/** Brings the node that was chosen elsewhere, in the timeline, to the middle of the canvas when it is out of sight, and opens what it stands in. */
function ChosenInSight({ isSeen, reveal }: { readonly isSeen: boolean; readonly reveal: (id: string) => void }) {
  const chosen = useRunPage((state) => state.nodeId);
  const show = useEffectEvent(() => chosen !== undefined && !isSeen && reveal(chosen));
  useEffect(() => void show(), [chosen]);
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const node = chosen === undefined ? undefined : flow.getInternalNode(chosen);
    if (!node) return;
    const { x, y, zoom } = flow.getViewport();
    const { width, height } = store.getState();
    const [wide, high] = [node.measured.width ?? 0, node.measured.height ?? 0];
    const { x: left, y: top } = node.internals.positionAbsolute;
    const inSight = left * zoom + x >= 0 && top * zoom + y >= 0 && (left + wide) * zoom + x <= width && (top + high) * zoom + y <= height;
    if (!inSight) void flow.setCenter(left + wide / 2, top + high / 2, { zoom, duration: 200 });
  }, [chosen, isSeen, flow, store]);
  return null;
}

function Note({ data: { note } }: NodeProps<NoteElement>) {
  return <div className={noteStyles.note}><Prose text={note.text} /></div>;
}
