import { isSettled, type NodeRun, type Run } from '@millrace/workflow';

/** Shows how a run goes on. */
export interface RunProgress {
  update(run: Run): void;
  end(): void;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Bars that redraw themselves on a terminal, plain lines elsewhere. `names` are the nodes' titles by id. */
export function showProgress(output: Output, names: ReadonlyMap<string, string>): RunProgress {
  return output.isTTY ? new Bars(output, names) : new Lines(output, names);
}

/** A line whenever a node changes its state, and at most one for every tenth of its way. */
class Lines implements RunProgress {
  readonly #shown = new Map<string, string>();
  constructor(private readonly output: Output, private readonly names: ReadonlyMap<string, string>) {}

  update(run: Run): void {
    for (const node of Object.values(run.nodes)) {
      if (node.state === 'waiting') continue;
      const tenth = node.state === 'running' && node.progress ? Math.floor(node.progress.fraction * 10) : 0;
      const stage = `${node.state} ${node.attempt} ${tenth}`;
      if (this.#shown.get(node.nodeId) === stage) continue;
      this.#shown.set(node.nodeId, stage);
      this.output.write(`${this.names.get(node.nodeId) ?? node.nodeId}: ${describe(node)}\n`);
    }
  }

  end(): void {}
}

class Bars implements RunProgress {
  #drawn = 0;
  #frame = '';
  constructor(private readonly output: Output, private readonly names: ReadonlyMap<string, string>) {}

  update(run: Run): void {
    const nodes = Object.values(run.nodes);
    const nameWidth = Math.min(32, Math.max(...nodes.map((node) => this.#name(node).length)));
    const lines = nodes.map((node) => {
      const line = `${mark(node)} ${this.#name(node).slice(0, nameWidth).padEnd(nameWidth)} ${bar(node)} ${describe(node)}`;
      return line.slice(0, Math.max(20, (this.output.columns ?? 100) - 1));
    });
    const frame = lines.map((line) => `\u001B[2K${line}\n`).join('');
    if (frame === this.#frame) return;
    this.#frame = frame;
    const back = this.#drawn > 0 ? `\u001B[${this.#drawn}A` : '';
    this.output.write(back + frame);
    this.#drawn = lines.length;
  }

  end(): void {
    this.#drawn = 0;
  }

  #name(node: NodeRun): string {
    return this.names.get(node.nodeId) ?? node.nodeId;
  }
}

const width = 20;

function bar(node: NodeRun): string {
  const fraction = node.state === 'succeeded' || node.state === 'reused' ? 1 : node.progress?.fraction ?? 0;
  const full = Math.round(fraction * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

function mark(node: NodeRun): string {
  if (node.state === 'failed') return '✗';
  if (node.state === 'succeeded' || node.state === 'reused') return '✓';
  return isSettled(node) ? '–' : node.state === 'waiting' ? ' ' : '▸';
}

function describe(node: NodeRun): string {
  switch (node.state) {
    case 'waiting':
      return '';
    case 'running': {
      if (!node.progress) return 'started';
      const { fraction, message, etaSeconds } = node.progress;
      const left = etaSeconds === undefined ? '' : `, ${Math.ceil(etaSeconds)} s left`;
      return `${Math.round(fraction * 100)} %${message ? ` ${message}` : ''}${left}`;
    }
    case 'failed':
      return `failed: ${node.error?.message ?? ''}`;
    case 'retrying':
      return `tried again: ${node.error?.message ?? ''}`;
    case 'reused':
    case 'skipped':
      return `${node.state}${node.reason ? `: ${node.reason}` : ''}`;
    case 'succeeded':
      return `done in ${seconds(node)}`;
    case 'paused':
      return 'paused';
    case 'cancelled':
      return 'cancelled';
    default:
      return node.state satisfies never;
  }
}

function seconds(node: NodeRun): string {
  const milliseconds = Date.parse(node.finishedAt ?? '') - Date.parse(node.startedAt ?? '');
  return Number.isFinite(milliseconds) ? `${(milliseconds / 1000).toFixed(1)} s` : 'no time';
}
