import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const commit = '0123456789abcdef0123456789abcdef01234567';

/** A hub on this machine with one repository, `org/name`, that speaks Hugging Face's routes and can misbehave. */
export class HubServer {
  readonly requests: { readonly path: string; readonly range: string | undefined; readonly authorization: string | undefined }[] = [];
  /** Answers a request before the hub does, if it wants to. */
  interfere: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  /** What `main` means now. */
  commit = commit;
  readonly files = new Map<string, Buffer>();
  /** Files that the listing calls large, with their SHA-256. */
  readonly large = new Set<string>();
  /** Hashes that the listing gives instead of the right ones. */
  readonly lies = new Map<string, string>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.requests.push({ path: request.url ?? '', range: request.headers.range, authorization: request.headers.authorization });
      if (!this.interfere(request, response)) this.answer(request, response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  /** The file as the hub sends it, from where the request asks. */
  send(name: string, request: IncomingMessage, response: ServerResponse, most = Infinity): void {
    const data = this.files.get(name)!;
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const head = { 'content-length': data.length - from, ...(from > 0 && { 'content-range': `bytes ${from}-${data.length - 1}/${data.length}` }) };
    response.writeHead(from > 0 ? 206 : 200, head);
    response.write(data.subarray(from, from + most), () => { if (most < data.length - from) response.destroy(); else response.end(); });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '');
    if (/^\/api\/models\/org\/name\/revision\/(main|v1)\?blobs=true$/.test(path)) return void response.end(JSON.stringify({ sha: this.commit, siblings: [...this.files.keys()].map((name) => this.entry(name)) }));
    const name = path.startsWith(`/org/name/resolve/${this.commit}/`) ? path.slice(`/org/name/resolve/${this.commit}/`.length) : undefined;
    if (name !== undefined && this.files.has(name)) return this.send(name, request, response);
    response.writeHead(404).end();
  }

  private entry(rfilename: string) {
    const data = this.files.get(rfilename)!;
    const large = this.large.has(rfilename);
    const blobId = (large ? undefined : this.lies.get(rfilename)) ?? createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex');
    if (!large) return { rfilename, size: data.length, blobId };
    return { rfilename, size: data.length, blobId, lfs: { sha256: this.lies.get(rfilename) ?? createHash('sha256').update(data).digest('hex'), size: data.length, pointerSize: 134 } };
  }
}
