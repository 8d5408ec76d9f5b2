import type { Column, Diagnostic, Workflow } from '@millrace/workflow';
import { create } from 'zustand';
import { api } from '../api/api.ts';
import { isSamePipeline, pipelineOf, useRunInputs } from '../inputs/run-inputs.ts';
import { useCatalog } from './catalog-store.ts';
import { useWorkflow } from './workflow-store.ts';

type Pipeline = Pick<Workflow, 'nodes' | 'edges' | 'inputs'>;

interface Columns {
  /** By the output, as `node.port`; outputs whose columns nobody knows before a run are left out. */
  readonly byOutput: Readonly<Record<string, readonly Column[]>>;
  readonly diagnostics: readonly Diagnostic[];
  /** What the answer is about. */
  readonly of: Pipeline | undefined;
}

const quietMilliseconds = 200;
let asking: { readonly about: Pipeline; readonly abort: AbortController; readonly answer: Promise<void> } | undefined;

/** Which columns the tables of the open document will have, as the server works out from it; kept up to date by `startColumns`. */
export const useColumns = create<Columns>(() => ({ byOutput: {}, diagnostics: [], of: undefined }));

/** What is wrong with columns, for nodes that are still as they were when the server looked. */
export function columnDiagnostics(document: Pipeline): readonly Diagnostic[] {
  const { diagnostics, of } = useColumns.getState();
  if (!of || isSamePipeline(of, pipelineOf(document))) return diagnostics;
  const before = new Set(of.nodes);
  const unchanged = new Set(document.nodes.filter((node) => before.has(node)).map((node) => node.id));
  return diagnostics.filter(({ nodeId, edge }) => nodeId !== undefined && unchanged.has(nodeId)
    && (edge === undefined || document.edges.some(({ from, to }) => `${from}->${to}` === edge)));
}

/** Resolves when the answer is about the document as it is now, or the server could not say. */
export async function columnsSettled(): Promise<void> {
  const { document } = useWorkflow.getState();
  const { of } = useColumns.getState();
  if (of && isSamePipeline(of, pipelineOf(document))) return;
  await ask();
}

/** Asks again a moment after each edit of nodes or wires; moving a node is none. Returns what stops that. */
export function startColumns(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), quietMilliseconds);
  };
  const stops = [
    useWorkflow.subscribe((state, before) => !isSamePipeline(state.document, before.document) && soon()),
    useRunInputs.subscribe((state, before) => state.byWorkflow !== before.byWorkflow && soon()),
    useCatalog.subscribe(soon),
  ];
  soon();
  return () => {
    clearTimeout(timer);
    asking?.abort.abort();
    for (const stop of stops) stop();
  };
}

function ask(): Promise<void> {
  const { document } = useWorkflow.getState();
  const about = pipelineOf(document);
  if (asking && isSamePipeline(asking.about, about)) return asking.answer;
  asking?.abort.abort();
  const abort = new AbortController();
  const answer = answerTo(about, abort.signal).finally(() => {
    if (asking?.abort === abort) asking = undefined;
  });
  asking = { about, abort, answer };
  return answer;
}

async function answerTo(about: Pipeline, signal: AbortSignal): Promise<void> {
  if (about.nodes.length === 0) return useColumns.setState({ byOutput: {}, diagnostics: [], of: about });
  try {
    const { columns, diagnostics } = await api.columns(about, signal);
    if (!signal.aborted) useColumns.setState({ byOutput: columns, diagnostics, of: about });
  } catch {
    // The columns are a convenience: when the server does not say, the last run still tells of them.
  }
}
