import { Background, BackgroundVariant, ReactFlow, useReactFlow, useStore, type Connection } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { connectionProblem, type Position } from '@millrace/workflow';
import { useEffect, useRef } from 'react';
import { SelectionBar } from '../arrange/SelectionBar.tsx';
import { connect } from '../document/edits.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { FoldedCard } from '../groups/FoldedCard.tsx';
import { Groups } from '../groups/Groups.tsx';
import { forgetWire, intoWire } from '../insert/insertion-store.ts';
import { InsertionHint } from '../insert/InsertionHint.tsx';
import { useInsertionDrags } from '../insert/use-insertion-drags.ts';
import { QuickAdd } from '../quick-add/QuickAdd.tsx';
import { openQuickAdd } from '../quick-add/quick-add-store.ts';
import { wireEnds } from '../quick-add/wire-ends.ts';
import { tellCanvasShown } from '../shell/after-canvas.ts';
import { BeyondCard } from '../subflows/BeyondCard.tsx';
import { Breadcrumb } from '../subflows/Breadcrumb.tsx';
import { useOpenSubflow } from '../subflows/open-subflow.ts';
import { SubflowCard } from '../subflows/SubflowCard.tsx';
import styles from './Canvas.module.css';
import { CanvasTools } from './CanvasTools.tsx';
import { rememberPointer } from './clipboard.ts';
import { selectedElements, useCanvas } from './canvas-store.ts';
import { ConnectionHint } from './ConnectionHint.tsx';
import { edgeOfConnection } from './connections.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { hoverFar, leaveFar, pickFar } from './far-pick.ts';
import { FarWires } from './FarWires.tsx';
import { many, type Element, type Wire } from './flow-elements.ts';
import { useDetail, useFollowLevel } from './level.ts';
import { withElementsAt } from './move-elements.ts';
import { selectFocused } from './keyboard-path.ts';
import { NodeCard } from './NodeCard.tsx';
import { NoteCard } from './NoteCard.tsx';
import { PickedWires } from './PickedWires.tsx';
import { useFirstViewport, useFitOnOpen } from './first-viewport.ts';
import { useKeepInSight } from './use-keep-in-sight.ts';
import { WireEdge } from './WireEdge.tsx';
import { WorkflowMap } from './WorkflowMap.tsx';
import { inWords } from '../i18n/i18n.ts';

const nodeTypes = { step: NodeCard, note: NoteCard, folded: FoldedCard, subflow: SubflowCard, beyond: BeyondCard };
const edgeTypes = { wire: WireEdge };
const noWires: Wire[] = [];

