import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A value as it is stored. */
export interface SealedSecret {
  /** Which key it takes to open it; says nothing of the key. */
  readonly keyId: string;
  /** Base64 of a nonce of 12 bytes, a tag of 16, and the encrypted value. */
  readonly sealed: string;
}

/** A stored value that cannot be read; the message says why and what to do. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts the values of secrets with AES-256-GCM (NIST SP 800-38D), each under a random nonce. The name is authenticated with the
 * value: a row that is copied to another name does not open. The first key encrypts; the others open what was stored before it.
 */
export class SecretCipher {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #current: string | undefined;
  readonly #problem: string;

  /** Keys have 32 bytes. `problem` says why there is none. */
  constructor(keys: readonly Buffer[], problem = 'There is no key for secrets.') {
    this.#keys = new Map(keys.map((key) => [keyIdOf(key), key]));
    this.#current = keys[0] && keyIdOf(keys[0]);
    this.#problem = problem;
  }

  /** Throws SecretUnreadable when there is no key. */
  seal(name: string, value: string): SealedSecret {
    const key = this.#current === undefined ? undefined : this.#keys.get(this.#current);
    if (this.#current === undefined || !key) throw new SecretUnreadable(`The secret "${name}" cannot be encrypted. ${this.#problem}`);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(boundTo(name));
    const encrypted = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    return { keyId: this.#current, sealed: Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64') };
  }

  /** Throws SecretUnreadable that names the secret. */
  open(name: string, { keyId, sealed }: SealedSecret): string {
    const problem = this.problemOf(name, keyId);
    const key = this.#keys.get(keyId);
    if (problem !== undefined || !key) throw new SecretUnreadable(problem);
    const bytes = Buffer.from(sealed, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes }).setAAD(boundTo(name)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SecretUnreadable(`The secret "${name}" cannot be decrypted: what is stored of it was damaged or changed. Store its value again.`, { cause });
    }
  }

  /** Why a value stored with that key cannot be read here; nothing when the key is there. */
  problemOf(name: string, keyId: string): string | undefined {
    if (this.#keys.has(keyId)) return undefined;
    if (this.#keys.size === 0) return `The secret "${name}" cannot be decrypted. ${this.#problem}`;
    return `The secret "${name}" was encrypted with another key (${keyId}) than this server has (${[...this.#keys.keys()].join(', ')}). Bring that key back, as the file secret-key in the data folder or in MILLRACE_SECRET_KEY, or store the secret's value again.`;
  }

  /** Whether what was stored with that key should be stored again, with the key that encrypts now. */
  isOld(keyId: string): boolean {
    return keyId !== this.#current && this.#keys.has(keyId);
  }
}

/** The 32 bytes that a text stands for: base64 or 64 hexadecimal digits; nothing when it is neither. */
export function parseSecretKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('millrace secret key\0').update(key).digest('hex').slice(0, 12);
}

function boundTo(name: string): Buffer {
  return Buffer.from(`millrace secret\0${name}`);
}
