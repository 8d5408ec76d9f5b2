import type { FileCatalog } from '@millrace/engine';
import { FileFingerprints } from './file-fingerprint.ts';
import { FileResolver, type FileFolders } from './file-resolver.ts';

/** The files that workflows may read, as the engine asks for them. */
export function createFileCatalog(folders: FileFolders): FileCatalog {
  const resolver = new FileResolver(folders);
  const fingerprints = new FileFingerprints();
  return {
    async resolve(path) {
      const absolutePath = resolver.resolve(path);
      return { absolutePath, fingerprint: await fingerprints.of(absolutePath) };
    },
  };
}
