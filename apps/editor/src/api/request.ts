import { problemSchema, type Diagnostic } from '@millrace/workflow';
import type { z } from 'zod';
import { said, t } from '../i18n/i18n.ts';

/** A request that the server refused, or that never reached it (`status` 0). */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];

  constructor(status: number, message: string, diagnostics: readonly Diagnostic[] = [], options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.diagnostics = diagnostics;
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON, or as it is when it is a Blob. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Asks the server and lets in only what the schema knows. Throws a RequestError that says what to do. */
export async function request<Schema extends z.ZodType>(path: string, schema: Schema, options: RequestOptions = {}): Promise<z.output<Schema>> {
  const answer = await send(path, options);
  const text = await answer.text();
  const result = schema.safeParse(text === '' ? undefined : parseJson(text, path));
  if (!result.success) {
    throw new RequestError(answer.status, t('The server\'s answer to {{path}} is not what this page expects: reload the page', { path }), [], { cause: result.error });
  }
  return result.data;
}

async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  const raw = body instanceof Blob;
  const type = raw ? 'application/octet-stream' : 'application/json';
  const answer = await fetch(path, {
    method,
    ...(signal ? { signal } : {}),
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body), headers: { 'content-type': type } }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new RequestError(0, t('The server does not answer: is it still running?'), [], { cause });
  });
  if (answer.ok) return answer;
  const text = await answer.text();
  const problem = problemSchema.safeParse(tryJson(text));
  if (problem.success) throw new RequestError(answer.status, said(problem.data), problem.data.diagnostics);
  throw new RequestError(answer.status, t('The server answered {{status}} to {{request}}', { status: answer.status, request: `${method} ${path}` }));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError(0, t('The server\'s answer to {{path}} is not JSON', { path }), [], { cause });
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
