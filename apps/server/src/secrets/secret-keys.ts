import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSecretKey, SecretCipher } from '@millrace/drivers';
import type { Logger } from 'pino';

/**
 * What encrypts the secrets of a server: the keys of MILLRACE_SECRET_KEY, then those of the file `secret-key` in the data folder, one a
 * line. Where neither is, the file is made, for its owner alone (mode 0600). A file that cannot be used keeps secrets from being used,
 * and no server from starting.
 */
export function loadSecretCipher({ dataDir, secretKeys }: { readonly dataDir: string; readonly secretKeys: readonly string[] }, log: Pick<Logger, 'warn' | 'error'>): SecretCipher {
  const given = secretKeys.flatMap((key) => parseSecretKey(key) ?? []); // as the settings have checked
  const path = join(dataDir, 'secret-key');
  const stored = readLines(path);
  if (stored === undefined && given.length > 0) return new SecretCipher(given);
  if (stored === undefined) return new SecretCipher([makeKey(path)]);
  const file = stored.flatMap((line) => parseSecretKey(line) ?? []);
  if (stored.length > 0 && file.length === stored.length) {
    closeToOthers(path, log);
    return new SecretCipher([...given, ...file]);
  }
  const problem = `The file ${path} does not hold a key of 32 bytes in base64 on each line. Bring back what was in it, set MILLRACE_SECRET_KEY, or remove the file: then a new key is made, and the values of secrets must be stored again.`;
  log.error(`Secrets cannot be used. ${problem}`);
  return new SecretCipher(given, problem);
}

function readLines(path: string): string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n').map((line) => line.trim()).filter(Boolean);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return []; // it is there and cannot be read
  }
}

function makeKey(path: string): Buffer {
  const key = randomBytes(32);
  writeFileSync(path, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

function closeToOthers(path: string, log: Pick<Logger, 'warn'>): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  try {
    chmodSync(path, 0o600);
    log.warn(`Other users of this machine could read the key of secrets, ${path}; now they cannot. Store secrets again where that matters`);
  } catch {
    log.warn(`Other users of this machine can read the key of secrets, ${path}; give it the mode 0600`);
  }
}
