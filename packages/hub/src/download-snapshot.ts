import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { downloadFile, type HubFile } from './download-file.ts';
import { HubError } from './hub-error.ts';
import type { HubOptions } from './hub-options.ts';
import { inTurn } from './in-turn.ts';
import { checkRepository, checkRevision, isSafeFile } from './names.ts';
import { request } from './request.ts';

/** A model to be downloaded. */
export interface SnapshotRequest extends HubOptions {
  /** `org/name`. */
  readonly repository: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** Which files are wanted. */
  readonly wants: (file: string) => boolean;
  /** Where downloads are kept, for all repositories. */
  readonly cacheFolder: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with each file once it is here, small files first; what it throws ends the download. */
  readonly onFile?: ((name: string, path: string) => Promise<void>) | undefined;
  /** Bytes of all wanted files, received and in all. */
  readonly onProgress?: ((received: number, total: number) => void) | undefined;
}

/** A downloaded model. */
export interface Snapshot {
  /** Holds the wanted files; nobody changes it any more. */
  readonly folder: string;
  /** What the revision meant when the hub was asked. */
  readonly commit: string;
  readonly files: readonly string[];
}

const answer = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(z.object({
    rfilename: z.string(), size: z.int().min(0).optional(), blobId: z.string().regex(/^[0-9a-f]{40}$/).optional(),
    lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) }).nullish(),
  })),
});

const manifest = z.object({ commit: z.string().regex(/^[0-9a-f]{40}$/), files: z.array(z.string()) });

/**
 * Downloads the wanted files of a repository from a hub with Hugging Face's routes (`/api/models/…/revision/…`, `/…/resolve/…`). Files are
 * checked by their hashes, kept by hub and commit, and not asked for again. Offline, what is kept is used; a revision then
 * means what it meant last. Throws HubError.
 */
export async function downloadSnapshot(wanted: SnapshotRequest): Promise<Snapshot> {
  const { repository, revision, cacheFolder, offline } = wanted;
  checkRepository(repository);
  checkRevision(revision);
  const home = join(cacheFolder, folderOf(wanted), repository.replaceAll('/', '--'));
  const reference = join(home, 'refs', `${encodeURIComponent(revision)}.json`);
  if (offline) return kept(home, reference, wanted);

  const { commit, files } = await listing(wanted);
  const folder = join(home, commit);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let finished = 0;
  for (const file of files) {
    const path = join(folder, file.name);
    const url = address(wanted, `${repository}/resolve/${commit}/${file.name}`);
    const before = finished;
    await inTurn(path, wanted.signal, async () => {
      if ((await stat(path).catch(() => undefined))?.size === file.size) return;
      await downloadFile({ url, file, path, repository, signal: wanted.signal, onBytes: (bytes) => wanted.onProgress?.(before + bytes, total) }, wanted);
    });
    await wanted.onFile?.(file.name, path);
    finished += file.size;
    wanted.onProgress?.(finished, total);
  }
  const names = files.map(({ name }) => name);
  await writeWhole(reference, JSON.stringify({ commit, files: names }));
  return { folder, commit, files: names };
}

/** What the hub has of the wanted files. */
async function listing(wanted: SnapshotRequest): Promise<{ readonly commit: string; readonly files: readonly HubFile[] }> {
  const { repository, revision, wants, signal, baseUrl } = wanted;
  const url = address(wanted, `api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`);
  const text = await request(url, wanted, { what: `model "${repository}" at revision "${revision}"`, signal }, (response) => response.text());
  const parsed = answer.safeParse(json(text));
  if (!parsed.success) throw new HubError(`${url.host} does not answer as a hub does. Is ${baseUrl} the address of one?`);
  const files = parsed.data.siblings.filter(({ rfilename }) => wants(rfilename)).map(({ rfilename: name, size, blobId, lfs }): HubFile => {
    if (!isSafeFile(name)) throw new HubError(`${url.host} lists a file that it may not: ${JSON.stringify(name.slice(0, 100))}.`);
    if (lfs) return { name, size: lfs.size, digest: { kind: 'sha256', hex: lfs.sha256 } };
    if (size === undefined || blobId === undefined) throw new HubError(`${url.host} does not say the size and the hash of ${name} of "${repository}", so it cannot be checked.`);
    return { name, size, digest: { kind: 'git', hex: blobId } };
  });
  return { commit: parsed.data.sha, files: files.sort((a, b) => a.size - b.size) };
}

async function kept(home: string, reference: string, { repository, revision }: SnapshotRequest): Promise<Snapshot> {
  const found = manifest.safeParse(json(await readFile(reference, 'utf8').catch(() => '')));
  if (!found.success) throw new HubError(`Millrace is offline (MILLRACE_HUB_OFFLINE), and "${repository}" at revision "${revision}" was never downloaded here.`);
  return { folder: join(home, found.data.commit), ...found.data };
}

function address({ baseUrl }: HubOptions, path: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(path, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new HubError(`"${baseUrl}" is no address of a hub; it begins with https://.`);
}

/** Each hub has a folder of its own: what one says of a commit is not taken from another. */
function folderOf(options: HubOptions): string {
  return address(options, '').href.replace(/[^A-Za-z0-9.]+/g, '-').replace(/-$/, '');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // whoever reads it says what is wrong
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
