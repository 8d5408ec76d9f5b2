import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadSnapshot, HubError, type SnapshotRequest } from '@millrace/hub';
import { commit, HubServer } from './hub-server.ts';

let hub: HubServer;
let baseUrl = '';
let cacheFolder = '';
const waits: number[] = [];
const weights = Buffer.alloc(300_000, 7);

beforeEach(async () => {
  hub = new HubServer();
  hub.files.set('config.json', Buffer.from('{"model_type":"bert"}')).set('model.safetensors', weights).set('README.md', Buffer.from('# no'));
  hub.large.add('model.safetensors');
  baseUrl = await hub.start();
  cacheFolder = await mkdtemp(join(tmpdir(), 'millrace-hub-'));
  waits.length = 0;
});
afterEach(async () => {
  await hub.stop();
  await rm(cacheFolder, { recursive: true });
});

const download = (change: Partial<SnapshotRequest> = {}) => downloadSnapshot({
  baseUrl, repository: 'org/name', revision: 'main', wants: (file) => !file.endsWith('.md'), cacheFolder, idleMs: 200,
  wait: (milliseconds) => { waits.push(milliseconds); return Promise.resolve(); }, ...change,
});
const isWeights = (url: string | undefined) => Boolean(url?.endsWith('model.safetensors'));

