import type { AggregateScope, JsonObject } from '@sluice/ir';
import type { CheckpointStore, Implementation, PullSource } from '@sluice/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, manualPush, programOf, type Setup, setup, stage, type Written } from './harness.ts';

/** Checkpoints in memory, the newest two of each; `bytes` is what it says of their size. */
function memoryCheckpoints(bytes: number) {
  const slots = new Map<string, { state: unknown; entries: JsonObject[] }[]>();
  const store: CheckpointStore = {
    load: (key) => {
      const [older, newest] = slots.get(key) ?? [];
      const found = newest ?? older;
      return found && structuredClone({ state: found.state, entries: found.entries });
    },
    save: (key, state) => {
      slots.set(key, [...(slots.get(key) ?? []), { state: structuredClone(state), entries: [] }].slice(-2));
      return bytes;
    },
    append: (key, entry) => void slots.get(key)?.at(-1)?.entries.push(structuredClone(entry)),
  };
  return {
    store,
    /** The newest checkpoint cannot be read: the one before it has all entries. */
    tear: () => {
      for (const [key, [older, newest]] of slots) {
        if (older && newest) slots.set(key, [{ ...older, entries: [...older.entries, ...newest.entries] }]);
      }
    },
  };
}

/** Gives `rate` records a second from its saved position on. */
function steadySource(records: readonly unknown[], rate: number): Implementation {
  return {
    kind: 'source',
    create: (_config, context): PullSource => {
      const from = Number(context.durable.load()?.position ?? 0);
      const startMs = context.now();
      let at = from;
      return {
        style: 'pull',
        idleMs: 7,
        read: (max) => {
          if (at >= records.length) return 'end';
          const due = from + Math.floor(((context.now() - startMs) * rate) / 1000);
          const part = records.slice(at, Math.min(at + max, due));
          if (part.length === 0) return 'idle';
          at += part.length;
          return batchOf(part, context.now(), 'element');
        },
        commitTo: (count) => context.durable.save({ position: from + count }),
        close: () => {},
      };
    },
  };
}

const element = { shape: 'element', fields: [{ name: 'value', type: 'string' }] } as const;
const pair = {
  shape: 'pair',
  fields: [
    { name: 'key', type: 'string' },
    { name: 'value', type: 'integer' },
  ],
} as const;
const sink = { kind: 'sink', run: 'test.sink', config: {} } as const;
const count = (scope: AggregateScope) =>
  ({
    kind: 'aggregate',
    key: ['key'],
    fold: { kind: 'count' },
    scope,
    result: 'value',
    schema: pair,
  }) as const;
const windowScope = { kind: 'window', lengthMs: 3000, slideMs: 1000 } as const;

const program = programOf(
  { ...stage(500, 100), checkpointIntervalMs: 2000 },
  {
    in: { kind: 'source', run: 'test.source', config: {}, schema: element },
    keyed: {
      kind: 'map',
      assign: [{ field: { name: 'key', type: 'string' }, value: { kind: 'expression', text: 'value' } }],
      keep: true,
      schema: pair,
    },
    state: count({ kind: 'state' }),
    slid: count({ ...windowScope, incremental: true, dropValue: 0 }),
    whole: count({ ...windowScope, incremental: false }),
    window: { kind: 'window', lengthMs: 2000, slideMs: 500, schema: element },
    rawOut: sink,
    stateOut: sink,
    slidOut: sink,
    wholeOut: sink,
    windowOut: sink,
  },
  [
    'in>keyed',
    'in>window',
    'in>rawOut',
    'keyed>state',
    'keyed>slid',
    'keyed>whole',
    'state>stateOut',
    'slid>slidOut',
    'whole>wholeOut',
    'window>windowOut',
  ],
);

const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const records = Array.from({ length: 2000 }, (_, i) => words[(i * i + (i >> 4)) % 7] as string);

/** Records by batch time, as the last write of each batch says. */
function byTime(written: Written, component: string): Map<number, readonly unknown[]> {
  return new Map((written.get(component) ?? []).map((w) => [w.timeMs, w.records]));
}

