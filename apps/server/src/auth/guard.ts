import type { FastifyInstance, FastifyRequest } from 'fastify';
import { operationOf } from '../http/operation.ts';
import { deny, type AdmissionRules } from './admission.ts';

/** Lets no request past that the admission rules deny: routes, static files and paths that do not exist alike. */
export function guard(server: FastifyInstance, rules: () => AdmissionRules): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(securityHeaders(request.headers.host ?? ''));
    const denial = deny({ headers: request.headers, public: isPublic(request) }, rules());
    if (!denial) {
      done();
      return;
    }
    if (denial.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.code(denial.statusCode).send(denial);
  });
}

function isPublic(request: FastifyRequest): boolean {
  return operationOf(request)?.public === true || ('shell' in request.routeOptions.config && request.routeOptions.config.shell === true);
}

/**
 * What a page of this server may load and run: files of its own, and no script or style that is written into the page.
 * Components that make style elements while they run (Mantine, CodeMirror) give them the page's nonce.
 */
export function contentSecurityPolicy(host: string, nonce?: string): string {
  const sockets = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  const styles = nonce === undefined ? '' : ` 'nonce-${nonce}'`;
  return `default-src 'self'; script-src 'self'; style-src 'self'${styles}; img-src 'self' data:; font-src 'self' data:; connect-src 'self'${sockets}; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function securityHeaders(host: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(host),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
