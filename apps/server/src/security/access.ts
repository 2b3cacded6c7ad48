import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fastifyCookie } from '@fastify/cookie';

const linkLifetimeMs = 10 * 60_000;
const mostSessions = 100;

/** Somebody who may call the API. `csrf` is undefined for bearers, who need none. */
export interface Caller {
  readonly id: string;
  readonly csrf: string | undefined;
}

/** Decides who may call: one-time links become cookies, and a token in a private file serves programs. */
export interface Access {
  /** A new one-time token for a link, good for ten minutes. */
  createLink(): string;
  /** Spends a one-time token; gives the value of the session cookie. */
  redeem(token: string): string | undefined;
  /** The caller of a request, from its `cookie` and `authorization` headers. */
  callerOf(headers: {
    readonly cookie?: string | undefined;
    readonly authorization?: string | undefined;
  }): Caller | undefined;
  cookieName(): string;
}

/**
 * Keeps its secrets under `folder` with mode 0600, sessions only as hashes, so that pages stay signed in when the
 * server restarts. The CSRF value is bound to the session by a secret of the server: the cookie alone (which a
 * browser also sends to other ports of this host) does not give it.
 */
export function createAccess(folder: string, port: () => number, now: () => number = Date.now): Access {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = keep(join(folder, 'secret'));
  const token = keep(join(folder, 'token'));
  const sessionsFile = join(folder, 'sessions.json');
  const sessions = new Set<string>(readSessions(sessionsFile));
  const links = new Map<string, number>();

  const cookieName = (): string => `sluice_${port()}`;

  return {
    cookieName,
    createLink() {
      for (const [link, end] of links) if (end <= now()) links.delete(link);
      const link = randomToken();
      links.set(hash(link), now() + linkLifetimeMs);
      return link;
    },
    redeem(link) {
      const key = hash(link);
      const end = links.get(key);
      links.delete(key);
      if (end === undefined || end <= now()) return undefined;
      const session = randomToken();
      sessions.add(hash(session));
      for (const oldest of sessions) {
        if (sessions.size <= mostSessions) break;
        sessions.delete(oldest);
      }
      try {
        writeFileSync(sessionsFile, JSON.stringify([...sessions]), { mode: 0o600 });
      } catch {
        // A full disk locks nobody out: the session is good until the server stops.
      }
      return session;
    },
    callerOf(headers) {
      const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
      if (bearer !== undefined) return isEqual(bearer, token) ? { id: 'bearer', csrf: undefined } : undefined;
      const session = fastifyCookie.parse(headers.cookie ?? '')[cookieName()];
      if (session === undefined) return undefined;
      const id = hash(session);
      if (!sessions.has(id)) return undefined;
      return { id, csrf: createHmac('sha256', secret).update(session).digest('base64url') };
    },
  };
}

/** Compares two texts in a time that tells nothing about where they differ. */
export function isEqual(a: string, b: string): boolean {
  const [x, y] = [createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest()];
  return timingSafeEqual(x, y);
}

function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function keep(path: string): string {
  if (existsSync(path)) {
    const value = readFileSync(path, 'utf8').trim();
    if (value.length >= 32) return value;
  }
  const value = randomToken();
  writeFileSync(path, `${value}\n`, { mode: 0o600 });
  return value;
}

function readSessions(path: string): string[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  } catch {
    // Missing or damaged: everybody signs in again.
    return [];
  }
}
