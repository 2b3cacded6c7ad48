/** One event of a request to the http source. */
export interface HttpEvent {
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** What the JSON handler makes of a request body: its events, or the status it is answered with. */
export type HttpEvents = readonly HttpEvent[] | { readonly status: 400 | 500; readonly message: string };

const refused = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads a request body as Flume's JSONHandler does: an array of `{"headers": {}, "body": ""}`. */
export function readJsonEvents(text: string): HttpEvents {
  if (text.trim() === '') return { status: 500, message: 'The request has no body.' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { status: 400, message: 'The request is not JSON.' };
  }
  if (!Array.isArray(parsed)) return { status: 400, message: 'The request is not a JSON array of events.' };
  const events: HttpEvent[] = [];
  for (const item of parsed) {
    const event = toEvent(item);
    if (!event) {
      return { status: 400, message: `Event ${events.length + 1} is not {"headers": {…}, "body": "…"}.` };
    }
    events.push(event);
  }
  return events;
}

function toEvent(item: unknown): HttpEvent | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const { headers = {}, body = '' } = item as { headers?: unknown; body?: unknown };
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return undefined;
  if (typeof body !== 'string' && body !== null) return undefined;
  const own: { [name: string]: string } = Object.create(null) as { [name: string]: string };
  for (const [name, value] of Object.entries(headers)) {
    if (refused.has(name)) return undefined;
    if (typeof value === 'string') own[name] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') own[name] = String(value);
    else return undefined;
  }
  return { headers: own, body: body ?? '' };
}

/** The character set a content type names: what the handler reads, or undefined for one it refuses. */
export function requestCharset(contentType: string): 'utf-8' | 'utf-16' | 'utf-32' | undefined {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (charset === undefined || charset === 'utf-8') return 'utf-8';
  return charset === 'utf-16' || charset === 'utf-32' ? charset : undefined;
}
