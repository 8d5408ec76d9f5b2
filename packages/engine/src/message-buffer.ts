import type { LogLine, MetricPoint, Progress } from '@millrace/workflow';
import type { NodeMessage } from './ports.ts';

const pointsPerCurve = 1024;

/**
 * Gathers what an attempt tells until somebody takes it: the latest progress, all log lines up to a limit, and curves thinned
 * to at most 1,024 points each. What it holds is bounded, however much a node says.
 */
export class MessageBuffer {
  #progress: Progress | undefined;
  #lines: LogLine[] = [];
  #curves = new Map<string, MetricPoint[]>();
  #logBytesLeft: number;
  readonly #logBytes: number;

  constructor(options: { readonly logBytes: number }) {
    this.#logBytes = options.logBytes;
    this.#logBytesLeft = options.logBytes;
  }

  get isEmpty(): boolean {
    return this.#progress === undefined && this.#lines.length === 0 && this.#curves.size === 0;
  }

  add(message: NodeMessage): void {
    switch (message.type) {
      case 'progress':
        this.#progress = message.progress;
        return;
      case 'log':
        for (const line of message.lines) this.#addLine(line);
        return;
      case 'metrics':
        for (const point of message.points) this.#addPoint(point);
        return;
      default:
        message satisfies never;
    }
  }

  /** What was gathered since the last time, in the order log, metrics, progress. */
  take(): NodeMessage[] {
    const lines = this.#lines;
    const points = [...this.#curves.values()].flat();
    const progress = this.#progress;
    this.#lines = [];
    this.#curves = new Map();
    this.#progress = undefined;
    return [
      ...(lines.length > 0 ? [{ type: 'log', lines } as const] : []),
      ...(points.length > 0 ? [{ type: 'metrics', points } as const] : []),
      ...(progress ? [{ type: 'progress', progress } as const] : []),
    ];
  }

  #addLine(line: LogLine): void {
    if (this.#logBytesLeft < 0) return;
    this.#logBytesLeft -= line.message.length + 1;
    if (this.#logBytesLeft >= 0) this.#lines.push(line);
    else this.#lines.push({ level: 'warn', message: `This attempt has written more than ${sizeInWords(this.#logBytes)} to its log; the rest is not kept.` });
  }

  #addPoint(point: MetricPoint): void {
    const curve = this.#curves.get(point.name) ?? [];
    curve.push(point);
    this.#curves.set(point.name, curve.length <= pointsPerCurve ? curve : curve.filter((_, index) => index % 2 === 1 || index === curve.length - 1));
  }
}

function sizeInWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : `${Math.round(bytes / 1024)} KiB`;
}
