import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { useMemo, type PointerEvent } from 'react';
import { t } from '../i18n/i18n.ts';
import { useCanvas } from './canvas-store.ts';
import type { Element } from './flow-elements.ts';
import styles from './WorkflowMap.module.css';

const size = { width: 150, height: 100 };
const margin = 200;

/** The whole workflow in a corner: a drag moves the view, the wheel zooms. It is two elements, however many nodes there are. */
export function WorkflowMap() {
  const elements = useCanvas((state) => state.elements);
  const flow = useReactFlow();
  const { frame, boxes } = useMemo(() => pictureOf(elements), [elements]);
  const moveTo = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const x = frame.x + ((event.clientX - left) / width) * frame.width;
    const y = frame.y + ((event.clientY - top) / height) * frame.height;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className={styles.map}>
      <svg
        role="img" aria-label={t('Map of the workflow')} {...size} viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          moveTo(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && moveTo(event)}
        onWheel={(event) => void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002))}
      >
        <path d={boxes} className={styles.nodes} />
        <View frame={frame} />
      </svg>
    </Panel>
  );
}

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All but the part that the canvas shows, as a shade. */
function View({ frame }: { readonly frame: Frame }) {
  const view = useStore(({ transform: [x, y, zoom], width, height }) => `M${-x / zoom} ${-y / zoom}h${width / zoom}v${height / zoom}h${-width / zoom}z`);
  return <path d={`M${frame.x} ${frame.y}h${frame.width}v${frame.height}h${-frame.width}z${view}`} fillRule="evenodd" className={styles.shade} />;
}

/** A box for each node, and a frame around them of the shape of the map. */
function pictureOf(elements: readonly Element[]): { readonly frame: Frame; readonly boxes: string } {
  const boxes = elements.map(({ position: { x, y }, measured }) => ({ x, y, width: measured?.width ?? 224, height: measured?.height ?? 100 }));
  const left = Math.min(...boxes.map(({ x }) => x)) - margin;
  const top = Math.min(...boxes.map(({ y }) => y)) - margin;
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + margin - left;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) + margin - top;
  const scale = Math.max(width / size.width, height / size.height);
  const frame = { x: left - (scale * size.width - width) / 2, y: top - (scale * size.height - height) / 2, width: scale * size.width, height: scale * size.height };
  return { frame, boxes: boxes.map((box) => `M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`).join('') };
}
