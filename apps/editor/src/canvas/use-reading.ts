import { edgeId, parseEndpoint, type Workflow } from '@millrace/workflow';
import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { useMemo, useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { foldGroups } from '../document/group-edits.ts';
import { drawnLevel, type DrawnLevel } from './drawn-level.ts';
import type { Element } from './flow-elements.ts';
import type { Reading } from './reading.ts';

interface Place {
  readonly subflowId: string | undefined;
  /** Groups that the reader folded or unfolded; the document stays as it is. */
  readonly folds: Readonly<Record<string, 'folded' | 'unfolded'>>;
}

interface ReadLevel extends DrawnLevel {
  readonly reading: Reading;
  readonly subflowId: string | undefined;
  /** Takes over what React Flow measured. */
  readonly measure: (changes: readonly NodeChange<Element>[]) => void;
  /** Opens what a node, note, card or wire stands in, so that it is seen. */
  readonly reveal: (id: string) => void;
}

/** A document on a canvas that only reads it: the level that is open there, with groups folded as they are or as the reader had them. */
export function useReading(workflow: Workflow, { tells }: Pick<Reading, 'tells'>): ReadLevel {
  const byType = useCatalog((state) => state.byType);
  const [{ subflowId, folds }, setPlace] = useState<Place>({ subflowId: undefined, folds: {} });
  const shown = useMemo(() => Object.entries(folds).reduce((document, [id, to]) => foldGroups(document, new Set([id]), to), workflow), [workflow, folds]);
  const [drawn, setDrawn] = useState(() => ({ shown, subflowId, byType, ...drawnLevel(shown, subflowId, byType) }));
  if (drawn.shown !== shown || drawn.subflowId !== subflowId || drawn.byType !== byType) setDrawn({ shown, subflowId, byType, ...drawnLevel(shown, subflowId, byType, drawn) });
  const reading = useMemo((): Reading => {
    const fold = (groupId: string, to: 'folded' | 'unfolded') => setPlace((place) => ({ ...place, folds: { ...place.folds, [groupId]: to } }));
    return { workflow: shown, tells, open: (to) => setPlace((place) => ({ ...place, subflowId: to })), fold: (id) => fold(id, 'folded'), unfold: (id) => fold(id, 'unfolded') };
  }, [shown, tells]);
  return {
    reading, subflowId, elements: drawn.elements, wires: drawn.wires,
    measure: (changes) => setDrawn((before) => ({ ...before, elements: applyNodeChanges(changes.filter(({ type }) => type === 'dimensions'), before.elements) })),
    reveal: (id) => setPlace((place) => placeOf(shown, id, place)),
  };
}

function placeOf(workflow: Workflow, id: string, place: Place): Place {
  const { nodes, notes, edges, groups = [], subflows = [] } = workflow;
  const wire = edges.find((edge) => edgeId(edge) === id);
  const group = groups.find((one) => one.id === id);
  const itemId = wire ? parseEndpoint(wire.from).node : group?.members[0] ?? id;
  const item = [...nodes, ...notes, ...subflows].find((one) => one.id === itemId);
  if (!item) return place;
  const around = group ? undefined : groups.find(({ folded, members }) => folded && members.includes(itemId));
  return { subflowId: item.within, folds: around ? { ...place.folds, [around.id]: 'unfolded' } : place.folds };
}
