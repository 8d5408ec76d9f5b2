import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import Libsql from 'libsql';

/** Says which folder is taken, and by whom. */
export class DataFolderLocked extends Error {
  override readonly name = 'DataFolderLocked';
}

/**
 * Takes a data folder for this process; rejects with a DataFolderLocked when another server has it. The lock is an open
 * transaction on a small SQLite file, so it vanishes with the process, however that ends.
 */
export async function lockDataFolder(dataDir: string): Promise<{ release(): void }> {
  await mkdir(dataDir, { recursive: true });
  const owner = join(dataDir, 'server.pid');
  const lock = new Libsql(join(dataDir, 'lock.db'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))) throw error;
    const pid = await readFile(owner, 'utf8').catch(() => '');
    throw new DataFolderLocked(`The data folder ${resolve(dataDir)} is in use by another Millrace server${pid ? ` (process ${pid.trim()})` : ''}. Stop that one, or give this one a folder of its own with MILLRACE_DATA_DIR.`, { cause: error });
  }
  await writeFile(owner, `${process.pid}\n`);
  return {
    release: () => {
      if (lock.open) lock.close();
    },
  };
}
