import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { say, told, type Phrase, type Problem } from '@millrace/workflow';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { Refusal } from './refusal.ts';

/** Answers every error with `{statusCode, message, diagnostics?}`. What is our fault is logged and not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.statusCode >= 500) this.#log.error({ err: error, route: reply.request.routeOptions.url }, 'A request failed');
    if (error instanceof Refusal) void reply.headers({ ...error.headers });
    void reply.code(problem.statusCode).type('application/json').send(problem);
  }
}

/** What a caller is told of an error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) {
    const { statusCode, words, diagnostics } = error;
    return { statusCode, ...told(words), ...(diagnostics ? { diagnostics: [...diagnostics] } : {}) };
  }
  const statusCode = error instanceof HttpException ? error.getStatus() : fastifyStatus(error);
  if (statusCode !== undefined && error instanceof Error) return { statusCode, ...told(clearer[statusCode] ?? error.message) };
  return { statusCode: 500, ...told(say`Something went wrong in the server; its log says what.`) };
}

const clearer: Readonly<Record<number, Phrase>> = {
  413: say`The request is too large`,
  415: say`Send JSON with the content type "application/json" (files: "application/octet-stream")`,
};

/** Fastify's own refusals carry a code and a status below 500: a URL that is malformed, a body that is no JSON, … */
function fastifyStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error) || !('code' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
