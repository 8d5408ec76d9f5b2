import { request as httpRequest } from 'node:http';
import { io } from 'socket.io-client';
import { ServerUnderTest } from './server-under-test.ts';

const server = new ServerUnderTest();
beforeAll(() => server.start());
afterAll(() => server.remove());

/** A request with any Host header, which `fetch` does not allow. */
function raw(method: string, path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => { body += text; });
      response.on('end', () => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    request.once('error', reject).end();
  });
}

/** Every operation of the document, with something in place of each parameter. */
async function operations(): Promise<{ method: string; path: string; secured: boolean }[]> {
  const { body } = await server.request('GET', '/openapi.json');
  return Object.entries<Record<string, { security?: unknown[] }>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x'), secured: security?.length !== 0 })));
}

test('every route but the health check refuses a stranger, a wrong token, a foreign host and a foreign origin', async () => {
  const token = { authorization: `Bearer ${server.token}` };
  const all = await operations();
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter(({ secured }) => !secured).map(({ path }) => path)).toEqual(['/api/health']);
  for (const { method, path, secured } of all) {
    const refused = secured ? 401 : 200;
    expect([method, path, (await raw(method, path, {})).status]).toEqual([method, path, refused]);
    expect([method, path, (await raw(method, path, { authorization: 'Bearer wrong' })).status]).toEqual([method, path, refused]);
    expect([method, path, (await raw(method, path, { ...token, host: 'evil.example' })).status]).toEqual([method, path, 403]);
    expect([method, path, (await raw(method, path, { ...token, origin: 'http://evil.example' })).status]).toEqual([method, path, 403]);
  }
});

test('a path that does not exist tells a stranger nothing', async () => {
  expect((await raw('GET', '/api/nothing', {})).status).toBe(401);
  expect(await server.request('GET', '/api/nothing')).toMatchObject({ status: 404, body: { statusCode: 404 } });
});

