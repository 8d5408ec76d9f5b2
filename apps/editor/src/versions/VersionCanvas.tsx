import { Background, BackgroundVariant, Panel, ReactFlow, useNodesState, useReactFlow, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo } from 'react';
import canvas from '../canvas/Canvas.module.css';
import { Tool } from '../canvas/CanvasTools.tsx';
import { t } from '../i18n/i18n.ts';
import type { Drawing } from './compared-elements.ts';
import { FormerPlaceCard, VersionNode, VersionNote } from './VersionNode.tsx';
import { useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';
import { VersionWire } from './VersionWire.tsx';

const nodeTypes = { step: VersionNode, note: VersionNote, former: FormerPlaceCard };
const edgeTypes = { wire: VersionWire };
const fit = { padding: 0.1, maxZoom: 1, minZoom: 0.2 };

/** A document drawn for reading, with its differences marked. */
export function VersionCanvas({ drawing }: { readonly drawing: Drawing }) {
  const flow = useReactFlow();
  const selected = useVersionView((view) => view.selected);
  const pointed = useVersionView((view) => view.pointed);
  const [nodes, setNodes, changeNodes] = useNodesState(useMemo(() => nodesOf(drawing), [drawing]));
  const edges = useMemo(() => edgesOf(drawing, selected), [drawing, selected]);
  useEffect(() => {
    if (pointed === 0 || selected === undefined) return;
    const wire = drawing.wires.find((candidate) => candidate.id === selected);
    setNodes((before) => before.map((node) => (node.selected === (node.id === selected) ? node : { ...node, selected: node.id === selected })));
    void flow.fitView({ nodes: (wire ? [wire.source, wire.target] : [selected]).map((id) => ({ id })), padding: 0.6, maxZoom: 1, minZoom: 0.2, duration: 200 });
  }, [pointed, selected, drawing, flow, setNodes]);
  return (
    <div className={`${canvas.canvas} ${styles.canvas}`} data-testid="version-canvas" aria-label={t('The workflow as it was')} role="group">
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes}
        onNodesChange={(changes) => {
          changeNodes(changes.filter(({ type }) => type !== 'remove'));
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') useVersionView.setState({ selected: chosen.id });
        }}
        onPaneClick={() => useVersionView.setState({ selected: undefined })}
        nodesDraggable={false} nodesConnectable={false} edgesFocusable={false} deleteKeyCode={null} zoomOnDoubleClick={false}
        onlyRenderVisibleElements={nodes.length > 100} minZoom={0.15} maxZoom={1.8} fitView fitViewOptions={fit} attributionPosition="bottom-left"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />
        <Panel position="top-right" className={canvas.tools}>
          <Tool icon="plus" name={t('Zoom in')} onClick={() => void flow.zoomIn({ duration: 150 })} />
          <Tool icon="dash" name={t('Zoom out')} onClick={() => void flow.zoomOut({ duration: 150 })} />
          <Tool icon="fit" name={t('Show everything')} onClick={() => void flow.fitView({ ...fit, duration: 250 })} />
        </Panel>
      </ReactFlow>
    </div>
  );
}

function nodesOf({ elements, marks, former }: Drawing): Node[] {
  const places = former.map(({ id, position }): Node => ({ id: `former:${id}`, type: 'former', position, data: {}, selectable: false, focusable: false, zIndex: -2 }));
  return [...places, ...elements.filter(({ type }) => type in nodeTypes).map((element): Node => ({ ...element, data: { ...element.data, marks: marks.get(element.id) ?? [] } }))];
}

function edgesOf({ wires, marks }: Drawing, selected: string | undefined): Edge[] {
  return wires.map((wire) => ({ ...wire, selected: wire.id === selected, data: { ...wire.data, mark: marks.get(wire.id)?.[0] } }));
}
