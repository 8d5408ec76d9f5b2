import { setTimeout as pause } from 'node:timers/promises';
import { HubError } from './hub-error.ts';
import type { HubOptions } from './hub-options.ts';

/** One request of a hub. */
export interface HubRequest {
  /** What is asked for, in words: `config.json of "org/name"`. */
  readonly what: string;
  /** Asked for anew at each attempt. */
  readonly headers?: (() => Promise<Readonly<Record<string, string>>>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const mostRedirects = 5;
const longestRetryAfterMs = 60_000;

/**
 * Asks a hub and hands the answer to `use`; both are tried again, with longer and longer pauses, after a broken or silent connection, a
 * 429 (as long as it asks, a minute at most) or a 5xx. Throws HubError when it is refused or given up.
 */
export async function request<Result>(url: URL, options: HubOptions, { what, headers, signal }: HubRequest, use: (response: Response, alive: () => void) => Promise<Result>): Promise<Result> {
  const { attempts = 5, idleMs = 30_000, wait = (milliseconds, stop) => pause(milliseconds, undefined, { signal: stop }) } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const idle = new IdleTimer(idleMs);
    const failed = await once(idle).catch((error: unknown) => ({ error }));
    idle.stop();
    if (!('error' in failed)) {
      if ('result' in failed) return failed.result;
      if (attempt >= attempts || failed.retryAfterMs > longestRetryAfterMs) throw failed.refusal;
      await wait(failed.retryAfterMs || backOff(attempt), signal);
      continue;
    }
    const { error } = failed;
    signal?.throwIfAborted();
    if (error instanceof HubError || !isConnection(error, idle)) throw error;
    if (attempt >= attempts) {
      const how = idle.expired ? `sent nothing for ${idleMs / 1000} seconds` : `broke off (${causeOf(error)})`;
      throw new HubError(`${url.host} ${how}, ${attempts} times, while it was asked for ${what}. Check the network, or try again later; what was received is kept.`, { cause: error });
    }
    await wait(backOff(attempt), signal);
  }

  async function once(idle: IdleTimer): Promise<{ readonly result: Result } | { readonly refusal: HubError; readonly retryAfterMs: number }> {
    const stop = signal ? AbortSignal.any([signal, idle.signal]) : idle.signal;
    const response = await follow(url, options, await headers?.() ?? {}, stop);
    const { status } = response;
    if (status === 200 || status === 206 || status === 416) return { result: await use(response, () => idle.touch()) };
    await response.body?.cancel();
    const refusal = new HubError(refusalOf(url.host, status, what, options.token !== undefined));
    if (status !== 429 && status < 500) throw refusal;
    return { refusal, retryAfterMs: status === 429 ? retryAfter(response.headers.get('retry-after')) : 0 };
  }
}

/** Follows redirects by hand, so that the token goes to the hub's origin only. */
async function follow(start: URL, { token }: HubOptions, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  let url = start;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const own = url.origin === start.origin && token !== undefined;
    const response = await fetch(url, { headers: { ...headers, ...(own && { authorization: `Bearer ${token}` }) }, redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || !location) return response;
    await response.body?.cancel();
    url = new URL(location, url);
    if (!isAllowed(url, start)) throw new HubError(`${start.host} sends us on to ${url.protocol}//${url.host}, which is not safe.`);
  }
  throw new HubError(`${start.host} sends us on and on (more than ${mostRedirects} times).`);
}

/** https; or http to the hub itself, and from one on this machine to another on this machine. */
function isAllowed(url: URL, start: URL): boolean {
  return url.protocol === 'https:' || url.origin === start.origin || (start.protocol === 'http:' && url.protocol === 'http:' && isLoopback(start) && isLoopback(url));
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function refusalOf(host: string, status: number, what: string, hasToken: boolean): string {
  switch (status) {
    case 401:
    case 403:
      return `${host} refuses ${what} (${status}): it is private or gated, or the name is wrong. ${hasToken ? 'The token may not read it; accept the conditions on its page, or use another token.' : 'Give the node a hub token that may read it, or set MILLRACE_HUB_TOKEN to one.'}`;
    case 404: return `${host} has no ${what} (404). Check the name and the revision.`;
    case 429: return `${host} is asked too often for ${what} (429). Try again later, or use a hub token, which is given more.`;
    default: return `${host} answers ${status} when asked for ${what}.${status >= 500 ? ' The fault is on its side; try again later.' : ''}`;
  }
}

/** Seconds or a date, as milliseconds from now. */
function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}

function backOff(attempt: number): number {
  return 500 * 2 ** (attempt - 1);
}

/** `fetch` throws a TypeError for a connection that fails or breaks off; by name, for it may be that of another realm. */
function isConnection(error: unknown, idle: IdleTimer): boolean {
  return idle.expired || (typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError');
}

function causeOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause ?? error : error;
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}

/** Aborts when nobody has touched it for a while. */
class IdleTimer {
  expired = false;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout;

  constructor(private readonly milliseconds: number) {
    this.timer = this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  touch(): void {
    clearTimeout(this.timer);
    this.timer = this.start();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private start(): NodeJS.Timeout {
    return setTimeout(() => {
      this.expired = true;
      this.controller.abort(new Error('The connection is silent'));
    }, this.milliseconds);
  }
}
