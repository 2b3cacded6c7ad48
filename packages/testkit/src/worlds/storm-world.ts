import { createRun, type Implementations } from '@sluice/runtime';
import { virtualThreads } from '../virtual-threads.ts';
import { AckJudge } from './ack-judge.ts';
import { add, counted, type Multiset, missingOf, sizeOf } from './multiset.ts';
import {
  inputsOf,
  programOfStorm,
  recordOf,
  stormScript,
  stormSink,
  stormSpout,
  type Written,
} from './storm-parts.ts';
import { drawStorm, type StormPlan, smallerStorm } from './storm-plan.ts';
import { type Outcome, Problems, readerOf, type WorldKind } from './world.ts';
import { Ground, WorldHost } from './world-host.ts';

/** Storm topologies: nothing is acked before all that came of it is done, nothing is missing, too much is counted. */
export const stormWorlds: WorldKind<StormPlan> = {
  name: 'storm',
  draw: drawStorm,
  live,
  smaller: smallerStorm,
};

const startMs = 1_700_000_000_000;
const limitMs = 4_000_000;

async function live(plan: StormPlan, isKeeping = false): Promise<Outcome> {
  const ground = new Ground(isKeeping);
  const problems = new Problems();
  const written = new Map(
    plan.bolts.filter(({ work }) => work === 'sink').map(({ id }) => [id, [] as Written[]]),
  );
  const judge = new AckJudge(plan, written, problems);
  const program = programOfStorm(plan);
  let nowMs = startMs;
  for (let life = 0; ; life++) {
    const implementations: { [id: string]: Implementations[string] } = {};
    const host = new WorldHost(ground, {
      implementations,
      seed: plan.seed,
      startMs: nowMs,
      effects: plan.deaths[life] ?? Number.POSITIVE_INFINITY,
      earlyMs: plan.earlyMs,
    });
    for (const spout of plan.spouts) {
      implementations[spout.id] = stormSpout(plan, spout, host, (task, records) =>
        judge.acked(spout, task, records),
      );
    }
    for (const bolt of plan.bolts) {
      if (bolt.work === 'sink')
        implementations[bolt.id] = stormSink(plan, bolt, host, written.get(bolt.id) ?? []);
      if (bolt.work === 'script') implementations[bolt.id] = stormScript(plan, bolt, host);
    }
    const threads = virtualThreads({
      most: plan.threads,
      now: () => host.now(),
      schedule: (delayMs, action) => host.schedule(delayMs, action),
    });
    const run = createRun(program, plan.threads > 1 ? Object.assign(host, { threads }) : host);
    void run.start();
    try {
      await host.until(() => host.isDead || host.isDone, limitMs);
    } catch {
      problems.list.push(`life ${life} never comes to an end`);
      return ground.outcome(problems);
    }
    if (!host.isDead) {
      const read = readerOf(run);
      ground.note(run.sample().values.join());
      checkRest(plan, read, problems);
      checkSinks(plan, { written, read, problems });
      judge.atTheEnd();
      await run.stop(0);
      return ground.outcome(problems);
    }
    nowMs = host.now() + 1000;
  }
}

type Read = (ref: string, name: string) => number;

/** What holds of every topology that has come to rest. */
function checkRest(plan: StormPlan, read: Read, problems: Problems): void {
  for (const { id } of plan.spouts) {
    problems.equal(`${id} pending`, read(id, 'pending'), 0);
    problems.equal(`${id} emitted`, read(id, 'emitted'), read(id, 'acked') + read(id, 'failed'));
    problems.equal(`${id} replayed`, read(id, 'replayed'), read(id, 'failed'));
  }
  for (const bolt of plan.bolts) {
    const sent = bolt.from.reduce((sum, { id }) => sum + read(`${id}>${bolt.id}`, 'events'), 0);
    problems.equal(`${bolt.id} executed`, read(bolt.id, 'executed'), sent);
    problems.equal(`${bolt.id} in`, read(bolt.id, 'in'), sent);
    for (const { id } of bolt.from)
      problems.equal(`${id}>${bolt.id} queued`, read(`${id}>${bolt.id}`, 'queued'), 0);
    const settled = read(bolt.id, 'acked') + read(bolt.id, 'failed');
    if (bolt.dropFraction === 0) problems.equal(`${bolt.id} acked and failed`, settled, sent);
    else problems.holds(settled <= sent, () => `${bolt.id} acked and failed ${settled} of ${sent}`);
  }
}