function counted(values: readonly unknown[]): unknown[] {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return sorted([...counts]);
}

const sorted = (list: readonly unknown[]): unknown[] =>
  [...list].sort((a, b) => (String(a) < String(b) ? -1 : 1));

/** Runs on until everything has been processed, being killed after each of the given times. */
async function live(
  kills: readonly { readonly afterMs: number; readonly downMs: number; readonly isTorn: boolean }[],
  options: { readonly bytes: number; readonly sinkDelayMs: number },
): Promise<{ readonly written: Written; readonly last: Setup }> {
  const checkpoints = memoryCheckpoints(options.bytes);
  const [state, written]: [Map<string, unknown>, Written] = [new Map(), new Map()];
  let nowMs = 1_000_300;
  for (let life = 0; ; life++) {
    const last = await setup(program, {
      startMs: nowMs,
      state,
      written,
      checkpoints: checkpoints.store,
      implementations: { 'test.source': steadySource(records, 400) },
      sinkDelayMs: () => options.sinkDelayMs,
      isStarting: true,
    });
    const kill = kills[life];
    if (kill === undefined) {
      for (let t = nowMs; !last.events.some((e) => e.kind === 'done'); t += 1000) {
        expect(t - nowMs, 'ms until the end').toBeLessThan(60_000);
        await last.clock.advanceTo(t);
      }
      return { written, last };
    }
    // A killed process leaves everything as it is: its clock never goes on.
    await last.clock.advanceTo(nowMs + kill.afterMs);
    nowMs += kill.afterMs + kill.downMs;
    if (kill.isTorn) checkpoints.tear();
  }
}

function check(written: Written): void {
  // A batch that is written again is what it was: nobody who read it before the crash has to take anything back.
  for (const [component, writes] of written) {
    const first = new Map<number, unknown>();
    for (const { timeMs, records: again } of writes) {
      if (first.has(timeMs)) expect(again, `${component} again at ${timeMs}`).toEqual(first.get(timeMs));
      first.set(timeMs, again);
    }
  }
  const raw = byTime(written, 'rawOut');
  const times = [...raw.keys()].sort((a, b) => a - b);
  const zeroMs = 1_000_000;
  // Every batch time has been written, and every record is in exactly one of them, in order.
  expect(times).toEqual(times.map((_, i) => zeroMs + (i + 1) * 500));
  expect(times.flatMap((t) => raw.get(t) ?? [])).toEqual(records);
  const upTo = (t: number, lengthMs: number): unknown[] =>
    times.filter((x) => x > t - lengthMs && x <= t).flatMap((x) => raw.get(x) ?? []);
  const [states, slid, whole, windows] = ['stateOut', 'slidOut', 'wholeOut', 'windowOut'].map((name) =>
    byTime(written, name),
  );
  for (const t of times) {
    expect(sorted(states?.get(t) ?? []), `state at ${t}`).toEqual(counted(upTo(t, Number.POSITIVE_INFINITY)));
    expect(windows?.get(t), `window at ${t}`).toEqual(upTo(t, 2000));
    if ((t - zeroMs) % 1000 !== 0) continue;
    expect(sorted(slid?.get(t) ?? []), `incremental window at ${t}`).toEqual(counted(upTo(t, 3000)));
    expect(sorted(whole?.get(t) ?? []), `window count at ${t}`).toEqual(counted(upTo(t, 3000)));
  }
}

