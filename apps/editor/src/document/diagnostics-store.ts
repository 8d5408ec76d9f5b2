import { canonicalJson, validate, type Diagnostic } from '@millrace/workflow';
import { create } from 'zustand';
import { useCatalog } from './catalog-store.ts';
import { useWorkflow } from './workflow-store.ts';

interface Diagnostics {
  readonly all: readonly Diagnostic[];
  readonly byNode: Readonly<Record<string, readonly Diagnostic[]>>;
}

const none: readonly Diagnostic[] = [];

/** What is wrong with the open document, kept up to date by `startDiagnostics`. */
export const useDiagnostics = create<Diagnostics>(() => ({ all: [], byNode: {} }));

/** The problems of one node; the same array as long as they are the same. */
export function useNodeDiagnostics(nodeId: string): readonly Diagnostic[] {
  return useDiagnostics((state) => state.byNode[nodeId] ?? none);
}

/** Checks the document now. */
export function checkNow(): readonly Diagnostic[] {
  const all = validate(useWorkflow.getState().document, useCatalog.getState().nodeTypes);
  const before = useDiagnostics.getState().byNode;
  const grouped: Record<string, readonly Diagnostic[]> = {};
  for (const diagnostic of all) {
    if (diagnostic.nodeId !== undefined) grouped[diagnostic.nodeId] = [...(grouped[diagnostic.nodeId] ?? []), diagnostic];
  }
  const kept = Object.entries(grouped).map(([id, now]) => [id, canonicalJson(before[id]) === canonicalJson(now) ? before[id] ?? now : now]);
  useDiagnostics.setState({ all, byNode: Object.fromEntries(kept) });
  return all;
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
  ];
  soon();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
