// Why something waits, in words.
import type { NodeInRun, Queue, ResourceName, RunSummary, WaitReason } from '@millrace/workflow';
import { useCatalog } from '../document/catalog-store.ts';
import { said, t } from '../i18n/i18n.ts';
import { formatBytes, formatNumber, formatTime } from '../runs/format.ts';

/** Where the words stand: nodes of this run are named without it, those of its workflow without that. */
export interface WordsPlace {
  readonly runId?: string | undefined;
  readonly workflowId?: string | undefined;
  /** All of the line is shown: only its first says who takes the room. */
  readonly line?: true;
  /** What the page calls a node of the run. */
  readonly nameOf: (nodeId: string) => string;
}

type Room = Extract<WaitReason, { kind: 'room' }>;

/** The reason as a sentence without a full stop. */
export function waitWords(reason: WaitReason, queue: Pick<Queue, 'capacity' | 'free'>, place: WordsPlace): string {
  switch (reason.kind) {
    case 'upstream':
      return t('Waits for {{names}}', { names: listed(reason.nodeIds.map(place.nameOf)) });
    case 'room':
      return roomWords(reason, queue, place);
    case 'sameOutput':
      return reason.by ? t('{{name}} makes the same output now; it will be reused', { name: nodeInRunWords(reason.by, place) }) : t('The same output is being made now; it will be reused');
    case 'retry':
      return t('Attempt {{failures}} of {{most}} failed, tried again at {{time}}: {{message}}', { failures: reason.failures, most: reason.mostFailures, time: formatTime(reason.until), message: said(reason) });
    case 'reading':
      return t('Its files are read, to find out whether they have changed');
    case 'log':
      return t('The log of runs cannot be reached; the server tries again');
    case 'pausing':
      return t('The run is being paused');
    case 'paused':
      return t('The run is paused');
    default:
      return reason satisfies never;
  }
}

/** Why a run that has not ended does nothing now; nothing when some of its nodes work. */
export function runWaitWords({ id, state }: Pick<RunSummary, 'id' | 'state'>, queue: Queue, place: WordsPlace): string | undefined {
  if (!queue.runIds.includes(id)) return state === 'queued' ? t('The server has not taken it up yet') : undefined;
  if (queue.working.some(({ runId }) => runId === id)) return undefined;
  const first = queue.waiting.find(({ runId, reason }) => runId === id && reason.kind !== 'upstream');
  return first && waitWords(first.reason, queue, place);
}

/** What the page calls a node of any run. */
export function nodeInRunName({ name, type, nodeId }: NodeInRun): string {
  const title = useCatalog.getState().byType.get(type)?.title;
  return name ?? (title === undefined ? nodeId : t(title));
}

function nodeInRunWords(at: NodeInRun, { runId, workflowId }: WordsPlace): string {
  const name = nodeInRunName(at);
  if (at.runId === runId) return name;
  if (at.workflowId === workflowId) return t('{{name}} in run {{number}}', { name, number: at.number });
  return t('{{name}} in run {{number}} of {{workflow}}', { name, number: at.number, workflow: at.workflowName });
}

function roomWords({ lacks, needs, holders, place: number, behind }: Room, queue: Pick<Queue, 'capacity' | 'free'>, place: WordsPlace): string {
  const lacking = lacks.map((name) => lackWords(name, needs, queue)).join(t('; '));
  const taken = holders.length === 0 ? lacking : t('{{lacking}}, taken by {{names}}', { lacking, names: listed(holders.map((at) => nodeInRunWords(at, place))) });
  const line = behind ? t('Number {{place}} in line, behind {{name}}', { place: number, name: nodeInRunWords(behind, place) }) : t('Next in line');
  return lacks.length === 0 || (place.line && behind) ? line : `${line}${t(': ')}${taken}`;
}

function lackWords(name: ResourceName, needs: Room['needs'], { capacity, free }: Pick<Queue, 'capacity' | 'free'>): string {
  switch (name) {
    case 'cpu':
      if (free.cpu <= 0) return capacity.cpu === 1 ? t('the core is busy') : t('all {{count}} cores are busy', { count: formatNumber(capacity.cpu) });
      return t('it needs {{needs}} cores, of which {{free}} are free', { needs: formatNumber(needs.cpu), free: formatNumber(free.cpu) });
    case 'memoryMiB':
      return t('it needs {{needs}} of memory, of which {{free}} are free', { needs: formatBytes(needs.memoryMiB * 2 ** 20), free: formatBytes(Math.max(0, free.memoryMiB) * 2 ** 20) });
    case 'gpu':
      return capacity.gpu === 1 ? t('the GPU is busy') : t('it needs {{needs}} of {{count}} GPUs, of which {{free}} are free', { needs: needs.gpu, count: capacity.gpu, free: free.gpu });
    default:
      return name satisfies never;
  }
}

function listed(names: readonly string[]): string {
  const [first = '', second, ...others] = names;
  if (second === undefined) return first;
  return others.length === 0 ? t('{{first}} and {{second}}', { first, second }) : t('{{first}}, {{second}} and {{more}} more', { first, second, more: others.length });
}