/** The document as a graph: nodes are dragged, wired and deleted here; each gesture is one edit. */
export function Canvas() {
  const { elements, wires, changeElements, changeWires } = useCanvas();
  const edit = useWorkflow((state) => state.edit);
  const flow = useReactFlow<Element>();
  const subflowId = useOpenSubflow((state) => state.subflowId);
  const dragging = useRef(false);
  const frame = useRef<HTMLDivElement>(null);
  const { fromPalette, onNodeDrag } = useInsertionDrags();
  const first = useFirstViewport(frame);
  useFitOnOpen({ hasBegun: first !== undefined });
  useKeepInSight();
  useFollowLevel({ large: elements.length > many });
  useTellWhenShown();
  const { level, plain } = useDetail();

  const commit = (moved: readonly Element[]) => {
    const positions = moved.map((element): [string, Position] => [element.id, [element.position.x, element.position.y]]);
    const [only] = moved.length === 1 ? moved : [];
    edit((document) => {
      const next = withElementsAt(document, Object.fromEntries(positions));
      return only ? intoWire(next, only.id) : next;
    }, dragging.current ? undefined : 'nudge');
    forgetWire();
  };
  return (
    <div
      ref={frame}
      className={styles.canvas}
      data-testid="canvas"
      tabIndex={-1}
      onFocus={({ target }) => selectFocused(target)}
      data-level={level}
      onPointerMove={({ clientX, clientY, buttons, target }) => {
        const at = flow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
        rememberPointer(at);
        if (plain && buttons === 0) hoverFar(isPane(target) ? [at.x, at.y] : undefined, flow.getZoom());
      }}
      onMouseDownCapture={(event) => {
        if (!event.shiftKey || !isPane(event.target)) return;
        event.preventDefault(); // a rectangle selects cards, not the words beside the canvas
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }}
      onPointerLeave={() => {
        rememberPointer(undefined);
        hoverFar(undefined, 1);
      }}
      onDoubleClick={({ target, clientX: x, clientY: y }) => {
        if (!isPane(target)) return;
        const at = flow.screenToFlowPosition({ x, y });
        openQuickAdd({ screen: { x, y }, at: [at.x - 112, at.y - 45], purpose: { kind: 'add' } });
      }}
      {...fromPalette}
    >
      {first && <ReactFlow<Element, Wire>
        defaultViewport={first}
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
        onPaneClick={({ clientX: x, clientY: y }) => {
          if (!plain) return;
          const at = flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
          pickFar([at.x, at.y], flow.getZoom());
        }}
        onNodeClick={({ shiftKey, metaKey, ctrlKey }, { id }) => {
          if (plain) leaveFar();
          if (!shiftKey && !metaKey && !ctrlKey && selectedElements().length > 1) useCanvas.getState().select([id]);
        }}
        onNodeDragStart={() => {
          dragging.current = true;
        }}
        onNodeDrag={onNodeDrag}
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
        onMove={(event) => event && event.type !== 'wheel' && frame.current && markMoving(frame.current)}
        isValidConnection={(connection) => problemOf(connection) === undefined}
        onConnect={(connection) => edit((document) => connect(document, edgeOfConnection(connection)))}
        onConnectEnd={(event, state) => wireEnds(event, state, (screen) => flow.screenToFlowPosition(screen, { snapToGrid: false }))}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        minZoom={0.15}
        maxZoom={1.8}
        nodeDragThreshold={3}
        selectNodesOnDrag={false}
        connectionRadius={26}
        onlyRenderVisibleElements={elements.length > many}
        zoomOnDoubleClick={false}
        attributionPosition="bottom-left"
      >
        {!plain && <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />}
        {elements.length > 24 && <WorkflowMap />}
        {plain && <><FarWires elements={elements} wires={wires} /><PickedWires /></>}
        <Groups />
        <ConnectionHint />
        <InsertionHint />
        <SelectionBar />
        <CanvasTools />
        <Breadcrumb />
      </ReactFlow>}
      {elements.length === 0 && subflowId === undefined && <EmptyCanvas />}
      <QuickAdd />
    </div>
  );
}

function isPane(target: EventTarget): boolean {
  return target instanceof globalThis.Element && target.classList.contains('react-flow__pane');
}

/** Marks the canvas for as long as it is dragged. React Flow tells of no end when a drag comes back to where it began. */
function markMoving(frame: HTMLElement): void {
  if (frame.hasAttribute('data-moving')) return;
  frame.setAttribute('data-moving', '');
  const ended = new AbortController();
  const end = () => {
    frame.removeAttribute('data-moving');
    ended.abort();
  };
  for (const name of ['pointerup', 'pointercancel', 'blur']) addEventListener(name, end, { capture: true, signal: ended.signal });
}

function problemOf(connection: Parameters<typeof edgeOfConnection>[0] | Connection): string | undefined {
  const problem = connectionProblem(useWorkflow.getState().document, useCatalog.getState().nodeTypes, edgeOfConnection(connection));
  return problem && inWords(problem);
}

/** What waits for the canvas may load once its cards are measured, which is when they are drawn. */
function useTellWhenShown(): void {
  const measured = useStore((state) => state.nodesInitialized);
  const empty = useCanvas((state) => state.elements.length === 0);
  useEffect(() => {
    if (measured || empty) tellCanvasShown();
  }, [measured, empty]);
}
