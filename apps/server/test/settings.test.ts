import { delimiter } from 'node:path';
import { describeSettings, parseSettings } from '../dist/settings/settings.js';

test('without any variable the server listens on loopback, port 7420, with its data beside the launch folder', () => {
  expect(parseSettings({}, '/launch')).toEqual({
    port: 7420, host: '127.0.0.1', dataDir: '/launch/.millrace', secretKeys: [], fileRoots: [], pluginsDirs: [], allowedHosts: [], uploadLimitBytes: 2048 * 1024 * 1024, logLevel: 'info',
    hub: { baseUrl: 'https://huggingface.co', offline: false },
  });
});

test('an empty variable counts as absent', () => {
  expect(parseSettings({ MILLRACE_PORT: '', MILLRACE_TOKEN: '' }, '/launch')).toMatchObject({ port: 7420 });
});

test('lists of folders are split and made absolute', () => {
  expect(parseSettings({ MILLRACE_FILE_ROOTS: `data${delimiter}/srv` }, '/launch').fileRoots).toEqual(['/launch/data', '/srv']);
});

test.each([
  [{ MILLRACE_PORT: 'http' }, 'MILLRACE_PORT must be a port number from 0 to 65535 (it is "http")'],
  [{ MILLRACE_PORT: '70000' }, 'MILLRACE_PORT must be at most 65535 (it is "70000")'],
  [{ MILLRACE_PORT: '74.5' }, 'MILLRACE_PORT must be a whole number (it is "74.5")'],
  [{ MILLRACE_LOG_LEVEL: 'loud' }, 'MILLRACE_LOG_LEVEL must be one of trace, debug, info, warn, error, silent (it is "loud")'],
  [{ MILLRACE_SECRET_KEY: `${'A'.repeat(43)}=,short` }, 'MILLRACE_SECRET_KEY must be 32 bytes in base64, as "openssl rand -base64 32" prints them, or several such keys with commas between them'],
  [{ DATABASE_URL: 'mysql://me:secret@host/db' }, 'DATABASE_URL must start with postgres:// or postgresql://'],
  [{ MILLRACE_TOKEN: 'two words' }, 'MILLRACE_TOKEN must be printable characters without spaces'],
  [{ MILLRACE_PORT: 'x', MILLRACE_UPLOAD_LIMIT_MIB: '-1' }, 'MILLRACE_PORT must be a port number from 0 to 65535 (it is "x")\nMILLRACE_UPLOAD_LIMIT_MIB must be more than 0 (it is "-1")'],
])('a bad value is refused by the name of its variable: %j', (environment, message) => {
  expect(() => parseSettings(environment, '/launch')).toThrow(new Error(message));
});

test('a host that other machines can reach needs an explicit token of some length', () => {
  expect(() => parseSettings({ MILLRACE_HOST: '0.0.0.0' }, '/launch')).toThrow('set MILLRACE_TOKEN');
  expect(() => parseSettings({ MILLRACE_HOST: '0.0.0.0', MILLRACE_TOKEN: 'short' }, '/launch')).toThrow('at least 16 characters');
  expect(parseSettings({ MILLRACE_HOST: '0.0.0.0', MILLRACE_TOKEN: '0123456789abcdef' }, '/launch').host).toBe('0.0.0.0');
});

test('each variable has a description and, where there is one, its default', () => {
  const rows = describeSettings();
  expect(rows.map((row) => row.name)).toContain('MILLRACE_PORT');
  expect(rows.find((row) => row.name === 'MILLRACE_PORT')?.default).toBe('7420');
  for (const row of rows) expect(row.description).not.toBe('');
});

test('the hub is reached by an address, with a token that no message shows', () => {
  expect(parseSettings({ MILLRACE_HUB_URL: 'http://127.0.0.1:9', MILLRACE_HUB_TOKEN: 'hf_secret', MILLRACE_HUB_OFFLINE: '1' }, '/launch').hub).toEqual({ baseUrl: 'http://127.0.0.1:9', token: 'hf_secret', offline: true });
  expect(() => parseSettings({ MILLRACE_HUB_URL: 'ftp://hub' }, '/launch')).toThrow('MILLRACE_HUB_URL must be an address that begins with https:// (it is "ftp://hub")');
  expect(() => parseSettings({ MILLRACE_HUB_TOKEN: 'two words' }, '/launch')).toThrow(/^MILLRACE_HUB_TOKEN must be printable characters without spaces$/);
});
