import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contentSecurityPolicy } from '../auth/guard.ts';
import { sameSecret } from '../auth/token.ts';

export interface EditorShellOptions {
  /** The built editor. */
  readonly folder: string;
  readonly token: string;
  readonly cookieName: () => string;
}

const pageParams = z.object({ id: z.string().optional() });
const link = z.object({ token: z.string().max(4096).optional() });
/** The addresses that the editor writes into the browser's address bar. */
const pages = ['/', '/workflows/:id', '/workflows/:id/runs/:runId'];
/** What the page asks for first: the browser does so while it reads the scripts. */
const firstAnswers = ['/api/node-types', '/api/workflows'];
/** The bundler puts a hash of the content into these names, so they never change. */
const hashedName = /-[\w-]{8}\.\w+$/;
const shell = { config: { shell: true } };

/**
 * Serves the built editor, which holds no secrets and so is public, and turns the token of the start-up link into a
 * cookie that scripts cannot read.
 */
export async function serveEditor(server: FastifyInstance, { folder, token, cookieName }: EditorShellOptions): Promise<void> {
  const built = existsSync(folder);
  await server.register(fastifyStatic, { root: built ? folder : process.cwd(), serve: false, cacheControl: false, preCompressed: true });

  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const { data } = link.safeParse(request.query);
    if (data?.token !== undefined) {
      if (!sameSecret(data.token, token)) {
        return reply.code(401).type('text/plain').send('This link is not the one of this server any more. Use the link that the server printed when it started.\n');
      }
      const [path = '/'] = request.url.split('?');
      return reply.header('set-cookie', `${cookieName()}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`).redirect(path, 303);
    }
    if (!built) return reply.code(503).type('text/plain').send('The editor is not built. Run: npm run build\n');
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({ 'cache-control': 'no-store', 'content-security-policy': contentSecurityPolicy(request.headers.host ?? '', nonce) })
      .type('text/html; charset=utf-8')
      .send(headed(await readFile(join(folder, 'index.html'), 'utf8'), { nonce, workflowId: pageParams.parse(request.params).id }));
  };
  for (const path of pages) server.get(path, shell, page);

  if (!built) return;
  server.get('/assets/*', shell, (request, reply) => {
    const { '*': path } = z.object({ '*': z.string() }).parse(request.params);
    return reply.header('cache-control', hashedName.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache').sendFile(`assets/${path}`);
  });
  for (const name of ['favicon.ico', 'favicon.svg', 'robots.txt', 'manifest.webmanifest'].filter((file) => existsSync(`${folder}/${file}`))) {
    server.get(`/${name}`, shell, (_request, reply) => reply.header('cache-control', 'no-cache').sendFile(name));
  }
}

/** The page with its nonce where the editor, and the bundler's loader of lazy parts, look for it, and with what it will ask for first. */
function headed(html: string, { nonce, workflowId }: { readonly nonce: string; readonly workflowId: string | undefined }): string {
  const answers = workflowId === undefined ? firstAnswers : [...firstAnswers, `/api/workflows/${encodeURIComponent(workflowId)}`];
  const links = answers.map((path) => `<link rel="preload" as="fetch" crossorigin href="${path}" />`);
  return html.replace('<head>', ['<head>', `<meta property="csp-nonce" nonce="${nonce}" />`, ...links].join('\n    '));
}
