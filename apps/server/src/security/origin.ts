import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Why a request is refused before anything looks at its path. */
export interface Refusal {
  readonly status: 403 | 421;
  readonly code: string;
  readonly detail: string;
}

const hostNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Only the string counts: a name that resolves to this machine is not this machine (DNS rebinding). Two Host
 * headers, none, or a request line with another authority are refused too.
 */
export function refuseHost(request: IncomingMessage, port: number): Refusal | undefined {
  const hosts = valuesOf(request, 'host');
  const isKnown = hosts.length === 1 && hostNames.some((name) => hosts[0] === `${name}:${port}`);
  if (isKnown && request.url?.startsWith('/')) return undefined;
  return {
    status: 421,
    code: 'ACCESS_HOST',
    detail: `This server answers to http://127.0.0.1:${port} only.`,
  };
}

/**
 * A page of another origin may neither read nor change. Browsers say who asks by Origin and Sec-Fetch-Site; with a
 * cookie, a mutation (and a websocket) must say so. `isNavigation` allows following a link to the page itself.
 */
export function refuseOrigin(
  request: IncomingMessage,
  port: number,
  rule: { readonly mustHaveOrigin: boolean; readonly isNavigation: boolean },
): Refusal | undefined {
  const origins = valuesOf(request, 'origin');
  const refusal = (detail: string): Refusal => ({ status: 403, code: 'ACCESS_ORIGIN', detail });
  if (origins.length > 1) return refusal('The request has two Origin headers.');
  const [origin] = origins;
  if (origin !== undefined && !hostNames.some((name) => origin === `http://${name}:${port}`)) {
    return refusal('Pages of another origin may not call this server.');
  }
  if (origin === undefined && rule.mustHaveOrigin) {
    return refusal('A request with a cookie must carry its Origin.');
  }
  const site = header(request.headers, 'sec-fetch-site');
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  const isLink = rule.isNavigation && header(request.headers, 'sec-fetch-mode') === 'navigate';
  if (!isOwn && !isLink) return refusal('Pages of another site may not call this server.');
  return undefined;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** All values of a header as they were sent; Node's own table drops repeated ones. */
function valuesOf(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    if (request.rawHeaders[i]?.toLowerCase() === name) values.push(request.rawHeaders[i + 1] ?? '');
  }
  return values;
}
