import type { Partitioning } from '@sluice/ir';
import { createDice, type Dice } from './dice.ts';
import { lower, without } from './world.ts';

/** What a bolt does with a tuple; `count` ends a path: its results no longer say where they came from. */
export type BoltWork = 'pass' | 'filter' | 'mark' | 'fork' | 'dedupe' | 'count' | 'script' | 'sink';

export type Grouping = 'shuffle' | 'key' | 'partial' | 'all' | 'global';

export interface StormSpout {
  readonly id: string;
  readonly records: number;
  readonly tasks: number;
  /** Most records given at once. */
  readonly chunk: number;
  readonly idleShare: number;
}

export interface StormBolt {
  readonly id: string;
  readonly work: BoltWork;
  readonly executors: number;
  readonly tasks: number;
  readonly from: readonly { readonly id: string; readonly grouping: Grouping }[];
  readonly failFraction: number;
  readonly dropFraction: number;
  readonly delayMs: number;
  /** Of sinks and scripts: how often their code throws, and how long it takes. */
  readonly throwShare: number;
  readonly waitMs: number;
}

/** A topology, its input and everything that goes wrong with it. */
export interface StormPlan {
  readonly seed: number;
  readonly spouts: readonly StormSpout[];
  readonly bolts: readonly StormBolt[];
  readonly isAcking: boolean;
  readonly maxPending: number | undefined;
  readonly receiveQueue: number;
  readonly threads: number;
  readonly deaths: readonly number[];
  readonly earlyMs: number;
}

/** How the runtime is told of a grouping. */
export const partitionings: { readonly [grouping in Grouping]: Partitioning } = {
  shuffle: { kind: 'shuffle' },
  key: { kind: 'hash', fields: ['key'], function: 'java' },
  partial: { kind: 'partial-hash', fields: ['key'] },
  all: { kind: 'broadcast' },
  global: { kind: 'global' },
};

/** Draws a topology: bolts in the order in which tuples come to them, every end a sink. */
export function drawStorm(seed: number): StormPlan {
  const dice = createDice(seed, 'storm');
  const isCalm = dice.chance(0.4);
  const threads = dice.chance(0.06) ? 2 : 1;
  const spouts = Array.from({ length: dice.chance(0.3) ? 2 : 1 }, (_, index): StormSpout => {
    const [records, tasks] = [dice.int(0, 25), dice.pick([1, 1, 2])];
    return { id: `s${index}`, records, tasks, chunk: dice.int(1, 9), idleShare: dice.pick([0, 0, 0.2]) };
  });
  const inner = Array.from({ length: dice.int(0, 3) }, (_, index) => {
    const work = dice.pick<BoltWork>(['pass', 'filter', 'mark', 'fork', 'count', 'script', 'dedupe']);
    return drawBolt(dice, { id: `b${index}`, work, isCalm });
  });
  const bolts: StormBolt[] = [];
  for (const bolt of inner) {
    const sources = [...spouts, ...bolts].filter((one) => !('work' in one) || one.work !== 'count');
    const from = sources.filter(() => dice.chance(0.3));
    if (from.length === 0) from.push(dice.pick(sources));
    // One key is at one task, from wherever it comes.
    const keyed = dice.pick(['key', 'global'] as const);
    const isKeyed = bolt.work === 'count' || bolt.work === 'dedupe';
    bolts.push({
      ...bolt,
      from: from.map(({ id }) => ({ id, grouping: isKeyed ? keyed : anyGrouping(dice) })),
    });
  }
  const ends = [...spouts, ...bolts].filter(
    ({ id }) => !bolts.some(({ from }) => from.some((one) => one.id === id)),
  );
  for (const [index, end] of ends.entries()) {
    const sink = drawBolt(dice, { id: `k${index}`, work: 'sink', isCalm });
    bolts.push({ ...sink, from: [{ id: end.id, grouping: anyGrouping(dice) }] });
  }
  return {
    seed,
    spouts,
    bolts: bearable(bolts),
    threads,
    isAcking: dice.chance(0.9),
    maxPending: dice.pick([1, 3, 50, undefined]),
    receiveQueue: dice.pick([1, 7, 32_768]),
    deaths: isCalm || dice.chance(0.7) ? [] : Array.from({ length: dice.int(1, 2) }, () => dice.int(0, 20)),
    earlyMs: dice.pick([0, 0, 0.7]),
  };
}

/** Failures a tree may expect in one attempt: with many more than one it would never come through, as on Storm itself. */
const mostFailures = 0.7;

