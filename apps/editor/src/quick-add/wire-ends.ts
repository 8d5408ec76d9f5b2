// What happens where a dragged wire is let go, other than on a port that takes it.
import { connectionProblem, fits, parseEndpoint, type Edge, type Position, type Workflow } from '@millrace/workflow';
import type { FinalConnectionState } from '@xyflow/react';
import { edgeOfDrag, sameSideProblem } from '../canvas/connections.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { kindAt } from '../document/wire-node.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { inWords, t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { endOfHandle } from '../subflows/level.ts';
import { choicesFor, openQuickAdd, type Asked } from './quick-add-store.ts';

type Screen = Asked['screen'];

const cardWidth = 224;
/** From the top of a card to its first port. */
const toPort = 60;

/** On a port that refuses it: says why, and offers what would fit in between. On the empty canvas: offers what would fit at its end. */
export function wireEnds(event: MouseEvent | TouchEvent, state: FinalConnectionState, toCanvas: (screen: Screen) => Screen): void {
  const screen = pointOf(event);
  const edge = edgeOfDrag(state);
  if (edge) {
    if (state.isValid === false) refuse(state, edge, screen);
  } else if (state.fromHandle && isEmptyCanvas(screen)) continueFrom(state.fromHandle, screen, toCanvas(screen));
}

function continueFrom({ nodeId, id, type }: { readonly nodeId: string; readonly id?: string | null | undefined; readonly type: 'source' | 'target' }, screen: Screen, { x, y }: Screen): void {
  const end = { ...parseEndpoint(endOfHandle(nodeId, id)), side: type === 'source' ? 'output' : 'input' } as const;
  const taken = useWorkflow.getState().document.edges.find(({ to }) => end.side === 'input' && to === `${end.node}.${end.port}`);
  if (taken) return void notify({ kind: 'bad', title: t('This wire does not fit'), text: t('This input is already wired to {{output}}: remove that wire first', { output: taken.from }) });
  return openQuickAdd({ screen, at: [end.side === 'output' ? x : x - cardWidth, y - toPort], purpose: { kind: 'continue', end } });
}

function refuse(state: FinalConnectionState, edge: Edge, screen: Screen): void {
  const { document } = useWorkflow.getState();
  const { byType, nodeTypes } = useCatalog.getState();
  const found = connectionProblem(document, nodeTypes, edge);
  const problem = sameSideProblem(state) ?? (found && inWords(found));
  if (problem === undefined) return;
  const between = { kind: 'between', edge, problem } as const;
  if (couldLead(document, edge) && choicesFor(between, document, byType).length > 0) return openQuickAdd({ screen, at: freePlaceBetween(document, edge), purpose: between });
  return void notify({ kind: 'bad', title: t('This wire does not fit'), text: problem });
}

/** Whether it is only the kinds that stand against a wire. */
function couldLead(document: Workflow, edge: Edge): boolean {
  const { byType } = useCatalog.getState();
  const [from, to] = [parseEndpoint(edge.from), parseEndpoint(edge.to)];
  const kinds = [kindAt(document, { ...from, side: 'output' }, byType), kindAt(document, { ...to, side: 'input' }, byType)] as const;
  return !fits(...kinds) && connectionProblem(document, [], edge) === undefined; // without the types nobody knows the kinds
}

/** Halfway between the ends of a wire, or below that until no node is in the way. */
function freePlaceBetween({ layout, nodes }: Workflow, { from, to }: Edge): Position {
  const [[x0, y0], [x1, y1]] = [layout[parseEndpoint(from).node] ?? [0, 0], layout[parseEndpoint(to).node] ?? [0, 0]];
  const x = (x0 + x1) / 2;
  let y = (y0 + y1) / 2;
  const isTaken = () => nodes.some(({ id }) => Math.abs((layout[id]?.[0] ?? Infinity) - x) < cardWidth + 16 && Math.abs((layout[id]?.[1] ?? Infinity) - y) < 130);
  while (isTaken()) y += 20;
  return [x, y];
}

function isEmptyCanvas({ x, y }: Screen): boolean {
  const hit = document.elementFromPoint(x, y);
  return hit?.closest('.react-flow__pane') instanceof Element && !hit.closest('.react-flow__node');
}

function pointOf(event: MouseEvent | TouchEvent): Screen {
  const { clientX, clientY } = 'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
  return { x: clientX, y: clientY };
}
