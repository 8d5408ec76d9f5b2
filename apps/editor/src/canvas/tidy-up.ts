import { useWorkflow } from '../document/workflow-store.ts';
import { useCanvas } from './canvas-store.ts';
import { showAll } from './viewport.ts';

/** Arranges the nodes in layers from left to right and shows them all. */
export async function tidyUp(): Promise<void> {
  const { tidied } = await import('./tidy.ts');
  const sizes = Object.fromEntries(useCanvas.getState().elements.map(({ id, measured }) => [id, [measured?.width ?? 220, measured?.height ?? 110] as const]));
  useWorkflow.getState().edit((document) => tidied(document, sizes));
  showAll();
}