/** The bolts with faults so rare that a tree with all its tuples has a chance. */
function bearable(bolts: readonly StormBolt[]): StormBolt[] {
  const out = new Map<string, number>();
  let expected = 0;
  for (const bolt of bolts) {
    let tuples = 0;
    for (const { id, grouping } of bolt.from)
      tuples += (out.get(id) ?? 1) * (grouping === 'all' ? bolt.tasks : 1);
    out.set(bolt.id, bolt.work === 'fork' ? tuples * 2 : tuples);
    expected += tuples * (bolt.failFraction + bolt.dropFraction + bolt.throwShare * 1.5);
  }
  const scale = Math.min(1, mostFailures / Math.max(expected, mostFailures));
  return bolts.map((bolt) => ({
    ...bolt,
    failFraction: bolt.failFraction * scale,
    dropFraction: bolt.dropFraction * scale,
    throwShare: bolt.throwShare * scale,
  }));
}

function anyGrouping(dice: Dice): Grouping {
  return dice.pick(['shuffle', 'shuffle', 'key', 'partial', 'all', 'global'] as const);
}

function drawBolt(
  dice: Dice,
  { id, work, isCalm }: { readonly id: string; readonly work: BoltWork; readonly isCalm: boolean },
): StormBolt {
  const share = (most: number): number => (isCalm || dice.chance(0.6) ? 0 : (most * dice.int(1, 10)) / 10);
  const executors = dice.pick([1, 1, 2, 3]);
  const isCode = work === 'sink' || work === 'script';
  return {
    id,
    work,
    executors,
    tasks: executors + dice.pick([0, 0, 1]),
    from: [],
    failFraction: share(0.2),
    dropFraction: share(0.1),
    delayMs: isCalm ? 0 : dice.pick([0, 0, 0, 2]),
    throwShare: isCode ? share(0.15) : 0,
    waitMs: isCode ? dice.pick([0, 0, 1, 3]) : 0,
  };
}

/** Plans with a little less. */
export function* smallerStorm(plan: StormPlan): Iterable<StormPlan> {
  for (const deaths of without(plan.deaths)) yield { ...plan, deaths };
  for (const bolt of plan.bolts) {
    const gone = reachOnly(plan, bolt.id);
    const bolts = plan.bolts
      .filter(({ id }) => !gone.has(id))
      .map((one) => ({ ...one, from: one.from.filter(({ id }) => !gone.has(id)) }));
    const isWhole = bolts.every(
      ({ id, work }) => work === 'sink' || bolts.some((b) => b.from.some((f) => f.id === id)),
    );
    if (bolts.length > 0 && isWhole) yield { ...plan, bolts };
  }
  if (plan.threads > 1) yield { ...plan, threads: 1 };
  if (plan.earlyMs > 0) yield { ...plan, earlyMs: 0 };
  if (plan.maxPending !== undefined) yield { ...plan, maxPending: undefined };
  if (plan.receiveQueue < 100) yield { ...plan, receiveQueue: 32_768 };
  for (const [at, bolt] of plan.bolts.entries()) {
    const put = (change: Partial<StormBolt>): StormPlan => ({
      ...plan,
      bolts: plan.bolts.with(at, { ...bolt, ...change }),
    });
    if (bolt.failFraction > 0) yield put({ failFraction: 0 });
    if (bolt.dropFraction > 0) yield put({ dropFraction: 0 });
    if (bolt.delayMs > 0) yield put({ delayMs: 0 });
    if (bolt.throwShare > 0) yield put({ throwShare: 0 });
    if (bolt.waitMs > 0) yield put({ waitMs: 0 });
    if (bolt.tasks > 1) yield put({ tasks: 1, executors: 1 });
    if (bolt.from.length > 1) for (const from of without(bolt.from, 1)) yield put({ from });
  }
  for (const [at, spout] of plan.spouts.entries()) {
    const put = (change: Partial<StormSpout>): StormPlan => ({
      ...plan,
      spouts: plan.spouts.with(at, { ...spout, ...change }),
    });
    for (const records of lower(spout.records, 0)) yield put({ records });
    if (spout.tasks > 1) yield put({ tasks: 1 });
    if (spout.idleShare > 0) yield put({ idleShare: 0 });
  }
  for (const [at, death] of plan.deaths.entries())
    for (const less of lower(death, 0)) yield { ...plan, deaths: plan.deaths.with(at, less) };
}

/** A bolt and those that have nothing without it. */
function reachOnly(plan: StormPlan, id: string): Set<string> {
  const gone = new Set([id]);
  for (const bolt of plan.bolts) if (bolt.from.every((one) => gone.has(one.id))) gone.add(bolt.id);
  return gone;
}
