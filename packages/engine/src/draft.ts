import { evolve, type Run, type RunEvent, type RunEventBody } from '@millrace/workflow';

/** A run with facts folded in that are not in its log yet, so that one transaction can take all that a turn brings. */
export class Draft {
  readonly bodies: RunEventBody[] = [];
  readonly #at: string;
  #run: Run;

  constructor(run: Run, now: number) {
    this.#run = run;
    this.#at = new Date(now).toISOString();
  }

  get run(): Run {
    return this.#run;
  }

  add(...bodies: readonly RunEventBody[]): void {
    for (const body of bodies) {
      const event: RunEvent = { runId: this.#run.id, seq: this.#run.seq + 1, at: this.#at, ...body };
      this.#run = evolve(this.#run, event);
      this.bodies.push(body);
    }
  }

  /** Adds what an attempt tells, unless the attempt has lost its turn. */
  addFromAttempt(bodies: readonly RunEventBody[], of: { readonly nodeId: string; readonly attempt: number }): void {
    for (const body of bodies) {
      if (isCurrent(this.#run, of)) this.add(body);
    }
  }
}

/** Whether this attempt is the one that may still write to the run. */
export function isCurrent(run: Run, { nodeId, attempt }: { readonly nodeId: string; readonly attempt: number }): boolean {
  const node = run.nodes[nodeId];
  return node?.state === 'running' && node.attempt === attempt;
}
