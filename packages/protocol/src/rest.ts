import * as z from 'zod';

/** Shapes of the REST interface under `/api/v1`. Requests are checked with these schemas on the server. */

export const patchSchema = z.strictObject({
  op: z.enum(['add', 'replace', 'remove']),
  path: z
    .array(z.union([z.string().max(200), z.number().int().nonnegative()]))
    .min(1)
    .max(32),
  value: z.unknown().optional(),
});

/** `POST /flows/:id/changes`: apply one gesture. Merges by property when `base` is older and nothing collides, else 409. */
export const changeRequestSchema = z.strictObject({
  client: z.string().min(1).max(64),
  base: z.number().int().nonnegative(),
  label: z.string().max(200),
  patches: z.array(patchSchema).min(1).max(20_000),
});
export type ChangeRequest = z.infer<typeof changeRequestSchema>;

/** `POST /flows`. Exactly one origin: an example id, a text to import, a whole flow, or nothing for an empty flow. */
export const createFlowSchema = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  example: z.string().max(80).optional(),
  text: z.string().max(5_000_000).optional(),
  flow: z.unknown().optional(),
});
export type CreateFlowRequest = z.infer<typeof createFlowSchema>;

export const startRunSchema = z.strictObject({
  flow: z.string().min(1).max(80),
  seed: z.number().int().optional(),
});

export const replayCommandSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('pause'), component: z.string().optional() }),
  z.strictObject({ action: z.literal('resume'), component: z.string().optional() }),
  z.strictObject({
    action: z.literal('seek'),
    component: z.string().optional(),
    position: z.number().int().nonnegative(),
  }),
  /** Records per second; null is as fast as possible. */
  z.strictObject({
    action: z.literal('rate'),
    component: z.string().optional(),
    rate: z.number().positive().nullable(),
  }),
  z.strictObject({ action: z.literal('loop'), component: z.string().optional(), isLooping: z.boolean() }),
]);
export type ReplayCommand = z.infer<typeof replayCommandSchema>;

export const faultRequestSchema = z.strictObject({
  component: z.string().min(1),
  failFraction: z.number().min(0).max(1).optional(),
  dropFraction: z.number().min(0).max(1).optional(),
  delayMs: z.number().min(0).max(60_000).optional(),
});
export type FaultRequest = z.infer<typeof faultRequestSchema>;

export const configureRequestSchema = z.strictObject({
  component: z.string().min(1),
  field: z.string().min(1),
  value: z.unknown(),
});

/** RFC 9457 problem document; `code` is the diagnostic or error code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly help?: string;
  readonly diagnostics?: readonly unknown[];
}