/** What came to the sinks against all the input. */
function checkSinks(
  plan: StormPlan,
  {
    written,
    read,
    problems,
  }: { readonly written: ReadonlyMap<string, Written[]>; readonly read: Read; readonly problems: Problems },
): void {
  const roots = new Map(
    plan.spouts.map((spout) => [
      spout.id,
      counted(Array.from({ length: spout.records }, (_, i) => recordOf(spout, i))),
    ]),
  );
  const inputs = inputsOf(plan, roots);
  const isFaulty = plan.bolts.some((b) => b.failFraction + b.dropFraction + b.throwShare > 0);
  const isSure = plan.isAcking && plan.deaths.length === 0;
  const hasDedupe = plan.bolts.some(({ work }) => work === 'dedupe');
  for (const bolt of plan.bolts) {
    if (bolt.work !== 'sink') continue;
    const found = written.get(bolt.id) ?? [];
    const count = plan.bolts.find(
      ({ id, work }) => work === 'count' && bolt.from.some((one) => one.id === id),
    );
    if (count) {
      checkCounts(keysOf(inputs.get(count.id) ?? new Map()), found, {
        isExact: !isFaulty && plan.deaths.length === 0,
        isComplete: isSure && !hasDedupe,
        problems,
        name: bolt.id,
      });
      continue;
    }
    const wanted = inputs.get(bolt.id) ?? new Map<string, number>();
    const got = counted(found.map(({ id }) => id ?? ''));
    problems.holds(
      [...got.keys()].every((id) => wanted.has(id)),
      () => `${bolt.id} got what nobody sent`,
    );
    if (plan.isAcking && !hasDedupe) problems.equal(`${bolt.id} misses`, missingOf(wanted, got), 0);
    const over = sizeOf(got) - sizeOf(wanted);
    if (!isFaulty && plan.deaths.length === 0) problems.equal(`${bolt.id} too much`, over, 0);
    // Over threads, what is sent on for a root that has failed already is not recognised, and not counted.
    else if (isSure && !hasDedupe && plan.threads === 1) {
      problems.holds(
        over <= read(bolt.id, 'duplicated'),
        () => `${bolt.id} got ${over} too many, and counts ${read(bolt.id, 'duplicated')}`,
      );
    }
    if (!plan.isAcking)
      problems.holds(
        over <= 0 || plan.deaths.length > 0,
        () => `${bolt.id} got ${over} too many without acks`,
      );
  }
}

function keysOf(input: Multiset): Multiset {
  const keys: Multiset = new Map();
  for (const [id, times] of input) add(keys, id[0] ?? '', times);
  return keys;
}

/** Running counts: each from 1 to all, none left out, when nothing fails; never less than all when something does. */
function checkCounts(
  wanted: Multiset,
  found: readonly Written[],
  {
    isExact,
    isComplete,
    problems,
    name,
  }: {
    readonly isExact: boolean;
    readonly isComplete: boolean;
    readonly problems: Problems;
    readonly name: string;
  },
): void {
  const seen = new Map<string, Set<number>>();
  for (const { key, count = 0 } of found) {
    const own = seen.get(key) ?? new Set();
    seen.set(key, own.add(count));
  }
  for (const [key, times] of wanted) {
    const own = seen.get(key) ?? new Set<number>();
    const most = Math.max(0, ...own);
    if (isExact) {
      problems.equal(`${name} count of ${key}`, most, times);
      problems.equal(`${name} results of ${key}`, own.size, times);
    } else if (isComplete)
      problems.holds(own.size >= times, () => `${name} got ${own.size} results of ${key}, not ${times}`);
  }
}
