import { deny, type AdmissionRules } from '../dist/auth/admission.js';

const rules: AdmissionRules = { token: 'the-token', host: '127.0.0.1', allowedHosts: [], cookieName: 'millrace-7420' };
const bearer = { authorization: 'Bearer the-token' };
const verdict = (headers: Record<string, string>, options: Partial<AdmissionRules> = {}) => deny({ headers, public: false }, { ...rules, ...options })?.statusCode ?? 'admitted';

test.each([
  ['127.0.0.1:7420', 'admitted'],
  ['localhost:7420', 'admitted'],
  ['LOCALHOST', 'admitted'],
  ['[::1]:7420', 'admitted'],
  ['127.9.9.9', 'admitted'],
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost.evil.example:7420', 403],
  ['10.0.0.5:7420', 403],
  ['', 403],
])('a server on loopback answers to the host "%s": %s', (host, expected) => {
  expect(verdict({ ...bearer, host })).toBe(expected);
});

test('a server open to the network answers to addresses, to its own name and to names that were allowed, and to no others', () => {
  const open = { host: '0.0.0.0', allowedHosts: ['ml.example.org'] };
  expect(verdict({ ...bearer, host: '10.0.0.5:7420' }, open)).toBe('admitted');
  expect(verdict({ ...bearer, host: 'ml.example.org' }, open)).toBe('admitted');
  expect(verdict({ ...bearer, host: 'evil.example' }, open)).toBe(403);
});

test.each([
  ['http://localhost:7420', 'admitted'],
  ['http://localhost:3000', 403],
  ['http://evil.example', 403],
  ['null', 403],
  ['file://', 403],
])('a page of the origin %s: %s', (origin, expected) => {
  expect(verdict({ ...bearer, host: 'localhost:7420', origin })).toBe(expected);
});

test.each([
  [{}, 401],
  [{ authorization: 'Bearer wrong' }, 401],
  [{ authorization: 'Basic the-token' }, 401],
  [{ authorization: 'Bearer the-token' }, 'admitted'],
  [{ cookie: 'a=b; millrace-7420=the-token' }, 'admitted'],
  [{ cookie: 'millrace-7421=the-token' }, 401],
  [{ cookie: 'millrace-7420=%' }, 401],
  [{ authorization: 'Bearer wrong', cookie: 'millrace-7420=the-token' }, 401],
])('with %j a visitor is %s', (headers, expected) => {
  expect(verdict({ host: 'localhost:7420', ...headers })).toBe(expected);
});

test('a public route needs no token, but the right host and origin', () => {
  expect(deny({ headers: { host: 'localhost' }, public: true }, rules)).toBeUndefined();
  expect(deny({ headers: { host: 'evil.example' }, public: true }, rules)?.statusCode).toBe(403);
});
