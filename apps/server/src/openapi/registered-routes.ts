import type { FastifyInstance } from 'fastify';
import type { Operation } from '../http/operation.ts';

export interface RegisteredRoute {
  readonly method: string;
  /** As Fastify writes it: `/api/workflows/:id`. */
  readonly path: string;
  /** Nothing for the files of the editor. */
  readonly operation?: Operation;
}

/** The routes that the HTTP server really has, noted while they are registered. */
export class RegisteredRoutes {
  readonly #routes: RegisteredRoute[] = [];

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', (route) => {
      const config: object = route.config ?? {};
      const described = 'operation' in config ? { operation: config.operation as Operation } : {}; // only Endpoint writes this key
      for (const method of [route.method].flat()) {
        if (method !== 'HEAD') this.#routes.push({ method, path: route.url, ...described });
      }
    });
  }

  list(): readonly RegisteredRoute[] {
    return this.#routes;
  }
}
