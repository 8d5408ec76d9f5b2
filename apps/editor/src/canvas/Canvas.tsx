import { Background, BackgroundVariant, ReactFlow, useReactFlow, useStore, type Connection, type FinalConnectionState } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { connectionProblem, type Position } from '@millrace/workflow';
import { useEffect, useRef, type DragEvent } from 'react';
import { connect, move } from '../document/edits.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { tellCanvasShown } from '../shell/after-canvas.ts';
import { notify } from '../shell/notices-store.ts';
import styles from './Canvas.module.css';
import { CanvasTools } from './CanvasTools.tsx';
import { rememberPointer } from './clipboard.ts';
import { useCanvas } from './canvas-store.ts';
import { ConnectionHint } from './ConnectionHint.tsx';
import { edgeOfConnection, edgeOfDrag, sameSideProblem } from './connections.ts';
import { draggedType, nodeTypeFormat } from './drag-format.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FarWires } from './FarWires.tsx';
import { many, type Element, type Wire } from './flow-elements.ts';
import { useDetail, useFollowLevel } from './level.ts';
import { selectFocused } from './keyboard-path.ts';
import { NodeCard } from './NodeCard.tsx';
import { NoteCard } from './NoteCard.tsx';
import { placeNode } from './place-node.ts';
import { useKeepInSight } from './use-keep-in-sight.ts';
import { WireEdge } from './WireEdge.tsx';
import { WorkflowMap } from './WorkflowMap.tsx';

const nodeTypes = { step: NodeCard, note: NoteCard };
const edgeTypes = { wire: WireEdge };
const fit = { padding: 0.07, maxZoom: 1, minZoom: 0.2 };
const noWires: Wire[] = [];

/** The document as a graph: nodes are dragged, wired and deleted here; each gesture is one edit. */
export function Canvas() {
  const { elements, wires, changeElements, changeWires } = useCanvas();
  const edit = useWorkflow((state) => state.edit);
  const flow = useReactFlow<Element>();
  const dragging = useRef(false);
  const frame = useRef<HTMLDivElement>(null);
  useFitOnOpen();
  useKeepInSight();
  useFollowLevel({ large: elements.length > many });
  useTellWhenShown();
  const { level, plain } = useDetail();

  const commit = (moved: readonly Element[]) => {
    const positions = moved.map((element): [string, Position] => [element.id, [element.position.x, element.position.y]]);
    edit((document) => move(document, Object.fromEntries(positions)), dragging.current ? undefined : 'nudge');
  };
  const drop = (event: DragEvent) => {
    const type = draggedType(event.dataTransfer);
    if (type === undefined) return;
    event.preventDefault();
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    placeNode(type, [x - 30, y - 22]);
  };
  return (
    <div
      ref={frame}
      className={styles.canvas}
      data-testid="canvas"
      tabIndex={-1}
      onFocus={({ target }) => selectFocused(target)}
      data-level={level}
      onPointerMove={({ clientX, clientY }) => rememberPointer(flow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false }))}
      onPointerLeave={() => rememberPointer(undefined)}
    >
      <ReactFlow<Element, Wire>
        nodes={elements}
        edges={plain ? noWires : wires}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={(changes) => {
          changeElements(changes);
          if (dragging.current) return;
          const nudged = new Set(changes.flatMap((change) => (change.type === 'position' && change.dragging === false ? [change.id] : [])));
          if (nudged.size > 0) commit(useCanvas.getState().elements.filter((element) => nudged.has(element.id)));
        }}
        onEdgesChange={changeWires}
        onNodeDragStart={() => {
          dragging.current = true;
        }}
        onNodeDragStop={(_event, _node, nodes) => {
          commit(nodes);
          dragging.current = false;
        }}
        onSelectionDragStart={() => {
          dragging.current = true;
        }}
        onSelectionDragStop={(_event, nodes) => {
          commit(nodes);
          dragging.current = false;
        }}
        onMoveStart={(event) => frame.current?.toggleAttribute('data-moving', event?.type !== 'wheel')}
        onMoveEnd={() => frame.current?.removeAttribute('data-moving')}
        isValidConnection={(connection) => problemOf(connection) === undefined}
        onConnect={(connection) => edit((document) => connect(document, edgeOfConnection(connection)))}
        onConnectEnd={(_event, state) => tellRefusal(state)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(nodeTypeFormat)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }}
        onDrop={drop}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        minZoom={0.15}
        maxZoom={1.8}
        nodeDragThreshold={3}
        selectNodesOnDrag={false}
        connectionRadius={26}
        onlyRenderVisibleElements={elements.length > many}
        zoomOnDoubleClick={false}
        fitViewOptions={fit}
        attributionPosition="bottom-left"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />
        {elements.length > 24 && <WorkflowMap />}
        {plain && <FarWires elements={elements} wires={wires} />}
        <ConnectionHint />
        <CanvasTools />
      </ReactFlow>
      {elements.length === 0 && <EmptyCanvas />}
    </div>
  );
}

function problemOf(connection: Parameters<typeof edgeOfConnection>[0] | Connection): string | undefined {
  return connectionProblem(useWorkflow.getState().document, useCatalog.getState().nodeTypes, edgeOfConnection(connection));
}

function tellRefusal(state: FinalConnectionState): void {
  const edge = edgeOfDrag(state);
  if (state.isValid !== false || !edge) return;
  const reason = sameSideProblem(state) ?? connectionProblem(useWorkflow.getState().document, useCatalog.getState().nodeTypes, edge);
  if (reason !== undefined) notify({ kind: 'bad', title: t('This wire does not fit'), text: reason });
}

/** What waits for the canvas may load once its cards are measured, which is when they are drawn. */
function useTellWhenShown(): void {
  const measured = useStore((state) => state.nodesInitialized);
  const empty = useCanvas((state) => state.elements.length === 0);
  useEffect(() => {
    if (measured || empty) tellCanvasShown();
  }, [measured, empty]);
}

/** Brings a workflow that was just opened into view, once its nodes are measured. */
function useFitOnOpen(): void {
  const { fitView, setViewport } = useReactFlow();
  const opened = useWorkflow((state) => state.opened);
  useEffect(() => {
    if (useCanvas.getState().elements.length > 0) void fitView(fit);
    else void setViewport({ x: 0, y: 0, zoom: 1 });
  }, [opened, fitView, setViewport]);
}
