// What a run did when: a row for each node, a bar for each attempt and each wait, and the chain of nodes that made it last as long as it did.
import { parseEndpoint, type AttemptUsage, type Edge, type RunEvent } from '@millrace/workflow';

/** A stretch of a node's time; milliseconds since 1970. A mark (reused, skipped, cancelled before it began) has no length. */
export interface Bar {
  readonly kind: 'waiting' | 'paused' | 'attempt' | 'reused' | 'skipped' | 'cancelled';
  readonly from: number;
  readonly to: number;
  /** Of an attempt. */
  readonly attempt?: number;
  readonly usage?: AttemptUsage;
  readonly outcome?: 'running' | 'succeeded' | 'failed' | 'paused' | 'cancelled';
}

export interface TimelineRow {
  readonly nodeId: string;
  readonly bars: readonly Bar[];
  readonly critical: boolean;
}

/** The chain of nodes, each waiting for the one before it, that ended last. */
export interface CriticalPath {
  readonly nodeIds: readonly string[];
  /** From the start of the run to the end of the last node. */
  readonly milliseconds: number;
  /** Of those, the ones in which its nodes were at work. */
  readonly working: number;
}

export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** In the order in which the nodes began. */
  readonly rows: readonly TimelineRow[];
  readonly critical: CriticalPath;
}

interface Track {
  readonly bars: Bar[];
  /** The attempt that is under way. */
  running?: { readonly attempt: number; readonly from: number } | undefined;
  /** Since when it waits for its next attempt, and why. */
  waiting?: { readonly kind: 'waiting' | 'paused'; readonly from: number } | undefined;
  settled?: number;
}

/** The timeline of a run up to the last of its events; `edges` are those of the version that it ran. */
export function timelineOf(events: readonly RunEvent[], edges: readonly Edge[]): Timeline {
  const upstream = upstreamOf(edges);
  const tracks = new Map<string, Track>();
  let [from, to] = [0, 0];
  for (const event of events) {
    const at = Date.parse(event.at);
    to = at;
    if (event.type === 'run.queued') {
      from = at;
      for (const nodeId of event.nodeIds) tracks.set(nodeId, { bars: [] });
    } else if (event.type === 'run.started') from = at;
    else if ('nodeId' in event) {
      const track = tracks.get(event.nodeId);
      if (track) take(track, event, at, () => readyAt(event.nodeId, upstream, tracks, from));
    }
  }
  for (const track of tracks.values()) if (track.running) endAttempt(track, to, 'running');
  const critical = criticalPath(tracks, upstream, from);
  const onPath = new Set(critical.nodeIds);
  const rows = [...tracks].map(([nodeId, { bars }]) => ({ nodeId, bars, critical: onPath.has(nodeId) }));
  return { from, to, rows: rows.sort((a, b) => begin(a) - begin(b)), critical };
}

function take(track: Track, event: Extract<RunEvent, { nodeId: string }>, at: number, ready: () => number): void {
  switch (event.type) {
    case 'node.started': {
      const { kind, from } = track.waiting ?? { kind: 'waiting', from: ready() };
      if (at > from) track.bars.push({ kind, from, to: at });
      track.waiting = undefined;
      track.running = { attempt: event.attempt, from: at };
      return;
    }
    case 'node.succeeded':
      endAttempt(track, at, 'succeeded', event.usage);
      track.settled = at;
      return;
    case 'node.failed':
      endAttempt(track, at, 'failed', event.usage);
      if (event.willRetry) track.waiting = { kind: 'waiting', from: at };
      else track.settled = at;
      return;
    case 'node.paused':
      endAttempt(track, at, 'paused', event.usage);
      track.waiting = { kind: 'paused', from: at };
      return;
    case 'node.cancelled':
      if (track.running) endAttempt(track, at, 'cancelled');
      else track.bars.push({ kind: 'cancelled', from: at, to: at });
      track.settled = at;
      return;
    case 'node.reused':
    case 'node.skipped':
      track.bars.push({ kind: event.type === 'node.reused' ? 'reused' : 'skipped', from: at, to: at });
      track.settled = at;
      return;
    case 'node.progress':
    case 'node.metrics':
    case 'node.log':
      return;
    default:
      event satisfies never;
  }
}

function endAttempt(track: Track, at: number, outcome: NonNullable<Bar['outcome']>, usage?: AttemptUsage): void {
  if (!track.running) return;
  track.bars.push({ kind: 'attempt', from: track.running.from, to: at, attempt: track.running.attempt, outcome, ...(usage ? { usage } : {}) });
  track.running = undefined;
}

/** When the last of the nodes before it had settled; the start of the run where there are none. */
function readyAt(nodeId: string, upstream: ReadonlyMap<string, ReadonlySet<string>>, tracks: ReadonlyMap<string, Track>, start: number): number {
  return Math.max(start, ...[...(upstream.get(nodeId) ?? [])].map((id) => tracks.get(id)?.settled ?? start));
}

function criticalPath(tracks: ReadonlyMap<string, Track>, upstream: ReadonlyMap<string, ReadonlySet<string>>, start: number): CriticalPath {
  const nodeIds: string[] = [];
  for (let next = latest(tracks, tracks.keys()); next !== undefined; next = latest(tracks, upstream.get(next) ?? [])) {
    if (nodeIds.includes(next)) break; // a circle, which no valid workflow has
    nodeIds.unshift(next);
  }
  const end = Math.max(start, ...nodeIds.map((id) => endOf(tracks.get(id)) ?? start));
  const working = nodeIds.flatMap((id) => tracks.get(id)?.bars ?? []).reduce((sum, bar) => sum + (bar.kind === 'attempt' ? bar.to - bar.from : 0), 0);
  return { nodeIds, milliseconds: end - start, working };
}

/** The one that ended last; of those that ended together, one that did some work. */
function latest(tracks: ReadonlyMap<string, Track>, nodeIds: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const id of nodeIds) {
    const [end, best] = [endOf(tracks.get(id)), endOf(tracks.get(found ?? ''))];
    if (end === undefined) continue;
    if (best === undefined || end > best || (end === best && worked(tracks.get(id)) && !worked(tracks.get(found ?? '')))) found = id;
  }
  return found;
}

function endOf(track: Track | undefined): number | undefined {
  return track?.bars.at(-1)?.to;
}

function worked(track: Track | undefined): boolean {
  return track?.bars.some(({ kind }) => kind === 'attempt') ?? false;
}

function begin({ bars }: TimelineRow): number {
  return bars[0]?.from ?? Infinity;
}

function upstreamOf(edges: readonly Edge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const upstream = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const target = parseEndpoint(to).node;
    upstream.set(target, (upstream.get(target) ?? new Set()).add(parseEndpoint(from).node));
  }
  return upstream;
}
