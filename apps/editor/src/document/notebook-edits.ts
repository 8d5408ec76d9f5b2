// Edits that are made from the notebook, as pure functions from one document to the next.
import { fits, parseEndpoint, type Edge, type NodeManifest, type Position, type Workflow } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { addNode, freeId } from './edits.ts';
import { putWithin } from './subflow-edits.ts';

const step = 300;

/** Between which nodes something is put; neither is set in an empty notebook. */
export interface Gap {
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Puts empty prose into a gap, above what prose stands there already; on the canvas it lies above the node it introduces. */
export function addProse(workflow: Workflow, { after, before }: Gap): { readonly document: Workflow; readonly noteId: string } {
  const noteId = freeId(workflow, 'note');
  const note = { id: noteId, text: '', ...(before === undefined ? {} : { before }) };
  const first = workflow.notes.findIndex((other) => before !== undefined && other.before === before);
  const notes = workflow.notes.toSpliced(first < 0 ? workflow.notes.length : first, 0, note);
  const rightmost = Math.max(placeOf(workflow, after)[0], ...workflow.nodes.map(({ id }) => placeOf(workflow, id)[0]));
  const place: Position = before === undefined
    ? [rightmost + step, placeOf(workflow, after)[1]]
    : [placeOf(workflow, before)[0], placeOf(workflow, before)[1] - 130 * (1 + workflow.notes.filter((other) => other.before === before).length)];
  return { noteId, document: { ...workflow, notes, layout: { ...workflow.layout, [noteId]: place } } };
}

/** Adds a node in a gap, where it comes next after `after` and in the same sub-workflow, and wires what that puts out to its inputs where the kinds fit. */
export function addCell(workflow: Workflow, manifest: NodeManifest, { after, before }: Gap, known: ReadonlyMap<string, NodeManifest>): { readonly document: Workflow; readonly nodeId: string } {
  const { document, nodeId } = addNode(workflow, manifest.type, placeInGap(workflow, { after, before }));
  const source = known.get(workflow.nodes.find((node) => node.id === after)?.type ?? '');
  const within = workflow.nodes.find((node) => node.id === (after ?? before))?.within;
  return { nodeId, document: putWithin({ ...document, edges: [...document.edges, ...wires(after, source, nodeId, manifest)] }, new Set([nodeId]), within) };
}

/** Lets an input read from an output, `undefined` from nothing; what it read from before is unwired. */
export function setInput(workflow: Workflow, input: string, output: string | undefined): Workflow {
  const edges = workflow.edges.filter((edge) => edge.to !== input);
  return { ...workflow, edges: output === undefined ? edges : [...edges, { from: output, to: input }] };
}

// Each output is used once, an equal kind before one that merely fits.
function wires(after: string | undefined, source: NodeManifest | undefined, nodeId: string, manifest: NodeManifest): Edge[] {
  const free = [...(source?.outputs ?? [])];
  return manifest.inputs.flatMap((input) => {
    const output = free.find(({ kind }) => kind === input.kind) ?? free.find(({ kind }) => fits(kind, input.kind));
    if (!output) return [];
    free.splice(free.indexOf(output), 1);
    return [{ from: `${after}.${output.name}`, to: `${nodeId}.${input.name}` }];
  });
}

// Left of the node that would otherwise come next, as the order of the notebook is that of the canvas from left to right.
function placeInGap(workflow: Workflow, { after, before }: Gap): Position {
  const [afterX, afterY] = after === undefined ? [placeOf(workflow, before)[0] - 2 * step, placeOf(workflow, before)[1]] : placeOf(workflow, after);
  const x = before === undefined ? afterX + step : Math.min(afterX + step, placeOf(workflow, before)[0] - 20);
  const taken = (y: number) => workflow.nodes.some(({ id }) => {
    const [otherX, otherY] = placeOf(workflow, id);
    return Math.abs(otherX - x) < 240 && Math.abs(otherY - y) < 150;
  });
  let y = afterY;
  while (taken(y)) y += 160;
  return [x, y];
}

function placeOf(workflow: Workflow, id: string | undefined): Position {
  return workflow.layout[id ?? ''] ?? [0, 0];
}

/** The outputs that an input may read from: those of nodes that stand before it and put out what fits. */
export function sourcesOf(earlier: readonly Workflow['nodes'][number][], kind: NodeManifest['inputs'][number]['kind'], known: ReadonlyMap<string, NodeManifest>): readonly { readonly output: string; readonly words: string }[] {
  return earlier.flatMap((node) => {
    const manifest = known.get(node.type);
    return (manifest?.outputs ?? []).filter((port) => fits(port.kind, kind)).map((port) => ({ output: `${node.id}.${port.name}`, words: `${node.name ?? t(manifest?.title ?? node.id)} · ${t(port.title ?? port.name)}` }));
  });
}

/** The output that an input reads from. */
export function inputOf(workflow: Workflow, input: string): string | undefined {
  return workflow.edges.find((edge) => edge.to === input)?.from;
}

/** What a wire's end is called where its node is not among the choices. */
export function endpointWords(endpoint: string): string {
  const { node, port } = parseEndpoint(endpoint);
  return `${node} · ${port}`;
}
