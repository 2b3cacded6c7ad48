import type { FastifyInstance } from 'fastify';
import { ApiError } from './problem.ts';

const mostDepth = 64;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** Finds what a body may not be: nested deeper than 64 levels, or with keys that reach a prototype. */
export function refuseJson(value: unknown): string | undefined {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostDepth) return `The JSON is nested deeper than ${mostDepth} levels.`;
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      if (!Array.isArray(item)) {
        for (const key of Object.keys(item)) {
          if (forbidden.has(key)) return `The key ${JSON.stringify(key)} is not allowed.`;
        }
      }
      for (const child of Object.values(item)) next.push(child);
    }
    level = next;
  }
  return undefined;
}

/** JSON is the only body the API reads, whatever the Content-Type tries to be. */
export function installJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(body as string);
    } catch (error) {
      done(new ApiError(400, 'REQUEST_JSON', `The body is not JSON: ${(error as Error).message}`));
      return;
    }
    const reason = refuseJson(value);
    if (reason === undefined) done(null, value);
    else done(new ApiError(400, 'REQUEST_JSON', reason));
  });
}
