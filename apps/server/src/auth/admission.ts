// Who may come in: the one rule for every HTTP request and every socket. Everything is denied that is not allowed here.
import { isIP } from 'node:net';
import { say, told, type Phrase } from '@millrace/workflow';
import { isLoopback } from '../settings/settings.ts';
import { sameSecret } from './token.ts';

export interface AdmissionRules {
  readonly token: string;
  /** The address the server listens on. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly cookieName: string;
}

export interface Visit {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** A route that needs no token. Host and Origin are checked all the same. */
  readonly public: boolean;
}

export interface Denial {
  readonly statusCode: 401 | 403;
  readonly message: string;
  readonly words?: Phrase;
}

/** Why a visit is refused; nothing when it may come in. */
export function deny(visit: Visit, rules: AdmissionRules): Denial | undefined {
  const host = header(visit, 'host');
  if (!host || !isAllowedHost(host, rules)) {
    return { statusCode: 403, ...told(say`This server does not answer to the host "${host ?? ''}". Use the address it printed, or name the host in MILLRACE_ALLOWED_HOSTS.`) };
  }
  const origin = header(visit, 'origin');
  if (origin !== undefined && !isSameOrigin(origin, host)) {
    return { statusCode: 403, ...told(say`Pages of ${origin} may not use this server.`) };
  }
  if (visit.public) return undefined;
  const given = bearer(visit) ?? cookie(visit, rules.cookieName);
  if (given === undefined) {
    return { statusCode: 401, ...told(say`A token is needed: open the link that the server printed, or send "Authorization: Bearer <token>".`) };
  }
  if (!sameSecret(given, rules.token)) return { statusCode: 401, ...told(say`The token is not the one of this server.`) };
  return undefined;
}

/**
 * Loopback names, the address listened on, and names that were allowed. A server open to a network also answers to any
 * plain IP address: a page that rebinds its name cannot make the browser send one.
 */
function isAllowedHost(host: string, rules: AdmissionRules): boolean {
  const name = host.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (isLoopback(name) || name === rules.host.toLowerCase()) return true;
  if (rules.allowedHosts.some((allowed) => allowed.toLowerCase() === name || allowed.toLowerCase() === host.toLowerCase())) return true;
  return !isLoopback(rules.host) && isIP(name) !== 0;
}

function isSameOrigin(origin: string, host: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.host === new URL(`${url.protocol}//${host}`).host;
}

function bearer(visit: Visit): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header(visit, 'authorization') ?? '')?.[1];
}

function cookie(visit: Visit, name: string): string | undefined {
  for (const pair of (header(visit, 'cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (pair.slice(0, equals).trim() === name) return decodeCookie(pair.slice(equals + 1).trim());
  }
  return undefined;
}

function decodeCookie(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function header(visit: Visit, name: string): string | undefined {
  const value = visit.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
