import { ViewportPortal } from '@xyflow/react';
import { useShallow } from 'zustand/react/shallow';
import { useInsertion } from '../insert/insertion-store.ts';
import { useCanvas } from './canvas-store.ts';
import { farCurvesNow, useFarHover } from './far-pick.ts';
import { pathOf } from './far-wires.ts';
import styles from './FarWires.module.css';

/** Over the picture of the wires: the one under the pointer, those that are selected, and the one that a node would go into. */
export function PickedWires() {
  const hovered = useFarHover(({ wire }) => wire);
  const { wire: under, problem } = useInsertion();
  const selected = useCanvas(useShallow(({ wires }) => wires.flatMap(({ id, selected: chosen }) => (chosen ? [id] : []))));
  const looks = new Map<string | undefined, string>([[hovered, 'hovered'], ...selected.map((id) => [id, 'selected'] as const), [under, problem === undefined ? 'takes' : 'refuses']]);
  looks.delete(undefined);
  if (looks.size === 0) return null;
  return (
    <ViewportPortal>
      <svg className={styles.wires} aria-hidden>
        {farCurvesNow().flatMap((curve) => (looks.has(curve.id) ? [<path key={curve.id} d={pathOf(curve)} data-pick={looks.get(curve.id)} data-testid={`far-wire-${curve.id}`} />] : []))}
      </svg>
    </ViewportPortal>
  );
}
