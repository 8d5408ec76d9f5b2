import { problemSchema } from '@millrace/workflow';
import { z } from 'zod';
import type { Operation } from '../http/operation.ts';
import type { RegisteredRoute } from './registered-routes.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the registered routes. */
export function openApiDocument(routes: readonly RegisteredRoute[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { method, path, operation } of routes) {
    if (!operation) continue;
    const key = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[key] = { ...paths[key], [method.toLowerCase()]: describe(method, key, operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Millrace', version, description: 'Build machine-learning pipelines, watch them run, call the deployed model.', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of the server: MILLRACE_TOKEN, or the one in the link it prints.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'millrace-<port>', description: 'Set by opening the link that the server prints.' },
      },
    },
  };
}

function describe(method: string, path: string, operation: Operation): Json {
  const parameters = [...parametersOf('path', operation.params), ...parametersOf('query', operation.query)];
  const content = operation.body
    ? { 'application/json': { schema: schemaOf(operation.body, 'input') } }
    : operation.stream ? { [operation.stream]: { schema: { type: 'string', format: 'binary' } } } : undefined;
  return {
    operationId: operationId(method, path),
    summary: operation.summary,
    tags: [operation.tag],
    ...(operation.public ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: {
      [operation.status ?? 200]: {
        description: 'Done.',
        ...(operation.answer ? { content: { 'application/json': { schema: schemaOf(operation.answer, 'output') } } } : {}),
        ...(operation.file ? { content: Object.fromEntries(operation.file.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) } : {}),
      },
      ...Object.fromEntries(problemsOf(operation).map((status) => [status, refusal(status)])),
    },
  };
}

function problemsOf(operation: Operation): number[] {
  const always = [...(operation.params || operation.query || operation.body ? [400] : []), ...(operation.public ? [] : [401]), 403];
  return [...new Set([...always, ...(operation.problems ?? []), ...(operation.tooLarge ? [413] : [])])].sort((a, b) => a - b);
}

const reasons: Readonly<Record<number, string>> = {
  400: 'The request does not fit; the message says where.',
  401: 'No token, or not the one of this server.',
  403: 'The Host or Origin is not allowed.',
  404: 'There is no such thing.',
  409: 'Something else was saved in between, or the thing is in use.',
  413: 'The request is too large.',
  415: 'The content type is not accepted.',
  422: 'The workflow is not valid; the diagnostics say where and why.',
  429: 'Too many requests wait already; try again after `Retry-After` seconds.',
  502: 'The model worker could not answer.',
  503: 'Not ready yet.',
};

function refusal(status: number): Json {
  return {
    description: reasons[status] ?? 'Refused.',
    ...(status === 429 ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait.' } } } : {}),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: property }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** `get /api/workflows/{id}/versions` → `getWorkflowsByIdVersions`. */
function operationId(method: string, path: string): string {
  const words = path.replace('/api', '').split(/[/.]/).filter(Boolean).map((part) => {
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    const word = (name ? `by-${name}` : part).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return word.charAt(0).toUpperCase() + word.slice(1);
  });
  return method.toLowerCase() + words.join('');
}
