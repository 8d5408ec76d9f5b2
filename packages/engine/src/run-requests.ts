import { isFinished, type Run, type RunEventBody } from '@millrace/workflow';

export type RunRequest = 'cancel' | 'pause' | 'resume';

const isMet: Readonly<Record<RunRequest, (run: Run) => boolean>> = {
  cancel: (run) => run.state === 'cancelling' || isFinished(run),
  pause: ({ state }) => state !== 'queued' && state !== 'running',
  resume: ({ state }) => state !== 'pausing' && state !== 'paused',
};

/** What people ask of a run until its log has it, and who waits for that. */
export class RunRequests {
  readonly #open = new Set<RunRequest>();
  #waiting: { readonly request: RunRequest; readonly resolve: () => void }[] = [];

  /** Resolves when the log has the request, or the run has ended. A run that is still being paused goes on once it is paused. */
  make(request: RunRequest, run: Run): Promise<void> {
    if (isMet[request](run)) return Promise.resolve();
    this.#open.add(request);
    return new Promise((resolve) => this.#waiting.push({ request, resolve }));
  }

  /** The fact that a request makes of the run as it is now. */
  factFor({ state }: Run): RunEventBody | undefined {
    if (this.#open.has('cancel')) return state === 'running' || state === 'pausing' || state === 'paused' ? { type: 'run.cancelRequested' } : undefined;
    if (this.#open.has('pause') && state === 'running') return { type: 'run.pauseRequested' };
    return this.#open.has('resume') && state === 'paused' ? { type: 'run.resumed' } : undefined;
  }

  /** Looks at what the log says now and tells those who waited for it. */
  settle(run: Run): void {
    for (const request of ['pause', 'resume'] as const) if (isMet[request](run)) this.#open.delete(request);
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ request }) => !isMet[request](run));
    for (const { request, resolve } of waiting) if (isMet[request](run)) resolve();
  }
}