describe('a download from a hub', () => {
  it('brings the wanted files, whole and checked, and says how far it is', async () => {
    const progress: [number, number][] = [];
    const { folder, files, commit: at } = await download({ onProgress: (received, total) => progress.push([received, total]) });
    expect([at, files]).toEqual([commit, ['config.json', 'model.safetensors']]);
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(weights);
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors']);
    expect(progress.at(-1)).toEqual([300_021, 300_021]);
  });

  it('asks for no file twice, and for nothing at all offline', async () => {
    const first = await download();
    const before = hub.requests.length;
    expect(await download()).toEqual(first);
    expect(hub.requests.slice(before).map(({ path }) => path)).toEqual(['/api/models/org/name/revision/main?blobs=true']);
    await hub.stop();
    expect(await download({ offline: true })).toEqual(first);
    await expect(download({ offline: true, revision: 'v2' })).rejects.toThrow('Millrace is offline (MILLRACE_HUB_OFFLINE), and "org/name" at revision "v2" was never downloaded here');
  });

  it('goes on where a connection broke off', async () => {
    let times = 0;
    hub.interfere = (request, response) => {
      if (!isWeights(request.url) || ++times > 3) return false;
      hub.send('model.safetensors', request, response, 70_000);
      return true;
    };
    const { folder } = await download();
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(weights);
    const ranges = hub.requests.filter(({ path }) => isWeights(path)).map(({ range }) => Number(/\d+/.exec(range ?? '0')![0]));
    expect(ranges.length).toBe(4);
    expect(ranges.slice(1).every((from, index) => from > ranges[index]!)).toBe(true);
  });

  it('goes on with what a process left that is no more', async () => {
    const stopped = new AbortController();
    hub.interfere = (request, response) => {
      if (!isWeights(request.url)) return false;
      response.writeHead(200, { 'content-length': weights.length }).write(weights.subarray(0, 70_000)); // and no more
      return true;
    };
    await expect(download({ signal: stopped.signal, onProgress: (received) => { if (received > 1000) stopped.abort(new Error('gone')); } })).rejects.toThrow();
    hub.interfere = () => false;
    const { folder } = await download();
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(weights);
    expect(Number(/^bytes=(\d+)-$/.exec(hub.requests.at(-1)!.range ?? '')?.[1])).toBeGreaterThan(0);
  });

  it('gives up a hub that stalls, after it tried again, and says so', async () => {
    hub.interfere = (request, response) => {
      if (!isWeights(request.url)) return false;
      response.writeHead(200, { 'content-length': weights.length }).write(weights.subarray(0, 10));
      return true;
    };
    await expect(download({ attempts: 2 })).rejects.toThrow(/127\.0\.0\.1:\d+ sent nothing for 0\.2 seconds, 2 times, while it was asked for model\.safetensors of "org\/name"/);
    expect(waits).toEqual([500]);
  });

  it('refuses and removes what is not what its hash says, large files and small', async () => {
    for (const [name, lie] of [['model.safetensors', 'a'.repeat(64)], ['config.json', 'b'.repeat(40)]] as const) {
      hub.lies.clear();
      hub.lies.set(name, lie);
      await expect(download()).rejects.toThrow(new RegExp(`sent as ${name.replace('.', '\\.')} of "org/name" is not what it says it is`));
      await expect(stat(join(cacheFolder, baseUrl.replace(/[:/]+/g, '-'), 'org--name', commit, name))).rejects.toThrow();
      await rm(cacheFolder, { recursive: true });
    }
    hub.lies.clear();
    await expect(download()).resolves.toBeDefined();
  });

  it('refuses more bytes than were said', async () => {
    hub.interfere = (request, response) => {
      if (!isWeights(request.url)) return false;
      response.end(Buffer.concat([weights, weights]));
      return true;
    };
    await expect(download()).rejects.toThrow('sends more than the 300000 bytes');
  });

  it.each([
    [401, 'refuses model "org/name" at revision "main" (401): it is private or gated, or the name is wrong. Give the node a hub token'],
    [403, 'it is private or gated'],
    [404, 'has no model "org/name" at revision "main" (404). Check the name and the revision'],
  ])('says what %d means, and does not insist', async (status, message) => {
    hub.interfere = (_, response) => { response.writeHead(status).end(); return true; };
    await expect(download()).rejects.toThrow(HubError);
    await expect(download()).rejects.toThrow(message);
    expect(hub.requests).toHaveLength(2);
  });

  it('waits as long as a busy hub asks, and no longer than a minute', async () => {
    let times = 0;
    hub.interfere = (_, response) => {
      if (++times > 2) return false;
      response.writeHead(429, { 'retry-after': '7' }).end();
      return true;
    };
    await download();
    expect(waits).toEqual([7000, 7000]);
    hub.interfere = (_, response) => { response.writeHead(429, { 'retry-after': '3600' }).end(); return true; };
    await expect(download()).rejects.toThrow('is asked too often');
  });

  it('tries again when the hub has a fault, and says whose fault it is', async () => {
    let times = 0;
    hub.interfere = (_, response) => {
      if (++times > 2) return false;
      response.writeHead(500).end();
      return true;
    };
    await download();
    expect(waits).toEqual([500, 1000]);
    hub.interfere = (_, response) => { response.writeHead(503).end(); return true; };
    await expect(download()).rejects.toThrow('The fault is on its side');
  });

  it('sends the token to the hub, and to nobody that it is sent on to', async () => {
    const elsewhere = new HubServer();
    const address = await elsewhere.start();
    elsewhere.interfere = (request, response) => { elsewhere.files.set('model.safetensors', weights); elsewhere.send('model.safetensors', request, response); return true; };
    hub.interfere = (request, response) => {
      if (!isWeights(request.url)) return false;
      response.writeHead(302, { location: `${address}/blob` }).end();
      return true;
    };
    const { folder } = await download({ token: 'secret' });
    await elsewhere.stop();
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(weights);
    expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer secret']));
    expect(elsewhere.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it.each(['http://elsewhere.invalid/x', 'http://192.0.2.1/x', 'ftp://127.0.0.1/x', 'file:///etc/passwd'])('does not follow the hub to %s', async (location) => {
    hub.interfere = (request, response) => {
      if (!isWeights(request.url)) return false;
      response.writeHead(302, { location }).end();
      return true;
    };
    await expect(download()).rejects.toThrow('which is not safe');
    expect(waits).toEqual([]);
  });

  it('brings an empty file', async () => {
    hub.files.set('merges.txt', Buffer.alloc(0));
    const { folder } = await download();
    expect((await stat(join(folder, 'merges.txt'))).size).toBe(0);
  });

  it('downloads a file once when several ask for it at the same time', async () => {
    const [first, ...others] = await Promise.all([download(), download(), download(), download()]);
    expect(others).toEqual([first, first, first]);
    expect(await readFile(join(first.folder, 'model.safetensors'))).toEqual(weights);
    expect(hub.requests.filter(({ path }) => isWeights(path))).toHaveLength(1);
    expect((await readdir(first.folder)).sort()).toEqual(['config.json', 'model.safetensors']);
  });

  it('goes on for those who wait when the one who downloads is stopped, and lets those who wait be stopped', async () => {
    const [first, waiting] = [new AbortController(), new AbortController()];
    let stalled = () => {};
    const stalls = new Promise<void>((resolve) => { stalled = resolve; });
    let times = 0;
    hub.interfere = (request, response) => {
      if (!isWeights(request.url) || ++times > 1) return false;
      response.writeHead(200, { 'content-length': weights.length }).write(weights.subarray(0, 70_000), () => stalled());
      return true;
    };
    const downloading = expect(download({ signal: first.signal, idleMs: 60_000 })).rejects.toThrow('first');
    await stalls;
    const stopped = expect(download({ signal: waiting.signal, onProgress: () => queueMicrotask(() => waiting.abort(new Error('waiting'))) })).rejects.toThrow('waiting');
    const other = download();
    await stopped;
    first.abort(new Error('first'));
    await downloading;
    expect(await readFile(join((await other).folder, 'model.safetensors'))).toEqual(weights);
  });

  it('takes nothing of one hub for that of another', async () => {
    const other = new HubServer();
    other.files.set('config.json', Buffer.from('{"model_type":"tert"}'));
    const { folder } = await download({ baseUrl: await other.start() }).finally(() => other.stop());
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('{"model_type":"tert"}');
    expect(await readFile(join((await download()).folder, 'config.json'), 'utf8')).toBe('{"model_type":"bert"}');
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'a\\b', '..', '.bashrc'])('writes nothing where a hub has no business: %s', async (name) => {
    hub.files.set(name, Buffer.from('x'));
    await expect(download()).rejects.toThrow('lists a file that it may not');
  });

  it.each(['', 'a/b/c', '../x', 'org/..', 'org/na me', '/x', 'a--b/c'])('asks nobody for a repository called "%s"', async (repository) => {
    await expect(download({ repository })).rejects.toThrow('does not name a model');
    expect(hub.requests).toEqual([]);
  });

  it('says when the address is not that of a hub', async () => {
    hub.interfere = (_, response) => { response.end('<html>'); return true; };
    await expect(download()).rejects.toThrow('does not answer as a hub does');
    await expect(download({ baseUrl: 'ftp://example.org' })).rejects.toThrow('is no address of a hub');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    hub.interfere = (request) => { if (isWeights(request.url)) stop.abort(new Error('enough')); return false; };
    await expect(download({ signal: stop.signal })).rejects.toThrow('enough');
  });
});
