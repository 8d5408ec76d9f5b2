/** How a hub is reached. */
export interface HubOptions {
  /** For example `https://huggingface.co`; http only where the address says so itself. */
  readonly baseUrl: string;
  /** Sent to the hub's own origin and to no other. */
  readonly token?: string | undefined;
  /** Uses what is cached and asks nobody. */
  readonly offline?: boolean | undefined;
  /** How long a connection may send nothing, in milliseconds; 30 seconds by default. */
  readonly idleMs?: number | undefined;
  /** How often a request is made before it is given up; 5 by default. */
  readonly attempts?: number | undefined;
  /** Waits between two attempts; tests put their own here. */
  readonly wait?: ((milliseconds: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}
