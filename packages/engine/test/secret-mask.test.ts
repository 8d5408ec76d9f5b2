import { SecretMask } from '@millrace/engine';

const value = 'pässword "quoted"\\/+&?~!';
const mask = new SecretMask([value]);
const inUrl = encodeURIComponent(value);

test.each([
  ['itself', value],
  ['in JSON', JSON.stringify({ value })],
  ['in JSON in JSON', JSON.stringify(JSON.stringify({ value }))],
  ['in JSON of ASCII alone', JSON.stringify(value).replace('ä', '\\u00e4')],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64 for addresses', Buffer.from(value).toString('base64url')],
  ['in a header, behind a name', `Basic ${Buffer.from(`me:${value}`).toString('base64')}`],
  ['in a header, behind a longer name', `Basic ${Buffer.from(`you:${value}:x`).toString('base64')}`],
  ['in an address', `https://example.com/?key=${inUrl}`],
  ['in an address with small letters', inUrl.toLowerCase().replace(/[a-z]+/g, (letters) => letters)],
  ['in a form', new URLSearchParams({ value }).toString()],
])('a secret is masked %s', (_, text) => {
  const masked = mask.text(`before ${text} after`);
  expect(masked).toMatch(/^before .*\*\*\*.* after$/);
  for (const form of [value, inUrl, Buffer.from(value).toString('base64').slice(4, -4)]) expect(masked).not.toContain(form);
});

test('a secret of several lines is masked whole and line by line', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END KEY-----\n';
  const keys = new SecretMask([key]);
  expect(keys.text(`key: ${key}`)).toBe('key: ***');
  expect(keys.text('loaded MIIEvQIBADAN')).toBe('loaded ***');
});

test('the longer of two secrets is masked whole, and what is too short to be told apart is left', () => {
  expect(new SecretMask(['token', 'token-two', 'abc']).text('token-two token abc')).toBe('*** *** abc');
});

test('all that an attempt tells is masked: lines, metric names, progress, and the error it ends with', () => {
  const short = new SecretMask(['s3cret']);
  expect(short.message({ type: 'log', lines: [{ level: 'info', message: 'a s3cret' }] })).toEqual({ type: 'log', lines: [{ level: 'info', message: 'a ***' }] });
  expect(short.message({ type: 'metrics', points: [{ name: 's3cret', value: 1, step: 1 }] })).toEqual({ type: 'metrics', points: [{ name: '***', value: 1, step: 1 }] });
  expect(short.message({ type: 'progress', progress: { fraction: 0.5, message: 's3cret' } })).toEqual({ type: 'progress', progress: { fraction: 0.5, message: '***' } });
  expect(short.result({ status: 'failed', kind: 'user', message: 'no s3cret', stack: 'at s3cret' })).toEqual({ status: 'failed', kind: 'user', message: 'no ***', stack: 'at ***' });
});

test('words for other languages go when a secret is in them, also where it lies on both sides of a seam', () => {
  const failed = (text: string, values: readonly string[]) => mask.result({ status: 'failed', kind: 'user', message: 'x', words: { text, values } });
  expect(failed('Wrong: {{1}}', ['nothing secret'])).toHaveProperty('words', { text: 'Wrong: {{1}}', values: ['nothing secret'] });
  expect(failed('Wrong: {{1}}', [value])).not.toHaveProperty('words');
  expect(failed(`Wrong: ${value.slice(0, 6)}{{1}}`, [value.slice(6)])).not.toHaveProperty('words');
});
