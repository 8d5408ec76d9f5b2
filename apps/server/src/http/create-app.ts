import { Module, type INestApplication, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AdmissionRules } from '../auth/admission.ts';
import { guard } from '../auth/guard.ts';
import { serveEditor } from '../editor/editor-shell.ts';
import { GuardedIoAdapter } from '../gateway/guarded-io-adapter.ts';
import { nestLogger } from '../logging/nest-logger.ts';
import { RegisteredRoutes } from '../openapi/registered-routes.ts';
import { acceptBodies, maximumBodyBytes } from './json-body.ts';
import { ProblemFilter, problemOf } from './problem.filter.ts';

export interface AppParts {
  readonly controllers: Type[];
  readonly providers: Provider[];
  readonly log: Logger;
  /** Asked anew for every request: the port is known only once the server listens. */
  readonly rules: () => AdmissionRules;
  readonly editorFolder: string;
  readonly token: string;
}

export interface App {
  readonly nest: INestApplication;
  readonly http: FastifyInstance;
  readonly routes: RegisteredRoutes;
}

/** Puts the guard, the routes, the sockets and the editor together. The caller listens and closes. */
export async function createApp({ controllers, providers, log, rules, editorFolder, token }: AppParts): Promise<App> {
  const adapter = new FastifyAdapter({
    bodyLimit: maximumBodyBytes,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error);
      void reply.code(problem.statusCode).send(problem);
    },
  });
  const http: FastifyInstance = adapter.getInstance();
  const routes = new RegisteredRoutes(http);
  guard(http, rules);
  acceptBodies(http);

  @Module({ controllers, providers: [...providers, { provide: RegisteredRoutes, useValue: routes }] })
  class ServerModule {}

  const nest = await NestFactory.create<NestFastifyApplication>(ServerModule, adapter, { logger: nestLogger(log), bodyParser: false, abortOnError: false });
  nest.useGlobalFilters(new ProblemFilter(log));
  nest.useWebSocketAdapter(new GuardedIoAdapter(nest, rules));
  await serveEditor(http, { folder: editorFolder, token, cookieName: () => rules().cookieName });
  await nest.init();
  await http.ready();
  return { nest, http, routes };
}
