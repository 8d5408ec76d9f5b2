// Which file a path in a workflow means. A workflow may come from a stranger, so it reads only below a few folders.
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { UserError } from '@millrace/sdk';
import { say } from '@millrace/workflow';

export interface FileFolders {
  /** Everything in it but `files` is refused. */
  readonly dataDir: string;
  /** Where relative paths are looked up, in this order, beside the uploaded files. */
  readonly roots: readonly string[];
}

/** Resolves a path that a workflow names to a real file. Throws a UserError that says where it looked. */
export class FileResolver {
  readonly #folders: FileFolders;

  constructor(folders: FileFolders) {
    this.#folders = folders;
  }

  /** The folders that are there now. */
  #roots(): string[] {
    const { dataDir, roots } = this.#folders;
    const existing = [join(dataDir, 'files'), ...roots].flatMap((root) => real(root) ?? []);
    return [...new Set(existing)].filter((root) => root !== parse(root).root);
  }

  resolve(path: string): string {
    if (path.trim() === '' || path.includes('\0')) throw new UserError(say`A file is needed: name one, or upload it`);
    const roots = this.#roots();
    const candidates = isAbsolute(path) ? [path] : roots.map((root) => resolve(root, path));
    for (const candidate of candidates) {
      const found = real(candidate);
      if (found === undefined) continue;
      this.#check(path, found, roots);
      return found;
    }
    throw new UserError(say`There is no file "${path}". Looked in: ${roots.join(', ')}. Upload it, or start Millrace with its folder in MILLRACE_FILE_ROOTS`);
  }

  #check(path: string, found: string, roots: readonly string[]): void {
    const dataDir = real(this.#folders.dataDir) ?? this.#folders.dataDir;
    const root = roots.find((folder) => isInside(found, folder));
    const inDataDir = isInside(found, dataDir) && !isInside(found, join(dataDir, 'files'));
    const inner = root === undefined ? '' : relative(root, found);
    if (root === undefined || inDataDir || inner.split(sep).some((part) => part.startsWith('.'))) {
      throw new UserError(say`"${path}" is not in a folder that workflows may read. Upload it, or start Millrace with its folder in MILLRACE_FILE_ROOTS`);
    }
    if (!statSync(found).isFile()) throw new UserError(say`"${path}" is a folder, not a file`);
  }
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
