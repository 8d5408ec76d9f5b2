import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

let routes: { method: string; path: string; described: boolean }[];
let document: any;
beforeAll(async () => {
  const program = fork(fileURLToPath(new URL('./fixtures/print-routes.mjs', import.meta.url)), { execArgv: [] });
  const [[said]] = await Promise.all([once(program, 'message'), once(program, 'exit')]);
  ({ routes, document } = said);
});

test('the document describes exactly the routes that the server has', () => {
  const described = Object.entries<object>(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  const registered = routes.filter(({ described }) => described).map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.toSorted()).toEqual(registered.toSorted());
});

test('what the document leaves out is the editor: pages and their files', () => {
  const others = routes.filter(({ described }) => !described).map(({ method, path }) => `${method} ${path}`);
  for (const route of others) expect(route).toMatch(/^GET \/(workflows\/:id(\/runs\/:runId)?|assets\/\*|[\w.-]+\.\w+)?$/);
});

test('every path parameter is described, every answer and refusal has a schema, and every operation has a name of its own', () => {
  const names: string[] = [];
  for (const [path, methods] of Object.entries<Record<string, any>>(document.paths)) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const operation of Object.values(methods)) {
      names.push(operation.operationId);
      const given = (operation.parameters ?? []).filter((parameter: any) => parameter.in === 'path').map((parameter: any) => parameter.name);
      expect([path, given.toSorted()]).toEqual([path, wanted.toSorted()]);
      for (const [status, answer] of Object.entries<any>(operation.responses)) {
        if (status !== '204') expect([path, status, typeof Object.values<any>(answer.content ?? {})[0]?.schema]).toEqual([path, status, 'object']);
      }
    }
  }
  expect(new Set(names).size).toBe(names.length);
});

test('the document is OpenAPI 3.1 with a bearer token for everything but the health check', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
  expect(document.security).toContainEqual({ bearer: [] });
  expect(document.paths['/api/health'].get.security).toEqual([]);
  expect(document.paths['/api/deployments/{name}/predict'].post.requestBody.content['application/json'].schema.required).toEqual(['inputs']);
});
