import { say, told, type Recipe, type RunEventBody } from '@millrace/workflow';
import { CancelSource } from './cancel-source.ts';
import { MessageBuffer } from './message-buffer.ts';
import type { AttemptSecrets, Capacity, Clock, NodeMessage, NodeResult, NodeRunner, NodeTask } from './ports.ts';
import { SecretMask } from './secret-mask.ts';

/** One attempt that is alive: what it occupies, what it has told, and the means to stop it. */
export class Attempt {
  readonly nodeId: string;
  readonly attempt: number;
  readonly key: string;
  readonly recipe: Recipe;
  readonly demand: Capacity;
  /** The time limit that it was stopped for, when it was. */
  timedOutAfterSeconds: number | undefined;
  readonly #cancel = new CancelSource();
  readonly #pause = new CancelSource();
  readonly #buffer: MessageBuffer;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #onMessages: () => void;
  #mask: SecretMask | undefined;
  #lastFlush = -Infinity;
  #stopTimer: (() => void) | undefined;

  constructor(of: { readonly nodeId: string; readonly attempt: number; readonly key: string; readonly recipe: Recipe; readonly demand: Capacity }, options: {
    readonly clock: Clock;
    readonly messageIntervalMs: number;
    readonly logBytes: number;
    /** Messages are due. */
    readonly onMessages: () => void;
  }) {
    this.nodeId = of.nodeId;
    this.attempt = of.attempt;
    this.key = of.key;
    this.recipe = of.recipe;
    this.demand = of.demand;
    this.#clock = options.clock;
    this.#intervalMs = options.messageIntervalMs;
    this.#onMessages = options.onMessages;
    this.#buffer = new MessageBuffer({ logBytes: options.logBytes });
  }

  get signal(): CancelSource['signal'] {
    return this.#cancel.signal;
  }

  abort(): void {
    this.#cancel.abort();
  }

  /** Asks it to write its checkpoint and stop; `abort` may still follow. */
  pause(): void {
    this.#pause.abort();
  }

  /** Runs the node body to its end; never rejects. From then on nothing that it tells holds a secret. */
  async run(task: NodeTask, runner: NodeRunner, options: { readonly timeoutSeconds?: number; readonly secrets?: AttemptSecrets; readonly onCall: Parameters<NodeRunner['run']>[1]['onCall'] }): Promise<NodeResult> {
    const { timeoutSeconds, secrets, onCall } = options;
    this.#mask = secrets && new SecretMask(secrets.values);
    const stopTimeout = timeoutSeconds === undefined ? undefined : this.#clock.after(timeoutSeconds * 1000, () => {
      this.timedOutAfterSeconds = timeoutSeconds;
      this.abort();
    });
    try {
      const result = await runner.run(task, { signal: this.signal, pause: this.#pause.signal, onMessage: (message) => this.hear(message), onCall, ...(secrets ? { secrets } : {}) });
      return this.#mask?.result(result) ?? result;
    } catch (error) {
      return { status: 'failed', kind: 'infrastructure', ...told(say`The node could not be run: ${this.maskText(error instanceof Error ? error.message : String(error))}`) };
    } finally {
      stopTimeout?.();
      this.#stopTimer?.();
      this.#stopTimer = undefined;
    }
  }

  /** Takes a message of the node, or of the server on its behalf. */
  hear(message: NodeMessage): void {
    this.#buffer.add(this.#mask?.message(message) ?? message);
    if (this.#stopTimer || this.#buffer.isEmpty) return;
    const wait = Math.max(0, this.#lastFlush + this.#intervalMs - this.#clock.now());
    const flush = () => {
      this.#stopTimer = undefined;
      this.#lastFlush = this.#clock.now();
      this.#onMessages();
    };
    if (wait === 0) flush();
    else this.#stopTimer = this.#clock.after(wait, flush);
  }

  maskText(text: string): string {
    return this.#mask?.text(text) ?? text;
  }

  /** What it has told since the last time, as facts. */
  takeMessages(): RunEventBody[] {
    const { nodeId, attempt } = this;
    return this.#buffer.take().map((message): RunEventBody => {
      switch (message.type) {
        case 'progress':
          return { type: 'node.progress', nodeId, attempt, progress: message.progress };
        case 'metrics':
          return { type: 'node.metrics', nodeId, attempt, points: [...message.points] };
        case 'log':
          return { type: 'node.log', nodeId, attempt, lines: [...message.lines] };
        default:
          return message satisfies never;
      }
    });
  }

  /** Whether messages have waited long enough to be taken before the attempt ends. */
  get isDue(): boolean {
    return !this.#buffer.isEmpty && this.#stopTimer === undefined;
  }
}
