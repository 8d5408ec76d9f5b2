import { canonicalJson, validate, type Diagnostic } from '@millrace/workflow';
import { create } from 'zustand';
import { inputValues, useRunInputs } from '../inputs/run-inputs.ts';
import { useLists } from '../shell/lists-store.ts';
import { useCatalog } from './catalog-store.ts';
import { columnDiagnostics, useColumns } from './columns-store.ts';
import { useWorkflow } from './workflow-store.ts';

interface Diagnostics {
  readonly all: readonly Diagnostic[];
  readonly byNode: Readonly<Record<string, readonly Diagnostic[]>>;
  /** Edges, as `from->to`. */
  readonly brokenEdges: ReadonlySet<string>;
}

const none: readonly Diagnostic[] = [];

/** What is wrong with the open document, kept up to date by `startDiagnostics`. */
export const useDiagnostics = create<Diagnostics>(() => ({ all: [], byNode: {}, brokenEdges: new Set() }));

/** The problems of one node; the same array as long as they are the same. */
export function useNodeDiagnostics(nodeId: string): readonly Diagnostic[] {
  return useDiagnostics((state) => state.byNode[nodeId] ?? none);
}

/** Whether something is wrong with what flows along a wire. */
export function useIsBroken(edge: string): boolean {
  return useDiagnostics((state) => state.brokenEdges.has(edge));
}

/** Checks the document now. */
export function checkNow(): readonly Diagnostic[] {
  const { document } = useWorkflow.getState();
  const all = [...validate(document, useCatalog.getState().nodeTypes, inputValues(document), secretNames()), ...columnDiagnostics(document)];
  const before = useDiagnostics.getState().byNode;
  const grouped: Record<string, readonly Diagnostic[]> = {};
  for (const diagnostic of all) {
    if (diagnostic.nodeId !== undefined) grouped[diagnostic.nodeId] = [...(grouped[diagnostic.nodeId] ?? []), diagnostic];
  }
  const kept = Object.entries(grouped).map(([id, now]) => [id, canonicalJson(before[id]) === canonicalJson(now) ? before[id] ?? now : now]);
  useDiagnostics.setState({ all, byNode: Object.fromEntries(kept), brokenEdges: new Set(all.flatMap(({ edge }) => edge ?? [])) });
  return all;
}

/** Undefined until they are known. */
function secretNames(): ReadonlySet<string> | undefined {
  const { secrets } = useLists.getState();
  return secrets && new Set(secrets.map(({ name }) => name));
}

/** Checks again a moment after each edit. Returns what stops that. */
export function startDiagnostics(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(checkNow, 120);
  };
  const stops = [
    useWorkflow.subscribe((state, before) => state.document !== before.document && soon()),
    useCatalog.subscribe(soon),
    useRunInputs.subscribe((state, before) => state.byWorkflow !== before.byWorkflow && soon()),
    useColumns.subscribe(soon),
    useLists.subscribe((state, before) => state.secrets !== before.secrets && soon()),
  ];
  soon();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
