import * as z from 'zod';

/**
 * Shapes of the REST interface under `/api/v1`. Requests are checked with these schemas on the server. Mutations
 * carry `x-sluice-csrf`; errors are {@link Problem} documents.
 *
 *   GET  /session                    Session
 *   POST /session/links              { url }: a new one-time link
 *   GET  /flows                      FlowSummary[]
 *   POST /flows                      CreateFlowRequest -> 201 FlowState
 *   GET  /flows/:id                  FlowState
 *   POST /flows/:id/changes          ChangeRequest -> ChangeAccepted, or 409 with `conflict`
 *   POST /flows/:id/duplicate        -> 201 FlowState
 *   DELETE /flows/:id                204
 *   POST /flows/:id/checks           { diagnostics }
 *   GET  /flows/:id/plan             the plan as `sluice explain --json` prints it, or 422 with `diagnostics`
 *   GET  /flows/:id/exports/:target  { files: [{ path, content }], diagnostics }
 *   POST /checks                     { text } or { flow } -> { diagnostics }
 *   GET  /runs  GET /runs/:id        RunInfo[]  RunInfo
 *   POST /runs                       { flow, seed? } -> 201 RunInfo, or 422 with `diagnostics`
 *   POST /runs/:id/stop              RunInfo
 *   POST /runs/:id/kill              RunInfo: kills the engine process; it recovers
 *   POST /runs/:id/workers/:n/kill   RunInfo: kills a worker thread of a topology; it starts again
 *   POST /runs/:id/replay            ReplayCommand -> RunInfo
 *   POST /runs/:id/faults            FaultRequest -> RunInfo
 *   POST /runs/:id/configure         { component, field, value } -> RunInfo
 *   GET  /runs/:id/metrics           RunHistory (`?seconds=N`)
 *   GET  /runs/:id/snapshot          RunSnapshot
 *   GET  /runs/:id/dead-letters      DeadLetters
 *   GET  /runs/:id/flume-metrics     Flume's own JSON counters
 *   GET  /examples                   Example[]
 *   GET  /datasets                   DatasetInfo[]
 *   GET  /catalog  GET /catalog/:id  components with their fields and targets
 *   GET  /openapi.json               OpenAPI 3.1
 */

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

/** How long a stop may wait for what is in flight; left out, 5 s. */
export const stopRunSchema = z
  .strictObject({ graceMs: z.number().int().min(0).max(600_000).optional() })
  .nullish();

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
  /** With 409 `FLOW_STALE`: what others did since `base`, and the flow as it is now. */
  readonly conflict?: { readonly current: unknown; readonly theirs: readonly unknown[] };
}
