import type { Workflow } from '@millrace/workflow';
import { useMemo } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { hueColor } from '../theme/hue.ts';
import { boxHeight, boxWidth, sketchOf } from './sketch.ts';
import styles from './Templates.module.css';

/** A workflow drawn small, in the colours of its nodes' categories; the words beside it say what it is. */
export function WorkflowSketch({ document }: { readonly document: Workflow }) {
  const byType = useCatalog((state) => state.byType);
  const { viewBox, boxes, wires } = useMemo(() => sketchOf(document), [document]);
  return (
    <svg className={styles.sketch} viewBox={viewBox} preserveAspectRatio="xMidYMid meet" aria-hidden focusable="false">
      {wires.map((path, index) => <path key={index} d={path} />)}
      {boxes.map(({ id, type, x, y }) => <rect key={id} x={x} y={y} width={boxWidth} height={boxHeight} rx={22} style={{ '--hue': hueColor(byType.get(type)?.category ?? '') } as React.CSSProperties} />)}
    </svg>
  );
}
