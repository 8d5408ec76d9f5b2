import type { RunEventBody } from '@millrace/workflow';
import type { Attempt } from './attempt.ts';
import type { NodeResult } from './ports.ts';

export interface Told {
  readonly attempt: Attempt;
  readonly body: RunEventBody;
}

export interface Ended {
  readonly attempt: Attempt;
  readonly result: NodeResult;
}

/** What the attempts of a run have told and how they ended, from when it is heard until the log has it. */
export class AttemptNews {
  readonly #heard: { told: Told[]; ended: Ended[] } = { told: [], ended: [] };
  /** In the draft, but not in the log yet. */
  readonly #unwritten: { told: Told[]; ended: Ended[] } = { told: [], ended: [] };

  /** Takes what the attempt has to tell. */
  hear(attempt: Attempt): void {
    this.#heard.told.push(...attempt.takeMessages().map((body) => ({ attempt, body })));
  }

  hearEnd(attempt: Attempt, result: NodeResult): void {
    this.hear(attempt);
    this.#heard.ended.push({ attempt, result });
  }

  /** An attempt has ended that the draft does not know of. */
  get hasEnds(): boolean {
    return this.#heard.ended.length > 0;
  }

  /** Attempts that have ended, which the log does not know of. */
  get ended(): Attempt[] {
    return [...this.#heard.ended, ...this.#unwritten.ended].map(({ attempt }) => attempt);
  }

  /** What the draft does not have yet; now it has. */
  take(): { readonly told: readonly Told[]; readonly ended: readonly Ended[] } {
    const told = this.#heard.told.splice(0);
    const ended = this.#heard.ended.splice(0);
    this.#unwritten.told.push(...told);
    this.#unwritten.ended.push(...ended);
    return { told, ended };
  }

  /** The log has the draft; keys of the attempts that have ended in it stay busy until `settle`. */
  written(): ReadonlySet<string> {
    this.#unwritten.told.length = 0;
    return new Set(this.#unwritten.ended.map(({ attempt }) => attempt.key));
  }

  settle(): void {
    this.#unwritten.ended.length = 0;
  }

  /** The draft was thrown away. */
  again(): void {
    this.#heard.told.unshift(...this.#unwritten.told.splice(0));
    this.#heard.ended.unshift(...this.#unwritten.ended.splice(0));
  }
}
