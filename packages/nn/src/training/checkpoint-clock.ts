/** Says when the next checkpoint is due, so that writing them takes at most a share of the time. */
export class CheckpointClock {
  private readonly now: () => number;
  private due: number;

  /** `now` gives milliseconds. The first checkpoint is due after `firstAfterMs`. */
  constructor(private readonly share: number, { now = () => performance.now(), firstAfterMs }: { readonly now?: () => number; readonly firstAfterMs: number }) {
    this.now = now;
    this.due = now() + firstAfterMs;
  }

  isDue(): boolean {
    return this.now() >= this.due;
  }

  /** Writes a checkpoint; the next is due when as much time has passed as makes up for this one. */
  async measure(write: () => Promise<void>): Promise<void> {
    const began = this.now();
    await write();
    const took = this.now() - began;
    this.due = this.now() + Math.max(leastMs(this.share), took * (1 / this.share - 1));
  }
}

/** Nobody minds a second of training done twice; with the share 1 there is a checkpoint after every step. */
function leastMs(share: number): number {
  return share < 1 ? 1_000 : 0;
}

/** When the first checkpoint of so many bytes is due, as a disk that writes 300 MB in a second would have it. */
export function firstCheckpointAfterMs(bytes: number, share: number): number {
  return Math.max(leastMs(share), (bytes / 300_000) * (1 / share - 1));
}
