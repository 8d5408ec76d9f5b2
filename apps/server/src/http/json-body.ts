import type { FastifyInstance } from 'fastify';

/** The largest JSON body, in bytes. */
export const maximumBodyBytes = 32 * 1024 * 1024;

/**
 * Accepts JSON (an empty body counts as none) and, for routes that stream, bytes. Forms are not parsed at all, so that a
 * form on another page can change nothing.
 */
export function acceptBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: maximumBodyBytes }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, String(body), done);
  });
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
    done(null, payload);
  });
}
