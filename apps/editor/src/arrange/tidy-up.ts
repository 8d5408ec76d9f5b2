import { useWorkflow } from '../document/workflow-store.ts';
import { useCanvas } from '../canvas/canvas-store.ts';
import { withElementsAt } from '../canvas/move-elements.ts';
import { showAll } from '../canvas/viewport.ts';
import { shapeOf } from '../subflows/level.ts';
import { useOpenSubflow } from '../subflows/open-subflow.ts';
import { boxOf, type Places } from './box.ts';
import type { ToTidy } from './tidy-places.ts';
import { toTidy } from './to-tidy.ts';

/** Tidies up all nodes of what is open and shows them, or only some, in one step that undo takes back. The page stays quick meanwhile: the work is done in a worker. */
export async function tidyUp(only?: ReadonlySet<string>): Promise<void> {
  const { opened, document } = useWorkflow.getState();
  const places = await inWorker(toTidy(shapeOf(document, useOpenSubflow.getState().subflowId), useCanvas.getState().elements.map(boxOf), only));
  if (useWorkflow.getState().opened !== opened) return;
  useWorkflow.getState().edit((now) => {
    const there = new Set([...now.nodes, ...now.notes, ...now.subflows ?? [], ...now.groups ?? []].map(({ id }) => id));
    return withElementsAt(now, Object.fromEntries(Object.entries(places).filter(([id]) => there.has(id))));
  });
  if (!only) showAll();
}

function inWorker(request: ToTidy): Promise<Places> {
  const worker = new Worker(new URL('./tidy-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Places>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Places>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'The worker that arranges nodes did not start')));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
