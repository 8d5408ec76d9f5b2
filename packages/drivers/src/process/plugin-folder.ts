import { createHash } from 'node:crypto';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';

/** A folder with a package.json that says `"millrace": { "plugin": true }`. */
export interface PluginFolder {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

const packageSchema = z.object({
  name: z.string().min(1),
  version: z.string().default('0.0.0'),
  main: z.string().optional(),
  exports: z.json().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  millrace: z.json().optional(),
});
type Package = z.infer<typeof packageSchema>;

/** The plugins directly below these folders, by name; a folder that is itself a plugin counts. A folder that does not exist has none. */
export async function findPlugins(folders: readonly string[]): Promise<PluginFolder[]> {
  const found = new Map<string, PluginFolder>();
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    for (const path of [resolve(folder), ...names.map((name) => resolve(folder, name))]) {
      const manifest = await readPackage(path);
      if (manifest && isPlugin(manifest) && !found.has(manifest.name)) found.set(manifest.name, { name: manifest.name, version: manifest.version, path });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isPlugin({ millrace }: Package): boolean {
  return typeof millrace === 'object' && millrace !== null && 'plugin' in millrace && millrace.plugin === true;
}

/** The file that importing the plugin runs. */
export async function entryOf(path: string): Promise<string> {
  const manifest = await readPackage(path);
  const entry = target(manifest?.exports) ?? manifest?.main ?? 'index.js';
  return join(path, entry);
}

function target(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const record = new Map(Object.entries(exports));
  return target(record.get('.') ?? record.get('node') ?? record.get('import') ?? record.get('default'));
}

/**
 * SHA-256 over a plugin's built code and what it depends on: the files of `dist` (or of the whole folder where there is none), the
 * versions of its dependencies, and the code of those that are linked from elsewhere, as in a workspace.
 */
export async function codeHash(path: string, seen: Map<string, string> = new Map()): Promise<string> {
  const folder = await realpath(path);
  const known = seen.get(folder);
  if (known !== undefined) return known;
  seen.set(folder, ''); // two packages that need each other
  const manifest = await readPackage(folder);
  const digest = createHash('sha256').update(`${manifest?.name}@${manifest?.version}\n`);
  for (const file of await codeFiles(folder)) digest.update(`${file}\n`).update(await readFile(join(folder, file)));
  for (const name of Object.keys(manifest?.dependencies ?? {}).sort()) {
    const dependency = await findDependency(folder, name);
    if (!dependency) continue;
    const linked = !dependency.includes(`${sep}node_modules${sep}`);
    const version = linked ? await codeHash(dependency, seen) : (await readPackage(dependency))?.version;
    digest.update(`${name}@${version}\n`);
  }
  const hash = digest.digest('hex');
  seen.set(folder, hash);
  return hash;
}

async function codeFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const entries = await readdir(join(folder, names.includes('dist') ? 'dist' : ''), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(js|mjs|cjs|json|wasm|node)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).split(sep).join('/'))
    .filter((file) => !/(^|\/)(node_modules|test|\.[^/]*)\//.test(file) && !/(^|\/)\.[^/]*$/.test(file))
    .sort();
}

async function findDependency(from: string, name: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = await realpath(join(folder, 'node_modules', name)).catch(() => undefined);
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

async function readPackage(path: string): Promise<Package | undefined> {
  const text = await readFile(join(path, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return packageSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // somebody else's file: it does not say that it is a plugin
  }
}