describe('a stage that is killed', () => {
  it('is what it is without kills', async () => {
    const { written } = await live([], { bytes: 100, sinkDelayMs: 0 });
    check(written);
  });

  const kill = fc.record({
    afterMs: fc.integer({ min: 0, max: 6000 }),
    downMs: fc.integer({ min: 0, max: 2500 }),
    isTorn: fc.boolean(),
  });

  it.each([
    ['small', 100],
    ['large', 10_000_000],
  ])(
    'gives the results of the whole input, whenever it dies; %s state',
    async (_, bytes) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(kill, { minLength: 1, maxLength: 6 }),
          fc.constantFrom(0, 20, 60),
          async (kills, sinkDelayMs) => {
            const { written, last } = await live(kills, { bytes, sinkDelayMs });
            check(written);
            // Counters are those of a run that was never killed.
            expect(last.counter('in', 'out')).toBe(records.length);
            expect(last.counter('in>rawOut', 'events')).toBe(records.length);
            expect(last.counter('rawOut', 'in')).toBe(records.length);
            expect(last.counter('context', 'totalProcessedRecords')).toBe(records.length);
            expect(last.counter('context', 'totalReceivedRecords')).toBe(records.length);
            expect(last.counter('in', 'lost')).toBe(0);
          },
        ),
        { numRuns: 15 },
      );
    },
    120_000,
  );

  it('writes a batch that was done no second time, but for the one at work when it died', async () => {
    const kills = [3100, 2300, 1900].map((afterMs) => ({ afterMs, downMs: 700, isTorn: false }));
    const { written } = await live(kills, { bytes: 10_000_000, sinkDelayMs: 30 });
    const times = (written.get('rawOut') ?? []).map((w) => w.timeMs);
    expect(times.length - new Set(times).size).toBeLessThanOrEqual(kills.length);
  });

  it('keeps zero time, and makes the batches of the time it was down, empty', async () => {
    const { written } = await live([{ afterMs: 1400, downMs: 5000, isTorn: false }], {
      bytes: 100,
      sinkDelayMs: 0,
    });
    const raw = byTime(written, 'rawOut');
    expect(raw.get(1_001_500)?.length).toBeGreaterThan(190);
    // 1,001,700 was its death, 1,006,700 its next start.
    for (let t = 1_002_000; t <= 1_006_500; t += 500) expect(raw.get(t), String(t)).toEqual([]);
    expect(raw.get(1_007_000)?.length).toBeGreaterThan(0);
  });
});

describe('records that cannot be had again', () => {
  it('are counted as lost, to the record, and the rest is right', async () => {
    const checkpoints = memoryCheckpoints(100);
    const state = new Map<string, unknown>();
    const written: Written = new Map();
    let received = 0;
    let nowMs = 0;
    for (let life = 0; life < 4; life++) {
      const push = manualPush();
      const { clock, counter } = await setup(program, {
        startMs: nowMs,
        state,
        written,
        checkpoints: checkpoints.store,
        implementations: { 'test.source': push.implementation },
        sinkDelayMs: (component) => (component === 'slidOut' && life % 2 === 1 ? 400 : 0),
        isStarting: true,
      });
      for (let step = 0; step < 17; step++) {
        await clock.advanceTo(nowMs + step * 95);
        push.put(Array.from({ length: step + 1 }, (_, i) => words[(step + i) % 7]));
        received += step + 1;
      }
      nowMs += 1700;
      await clock.advanceTo(nowMs);
      expect(counter('in', 'out')).toBe(received);
      const queued = counter('in>rawOut', 'queued');
      const sum = counter('in>rawOut', 'events') + counter('in', 'lost');
      // A batch at work is among the events already.
      expect(sum).toBeLessThanOrEqual(received);
      expect(sum + queued).toBeGreaterThanOrEqual(received);
      if (life > 0) expect(counter('in', 'lost')).toBeGreaterThan(0);
    }
    const { clock, counter } = await setup(program, {
      startMs: nowMs,
      state,
      written,
      checkpoints: checkpoints.store,
      implementations: { 'test.source': manualPush().implementation },
    });
    await clock.advanceTo(nowMs + 5000);
    const states = byTime(written, 'stateOut');
    const last = [...(states.get(Math.max(...states.keys())) ?? [])] as [string, number][];
    const kept = last.reduce((total, [, n]) => total + n, 0);
    expect(counter('in', 'lost')).toBe(received - kept);
    expect(counter('in', 'out')).toBe(received);
    expect(counter('in>rawOut', 'events')).toBe(kept);
  });
});
