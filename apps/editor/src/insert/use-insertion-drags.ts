import { useReactFlow } from '@xyflow/react';
import { useMemo, type DragEvent } from 'react';
import { boxOf } from '../arrange/box.ts';
import { draggedType, nodeTypeFormat, typeInDrag } from '../canvas/drag-format.ts';
import type { Element } from '../canvas/flow-elements.ts';
import { placeNode } from '../canvas/place-node.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { isUnwired } from '../document/wire-node.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { forgetWire, intoWire, lookForWire, useInsertion } from './insertion-store.ts';

interface Dragging {
  /** For the element around the canvas: a node type is dragged in from the palette. */
  readonly fromPalette: {
    onDragOver(event: DragEvent): void;
    onDragLeave(event: DragEvent): void;
    onDrop(event: DragEvent): void;
  };
  /** Nodes are dragged on the canvas. */
  onNodeDrag(event: unknown, node: Element, nodes: readonly Element[]): void;
}

/** What a node that is dragged does to the wires below it. */
export function useInsertionDrags(): Dragging {
  const flow = useReactFlow<Element>();
  return useMemo(() => {
    const lookAt = (event: DragEvent, type: string | undefined) => {
      const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      lookForWire(flow, { x: x - 24, y: y - 24, width: 48, height: 48 }, useCatalog.getState().byType.get(type ?? ''));
      return { x, y };
    };
    return {
      fromPalette: {
        onDragOver: (event) => {
          if (!event.dataTransfer.types.includes(nodeTypeFormat)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
          lookAt(event, typeInDrag());
        },
        onDragLeave: (event) => {
          if (!(event.relatedTarget instanceof globalThis.Element && event.currentTarget.contains(event.relatedTarget))) forgetWire();
        },
        onDrop: (event) => {
          const type = draggedType(event.dataTransfer);
          if (type === undefined) return;
          event.preventDefault();
          const { x, y } = lookAt(event, type);
          const { wire, problem } = useInsertion.getState();
          placeNode(type, wire !== undefined && problem === undefined ? [x - 112, y - 45] : [x - 30, y - 22], intoWire);
          forgetWire();
          if (problem !== undefined) notify({ kind: 'info', title: t('It is not in the wire'), text: problem });
        },
      },
      onNodeDrag: (_event, node, nodes) => {
        if (nodes.length !== 1 || node.type !== 'step' || !isUnwired(useWorkflow.getState().document, node.id)) return;
        lookForWire(flow, boxOf(node), useCatalog.getState().byType.get(node.data.node.type));
      },
    };
  }, [flow]);
}
