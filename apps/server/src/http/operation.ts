// One description of an endpoint serves three ends: its input is parsed with it, its document is generated from it, and
// the guard reads from it whether a stranger may call.
import { applyDecorators, createParamDecorator, HttpCode, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { joined, say, wordsOfIssue } from '@millrace/workflow';
import { Refusal } from './refusal.ts';

export interface Operation<Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly tag: string;
  /** No token is needed. */
  readonly public?: boolean;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The content type of a body that is streamed, not parsed. */
  readonly stream?: string;
  /** Of the answer when all is well; 200 when left out. */
  readonly status?: number;
  readonly answer?: z.ZodType;
  /** The content types of an answer that is a file. */
  readonly file?: readonly string[];
  /** Statuses of the refusals it may answer with, beside 400, 401, 403 and 500. */
  readonly problems?: readonly number[];
  /** A body with more than the schema allows is answered with 413. */
  readonly tooLarge?: boolean;
}

/** The parsed input of an operation. */
export interface InputOf<O extends Operation> {
  readonly params: O extends { params: infer P extends z.ZodType } ? z.output<P> : undefined;
  readonly query: O extends { query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
  readonly body: O extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;
}

/** Describes an endpoint, keeping the types of its schemas. */
export function operation<const O extends Operation>(description: O): O {
  return description;
}

/** Binds a description to a controller's method. */
export function Endpoint(description: Operation): MethodDecorator {
  return applyDecorators(RouteConfig({ operation: description }), HttpCode(description.status ?? 200));
}

/** The description that is bound to a request's route. */
export function operationOf(request: FastifyRequest): Operation | undefined {
  const { config } = request.routeOptions;
  return 'operation' in config ? (config.operation as Operation) : undefined; // only Endpoint writes this key
}

/** Hands a controller's method its parsed input. Throws a Refusal that names what does not fit. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const description = operationOf(request);
  return {
    params: parsePart('path', description?.params, request.params),
    query: parsePart('query', description?.query, request.query),
    body: parsePart('body', description?.body, request.body, description?.tooLarge),
  };
});

function parsePart(part: string, schema: z.ZodType | undefined, value: unknown, tooLarge = false): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(part === 'body' && value === undefined ? {} : value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => (issue.code === 'invalid_union' ? nearest(issue) : [issue]));
  const status = tooLarge && issues.some((issue) => issue.code === 'too_big') ? 413 : 400;
  throw new Refusal(status, joined(issues.slice(0, 5).map((issue) => say`${[part, ...issue.path].join('.')}: ${wordsOfIssue(issue)}`), '; '));
}

/** Of the branches of a union, the issues of the one that got furthest. */
function nearest(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  if (issue.errors.length === 0) return [issue]; // no branch was tried: what tells them apart is missing or unknown
  const branches = issue.errors.map((branch) => branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  const depth = (branch: z.core.$ZodIssue[]) => Math.max(0, ...branch.map((inner) => inner.path.length + (inner.code === 'too_big' ? 100 : 0)));
  const best = branches.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
  const kinds = new Set(branches.flat().filter((inner) => inner.code === 'invalid_type' && inner.path.length === issue.path.length));
  return kinds.size === branches.length && branches.length > 1
    ? [{ ...issue, message: `must be ${[...kinds].map((inner) => (inner.code === 'invalid_type' ? inner.expected : '')).join(' or ')}` }]
    : best;
}
