import * as z from 'zod';

// The page's content policy forbids eval, and even trying it is reported.
z.config({ jitless: true });

/** Newest minor version this build writes; documents of a newer one keep what it does not know. */
export const currentMinor = 0;

/** Most components, connections and characters a document may have. */
export const limits = {
  components: 2_000,
  connections: 5_000,
  systems: 500,
  texts: 100,
  characters: 20_000_000,
};

/** What an id looks like: a short slug. Ids are keys of JSON objects, so names of Object.prototype stay out. */
export const idPattern = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** Says whether a key may be used in a document. */
export function isSafeKey(key: string): boolean {
  return !forbidden.has(key);
}

/** How deep values may nest. */
const deepest = 40;

/** The reason why a value may not be in a document whatever its shape, or undefined. Looks without recursion. */
export function findUnsafe(value: unknown): string | undefined {
  const open: (readonly [unknown, number])[] = [[value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [item, depth] = next;
    if (typeof item !== 'object' || item === null) continue;
    if (depth > deepest) return `A value is nested more than ${deepest} levels deep.`;
    for (const key of Object.keys(item)) {
      if (!isSafeKey(key)) return `There is a key named ${key}, which no flow may have.`;
      open.push([(item as Record<string, unknown>)[key], depth + 1]);
    }
  }
  return undefined;
}

const id = z
  .string()
  .regex(idPattern, 'An id is a lower-case slug of at most 64 characters')
  .refine(isSafeKey);
const label = z.string().max(500);
const json: z.ZodType = z.json();
const config = z.record(z.string().min(1).max(200).refine(isSafeKey), json);
const extra = z.record(z.string().min(1).max(1_000).refine(isSafeKey), z.string().max(100_000));
const coordinate = z.number().min(-1_000_000).max(1_000_000);

function size<T extends z.ZodType>(value: T, most: number, noun: string): z.ZodRecord<typeof id, T> {
  return z
    .record(id, value)
    .refine((map) => Object.keys(map).length <= most, `A flow holds at most ${most} ${noun}.`) as never;
}

function shape(object: <T extends z.ZodRawShape>(shape: T) => z.ZodObject<T>) {
  const end = object({ component: id, port: z.string().min(1).max(64) });
  const position = object({ x: coordinate, y: coordinate });
  return object({
    version: object({ major: z.literal(1), minor: z.number().int().nonnegative() }),
    name: z.string().min(1).max(200),
    summary: z.string().max(10_000),
    texts: size(object({ language: label, content: z.string().max(5_000_000) }), limits.texts, 'texts'),
    systems: size(
      object({ type: label, name: label, config, extra: extra.optional(), text: id.optional() }),
      limits.systems,
      'systems',
    ),
    components: size(
      object({
        type: label,
        name: label,
        system: id,
        config,
        extra: extra.optional(),
        host: id.optional(),
        order: z.number().optional(),
      }),
      limits.components,
      'components',
    ),
    connections: size(object({ from: end, to: end, config }), limits.connections, 'connections'),
    layout: object({
      components: z.record(id, position),
      systems: z.record(
        id,
        object({ x: coordinate, y: coordinate, width: coordinate.min(1), height: coordinate.min(1) }),
      ),
    }),
  });
}

/** Schema of the document this build writes: every key is known. */
export const flowSchema = shape((s) => z.strictObject(s) as never);
/** Schema of a document of a newer minor version: unknown keys are kept. */
export const newerFlowSchema = shape((s) => z.looseObject(s) as never);