test('the link sets a cookie that scripts and other sites do not get, and drops the token from the address', async () => {
  const answer = await server.request('GET', `/?token=${server.token}`, undefined, { authorization: '' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/');
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
  expect((await server.request('GET', '/api/workflows', undefined, { authorization: '', cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  expect((await server.request('GET', '/?token=wrong', undefined, { authorization: '' })).status).toBe(401);
});

test('answers carry a content security policy and forbid frames and sniffing', async () => {
  const { headers } = await server.request('GET', '/api/health');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('every page has a nonce of its own for the styles that its components make', async () => {
  const nonces = await Promise.all([1, 2].map(async () => {
    const { headers, body } = await server.request('GET', '/');
    const [, nonce] = /<meta property="csp-nonce" nonce="([\w+/=]{24})"/.exec(body) ?? [];
    expect(headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'; img-src`);
    return nonce;
  }));
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('a page names what it will ask for first, so that the browser asks while it reads the scripts', async () => {
  const { body } = await server.request('GET', '/workflows/a%22%3E%3Cscript%3E/runs/r');
  expect([...body.matchAll(/<link rel="preload" as="fetch" crossorigin href="([^"]*)" \/>/g)].map(([, path]) => path))
    .toEqual(['/api/node-types', '/api/workflows', '/api/workflows/a%22%3E%3Cscript%3E']);
});

test('files of the page come compressed to a browser that can read that', async () => {
  const { body } = await server.request('GET', '/');
  const [, path = ''] = /src="(\/assets\/libraries-[^"]+)"/.exec(body) ?? [];
  const encodings = await Promise.all(['br', 'gzip', 'identity'].map(async (encoding) => (await server.request('GET', path, undefined, { 'accept-encoding': encoding })).headers.get('content-encoding')));
  expect(encodings).toEqual(['br', 'gzip', null]);
});

test.each([
  ['without a token', {}],
  ['with a wrong token', { authorization: 'Bearer wrong' }],
  ['from a foreign page', { origin: 'http://evil.example', own: 'yes' }],
  ['for a foreign host', { host: 'evil.example', own: 'yes' }],
])('a socket %s is refused', async (_, { own, ...headers }: Record<string, string>) => {
  const extraHeaders = { ...(own ? { authorization: `Bearer ${server.token}` } : {}), ...headers };
  // The client of the long-polling transport writes its own Host header.
  for (const transport of 'host' in headers ? ['websocket'] : ['websocket', 'polling']) {
    const socket = io(server.url, { extraHeaders, transports: [transport], reconnection: false, forceNew: true });
    const outcome = await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', () => resolve('refused'));
    });
    socket.disconnect();
    expect([transport, outcome]).toEqual([transport, 'refused']);
  }
});

test.each([
  ['{"document":', 'application/json', 400, 'not valid JSON'],
  ['{"__proto__":{"a":1}}', 'application/json', 400, 'not valid JSON'],
  ['a=b', 'application/x-www-form-urlencoded', 415, 'application/json'],
  ['text', 'text/plain', 415, 'application/json'],
  ['{"cron":5}', 'application/json', 400, 'body.cron: Invalid input: expected string, received number'],
])('the body %s of type %s is refused with %d', async (body, type, status, message) => {
  const answer = await server.request('POST', '/api/schedules/preview', body, { 'content-type': type });
  expect(answer).toMatchObject({ status, body: { statusCode: status, message: expect.stringContaining(message) } });
});

test('a body beyond the limit is refused with 413 before it is read', async () => {
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', 'content-length': String(33 * 1024 * 1024) };
  const { status, body } = await raw('POST', '/api/validate', headers);
  expect([status, JSON.parse(body)]).toEqual([413, { statusCode: 413, message: 'The request is too large' }]);
});

test('a file is uploaded under a safe name, listed, and replaced by one of the same name', async () => {
  const bytes = { 'content-type': 'application/octet-stream' };
  expect(await server.request('POST', '/api/files?name=..%2Fmail.csv', 'a,b\n', bytes)).toMatchObject({ status: 201, body: { path: 'mail.csv', bytes: 4 } });
  expect(await server.request('POST', '/api/files?name=mail.csv', 'a,b\n1,2\n', bytes)).toMatchObject({ status: 201, body: { path: 'mail.csv', bytes: 8 } });
  expect((await server.request('GET', '/api/files')).body).toContainEqual({ path: 'mail.csv', bytes: 8 });
  expect((await server.request('POST', '/api/files?name=x.csv', { a: 1 })).status).toBe(415);
  expect((await server.request('POST', '/api/files', 'a', bytes)).status).toBe(400);
});

test('what is asked of an artifact is checked before anything is looked for', async () => {
  const hash = '0'.repeat(64);
  expect((await server.request('GET', '/api/artifacts/..%2F..%2Ftoken/value')).status).toBe(400);
  expect((await server.request('GET', `/api/artifacts/${hash}/value`)).status).toBe(404);
  expect((await server.request('GET', `/api/artifacts/${hash}/table`)).status).toBe(404);
  expect((await server.request('GET', `/api/artifacts/${hash}/files`)).status).toBe(404);
  expect((await server.request('GET', `/api/artifacts/${hash}/table?limit=501`)).status).toBe(400);
  expect((await server.request('GET', `/api/artifacts/${hash}/table?offset=-1`)).status).toBe(400);
});

test('an unknown model or deployment is a 404 that says so', async () => {
  expect(await server.request('GET', '/api/models/none')).toMatchObject({ status: 404, body: { message: 'There is no model "none"' } });
  expect(await server.request('POST', '/api/deployments/none/predict', { inputs: 'x' })).toMatchObject({ status: 404, body: { message: 'There is no deployment "none"' } });
  expect(await server.request('POST', '/api/deployments', { name: 'a', model: 'none' })).toMatchObject({ status: 404 });
  expect(await server.request('POST', '/api/deployments', { name: 'A b', model: 'none' })).toMatchObject({ status: 400 });
  expect((await server.request('GET', '/api/deployments')).body).toEqual([]);
});

test.each([
  [{ inputs: 5 }, 400, 'body.inputs: must be string or array'],
  [{ inputs: [] }, 400, 'expected array to have >=1 items'],
  [{ inputs: ['a', 5] }, 400, 'body.inputs.1'],
  [{ inputs: 'a', model: '/etc/passwd' }, 400, 'Unrecognized key: "model"'],
  [{ inputs: 'a'.repeat(100_001) }, 413, '100000 characters'],
  [{ inputs: Array.from({ length: 257 }, () => 'a') }, 413, '256 items'],
])('a prediction request is refused when it holds anything but texts, or too many', async (body, status, message) => {
  const answer = await server.request('POST', '/api/deployments/none/predict', body);
  expect(answer.status).toBe(status);
  expect(answer.body.message).toContain(message);
});

test('the log and the output never hold the token, except in the link', async () => {
  await server.request('GET', `/?token=${server.token}`);
  const lines = server.output.split('\n').filter((line) => line.includes(server.token));
  expect(lines.map((line) => line.trim())).toEqual([`${server.url}/?token=${server.token}`]);
});
