import { randomBytes } from 'node:crypto';
import { parseSecretKey, SecretCipher, SecretUnreadable } from '@millrace/drivers';

const key = randomBytes(32);
const cipher = new SecretCipher([key]);
const why = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return error instanceof SecretUnreadable ? error.message : error;
  }
};

test('what is sealed opens again, and never looks the same twice', () => {
  const [one, two] = [cipher.seal('hub', 'öffne dich\n'), cipher.seal('hub', 'öffne dich\n')];
  expect([cipher.open('hub', one), cipher.open('hub', two)]).toEqual(['öffne dich\n', 'öffne dich\n']);
  expect(one.keyId).toBe(two.keyId);
  expect(one.sealed).not.toBe(two.sealed);
  expect(one.keyId).not.toContain(key.toString('hex').slice(0, 8));
});

test('a single bit that was changed, anywhere, keeps it closed', () => {
  const { keyId, sealed } = cipher.seal('hub', 'value');
  const bytes = Buffer.from(sealed, 'base64');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(why(() => cipher.open('hub', { keyId, sealed: changed.toString('base64') }))).toBe('The secret "hub" cannot be decrypted: what is stored of it was damaged or changed. Store its value again.');
  }
  for (const cut of ['', sealed.slice(0, 20), sealed.slice(0, -4)]) expect(why(() => cipher.open('hub', { keyId, sealed: cut }))).toMatch('damaged or changed');
});

test('a row that was copied to another name does not open there', () => {
  expect(why(() => cipher.open('mail', cipher.seal('hub', 'value')))).toMatch('The secret "mail" cannot be decrypted');
});

test('another key, and no key, are told apart and say what to do', () => {
  const sealed = cipher.seal('hub', 'value');
  expect(why(() => new SecretCipher([randomBytes(32)]).open('hub', sealed))).toMatch(/^The secret "hub" was encrypted with another key \([0-9a-f]{12}\) .* Bring that key back/);
  expect(why(() => new SecretCipher([], 'The file is empty.').open('hub', sealed))).toBe('The secret "hub" cannot be decrypted. The file is empty.');
  expect(why(() => new SecretCipher([], 'The file is empty.').seal('hub', 'value'))).toBe('The secret "hub" cannot be encrypted. The file is empty.');
});

test('an older key opens, and the first encrypts', () => {
  const both = new SecretCipher([randomBytes(32), key]);
  const old = cipher.seal('hub', 'value');
  expect([both.open('hub', old), both.isOld(old.keyId), both.isOld(both.seal('hub', 'value').keyId)]).toEqual(['value', true, false]);
});

test.each<[string, number | undefined]>([
  [key.toString('base64'), 32], [key.toString('base64url'), 32], [key.toString('hex'), 32], ['short', undefined], [`${key.toString('base64')}A`, undefined], ['', undefined],
])('%s as a key', (text, bytes) => {
  expect(parseSecretKey(text)?.byteLength).toBe(bytes);
});
