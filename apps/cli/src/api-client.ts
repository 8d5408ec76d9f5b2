import { problemSchema, type Problem } from '@millrace/workflow';
import { z } from 'zod';
import type { ServerAddress } from './find-server.ts';
import { CommandFailed } from './usage-error.ts';

/** The server refused; `problem` holds what it said. */
export class ServerRefused extends CommandFailed {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The server's HTTP API, as far as the commands need it. */
export class ApiClient {
  readonly #server: ServerAddress;

  constructor(server: ServerAddress) {
    this.#server = server;
  }

  get<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> {
    return this.#send('GET', path, undefined, schema);
  }

  post<Answer>(path: string, body: unknown, schema: z.ZodType<Answer>): Promise<Answer> {
    return this.#send('POST', path, body, schema);
  }

  put<Answer>(path: string, body: unknown, schema: z.ZodType<Answer>): Promise<Answer> {
    return this.#send('PUT', path, body, schema);
  }

  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path, undefined, z.undefined());
  }

  async #send<Answer>(method: string, path: string, body: unknown, schema: z.ZodType<Answer>): Promise<Answer> {
    const response = await fetch(new URL(path, this.#server.url), {
      method,
      headers: { authorization: `Bearer ${this.#server.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new CommandFailed(`The server at ${this.#server.url} does not answer.`, { cause });
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (response.ok) return schema.parse(answer);
    const problem = problemSchema.safeParse(answer);
    throw new ServerRefused(problem.data ?? { statusCode: response.status, message: `The server answered ${response.status}.` });
  }
}
