import { createRun, type Implementations } from '@sluice/runtime';
import {
  event,
  joinedBy,
  programOfSpark,
  rawOf,
  type SparkWrite,
  sparkPush,
  sparkRecord,
  sparkSink,
  sparkSource,
  sparkWorkOn,
} from './spark-parts.ts';
import { batchMs, drawSpark, joinOf, type SparkNode, type SparkPlan, smallerSpark } from './spark-plan.ts';
import { type Outcome, Problems, readerOf, type WorldKind } from './world.ts';
import { Ground, stopped, WorldHost } from './world-host.ts';

/** Spark contexts: every record in one batch, and state, windows and outputs those of the whole input, whenever they die. */
export const sparkWorlds: WorldKind<SparkPlan> = {
  name: 'spark',
  draw: drawSpark,
  live,
  smaller: smallerSpark,
};

const startMs = 1_700_000_000_030;
const limitMs = 60_000;

async function live(plan: SparkPlan, isKeeping = false): Promise<Outcome> {
  const ground = new Ground(isKeeping);
  const problems = new Problems();
  const sinks = [...plan.sources.map((one) => ({ id: rawOf(one), failShare: 0, waitMs: 0 })), ...plan.sinks];
  const written = new Map(sinks.map(({ id }) => [id, [] as SparkWrite[]]));
  const failures = new Map<number, string>();
  const program = programOfSpark(plan);
  let nowMs = startMs;
  for (let life = 0; ; life++) {
    const implementations: { [id: string]: Implementations[string] } = {};
    const death = plan.deaths[life];
    const host = new WorldHost(ground, {
      implementations,
      seed: plan.seed + life,
      startMs: nowMs,
      effects: death?.effects ?? Number.POSITIVE_INFINITY,
      earlyMs: plan.earlyMs,
      checkpointBytes: plan.checkpointBytes,
    });
    const left = new Map(plan.isPushed ? plan.sources.map(({ id, records }) => [id, records]) : []);
    const isSent = (): boolean => plan.isPushed && [...left.values()].every((records) => records === 0);
    for (const source of plan.sources)
      implementations[source.id] = plan.isPushed
        ? sparkPush(plan, source, host, (records) => left.set(source.id, source.records - records))
        : sparkSource(plan, source, host);
    for (const sink of sinks)
      implementations[sink.id] = sparkSink(plan, sink, host, written.get(sink.id) ?? []);
    const run = createRun(program, host);
    for (const { id, failFraction } of plan.nodes) if (failFraction > 0) run.setFault(id, { failFraction });
    void run.start();
    try {
      await host.until(() => host.isDead || host.isDone || isSent(), limitMs);
      if (!host.isDead && plan.isPushed) await stopped(run, host, { graceMs: limitMs, limitMs });
    } catch {
      problems.list.push(`life ${life} never comes to an end`);
      return ground.outcome(problems);
    }
    for (const event of host.events) {
      if (event.kind === 'batch' && event.report.failure !== undefined) {
        const { batchTimeMs, failure } = event.report;
        failures.set(batchTimeMs, `${failures.get(batchTimeMs) ?? ''} ${failure}`);
      }
    }
    if (!host.isDead) {
      ground.note(run.sample().values.join());
      checkBatches(plan, { written, failures, problems });
      checkNumbers(plan, readerOf(run), problems);
      if (!plan.isPushed) await run.stop(0);
      return ground.outcome(problems);
    }
    nowMs = host.now() + (death?.downMs ?? 0);
    if (death?.isTorn) ground.tear();
  }
}

function checkNumbers(
  plan: SparkPlan,
  read: (ref: string, name: string) => number,
  problems: Problems,
): void {
  for (const source of plan.sources) {
    problems.equal(`${source.id} out`, read(source.id, 'out'), source.records);
    problems.equal(`${source.id} lost`, read(source.id, 'lost'), 0);
    problems.equal(`${source.id} edge`, read(`${source.id}>${rawOf(source)}`, 'events'), source.records);
    problems.equal(`${source.id} queued`, read(`${source.id}>${rawOf(source)}`, 'queued'), 0);
  }
  const all = plan.sources.reduce((sum, { records }) => sum + records, 0);
  problems.equal('received', read('context', 'totalReceivedRecords'), all);
  problems.equal('processed', read('context', 'totalProcessedRecords'), all);
}

interface Found {
  readonly written: ReadonlyMap<string, readonly SparkWrite[]>;
  readonly failures: ReadonlyMap<number, string>;
  readonly problems: Problems;
}

function checkBatches(plan: SparkPlan, found: Found): void {
  const { written, problems } = found;
  const raw = new Map<string, Map<number, readonly string[]>>();
  // Zero time is one interval before the first batch; a process that died before its first checkpoint did not have one.
  const firstMs = Math.min(
    ...plan.sources.flatMap((one) => (written.get(rawOf(one)) ?? []).map(({ timeMs }) => timeMs)),
  );
  if (firstMs === Number.POSITIVE_INFINITY) {
    problems.equal(
      'records without a batch',
      plan.sources.reduce((sum, { records }) => sum + records, 0),
      0,
    );
    return;
  }
  const zeroMs = firstMs - batchMs;
  problems.holds(
    zeroMs % batchMs === 0 && (plan.deaths.length > 0 || zeroMs === startMs - 30),
    () => `zero time is ${zeroMs}`,
  );
  let lastMs = zeroMs;
  for (const source of plan.sources) {
    const writes = written.get(rawOf(source)) ?? [];
    const byTime = new Map(writes.map(({ timeMs, records }) => [timeMs, records]));
    raw.set(source.id, byTime);
    lastMs = Math.max(lastMs, ...byTime.keys());
    const times = [...byTime.keys()].sort((a, b) => a - b);
    problems.equal(
      `${source.id} batch times`,
      times.join(),
      times.map((_, at) => zeroMs + (at + 1) * batchMs).join(),
    );
    const all = Array.from({ length: source.records }, (_, index) => sparkRecord(source, index));
    problems.equal(
      `${source.id} records`,
      times.flatMap((time) => byTime.get(time) ?? []).join(),
      all.join(),
    );
    checkRepeats(rawOf(source), writes, plan, found);
  }
  const oracle = new Oracle(plan, raw, { zeroMs, lastMs });
  for (const sink of plan.sinks) {
    const writes = written.get(sink.id) ?? [];
    checkRepeats(sink.id, writes, plan, found);
    const byTime = new Map(writes.map(({ timeMs, records }) => [timeMs, records]));
    const node = plan.nodes.find(({ id }) => id === sink.from);
    const slideMs = node ? slideOf(node) * batchMs : batchMs;
    const ends: string[] = [];
    for (let timeMs = zeroMs + batchMs; timeMs <= lastMs; timeMs += batchMs) {
      const records = byTime.get(timeMs);
      if ((timeMs - zeroMs) % slideMs !== 0) {
        problems.holds(
          records === undefined,
          () => `${sink.id} was written at ${timeMs}, between its slides`,
        );
      } else if (records === undefined) {
        const isTold = found.failures.get(timeMs)?.includes(`${sink.id}: `) ?? false;
        problems.holds(isTold, () => `${sink.id} was not written at ${timeMs}, and nobody says why`);
      } else if (node?.work === 'count-event') {
        const { said, rest } = oracle.eventsOf(node);
        const text = [...records].sort().join();
        // At the end of all input, once, everything that is open; a context that was stopped has come to no end.
        const isEnd = text !== '' && (said.get(timeMs) ?? []).length === 0;
        if (isEnd) ends.push(text);
        const wanted = isEnd ? rest : (said.get(timeMs) ?? []);
        problems.equal(`${sink.id} at ${timeMs}`, text, [...wanted].sort().join());
      } else {
        const wanted = [...oracle.at(sink.from, timeMs)].sort().join();
        problems.equal(`${sink.id} at ${timeMs}`, [...records].sort().join(), wanted);
      }
    }
    if (node?.work === 'count-event') {
      const isOpen = oracle.eventsOf(node).rest.length > 0 && !plan.isPushed;
      problems.equal(`${sink.id} ends`, ends.length, isOpen ? 1 : 0);
    }
  }
}

/** A batch written again is what it was, and only one that was at work when the process died, or failed, is written again. */
function checkRepeats(
  name: string,
  writes: readonly SparkWrite[],
  plan: SparkPlan,
  { failures, problems }: Found,
): void {
  const first = new Map<number, string>();
  let again = 0;
  for (const { timeMs, records } of writes) {
    const text = [...records].sort().join();
    problems.equal(`${name} again at ${timeMs}`, text, first.get(timeMs) ?? text);
    // A batch that failed is run again when it is behind the checkpoint.
    if (first.has(timeMs) && !failures.has(timeMs)) again++;
    first.set(timeMs, text);
  }
  // The checkpoint that is torn is all that said its batch was done.
  const most = plan.deaths.length + plan.deaths.filter(({ isTorn }) => isTorn).length;
  problems.holds(
    again <= most,
    () => `${name} was written ${again} times again after ${plan.deaths.length} deaths`,
  );
}

function slideOf(node: SparkNode): number {
  return node.work === 'window' || node.work === 'count-slid' || node.work === 'count-whole' ? node.slide : 1;
}

interface Events {
  readonly said: ReadonlyMap<number, readonly string[]>;
  readonly rest: readonly string[];
}

/** What each node gives at each time, from what the sources gave. */
class Oracle {
  readonly #plan: SparkPlan;
  readonly #raw: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;
  readonly #zeroMs: number;
  readonly #lastMs: number;
  readonly #events = new Map<string, Events>();
  readonly #known = new Map<string, readonly string[]>();

  constructor(
    plan: SparkPlan,
    raw: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>,
    { zeroMs, lastMs }: { readonly zeroMs: number; readonly lastMs: number },
  ) {
    this.#plan = plan;
    this.#zeroMs = zeroMs;
    this.#lastMs = lastMs;
    this.#raw = raw;
  }

  /** What windows over event time say by batch, every one counted from all records, and what is open when they end. */
  eventsOf(node: SparkNode): Events {
    const known = this.#events.get(node.id);
    if (known) return known;
    const said = new Map<number, string[]>();
    const accepted: string[] = [];
    const endsOf = (value: string): number[] => {
      const first = Math.floor(event.timeOf(value) / event.width) * event.width + event.width;
      return Array.from({ length: node.length }, (_, at) => first + at * event.width);
    };
    const windows = (from: number, to: number): string[] => {
      const ends = new Set(accepted.flatMap(endsOf).filter((end) => end > from && end <= to));
      return [...ends].flatMap((end) => {
        const keys = accepted.filter((value) => endsOf(value).includes(end)).map((value) => value[0] ?? '');
        return [...new Set(keys)].map((key) => `${key}@${end}=${keys.filter((one) => one === key).length}`);
      });
    };
    let mark = Number.NEGATIVE_INFINITY;
    for (let timeMs = this.#zeroMs + batchMs; timeMs <= this.#lastMs; timeMs += batchMs) {
      const spoken: string[] = [];
      for (const value of this.at(node.from[0] ?? '', timeMs)) {
        if (endsOf(value).every((end) => end <= mark)) continue;
        accepted.push(value);
        const next = Math.max(mark, event.timeOf(value) - event.delay);
        spoken.push(...windows(mark, next));
        mark = next;
      }
      said.set(timeMs, spoken);
    }
    const events = { said, rest: windows(mark, Number.POSITIVE_INFINITY) };
    this.#events.set(node.id, events);
    return events;
  }

  at(id: string, timeMs: number): readonly string[] {
    const given = this.#raw.get(id);
    if (given) return given.get(timeMs) ?? [];
    const token = `${id} ${timeMs}`;
    const known = this.#known.get(token);
    if (known) return known;
    const node = this.#plan.nodes.find((one) => one.id === id);
    const join = node && joinOf(node);
    const records = join
      ? joinedBy(join, this.at(node.from[0] ?? '', timeMs), this.at(node.from[1] ?? '', timeMs))
      : node
        ? sparkWorkOn(node, this.#inputOf(node, timeMs))
        : [];
    this.#known.set(token, records);
    return records;
  }

  #inputOf(node: SparkNode, timeMs: number): readonly string[] {
    const { work, from, length } = node;
    const reach = work === 'count-state' ? Number.POSITIVE_INFINITY : slidesBack(work) ? length : 1;
    const records: string[] = [];
    for (let back = Math.min(reach, Math.round((timeMs - this.#zeroMs) / batchMs)) - 1; back >= 0; back--) {
      for (const one of from) records.push(...this.at(one, timeMs - back * batchMs));
    }
    return records;
  }
}

function slidesBack(work: SparkNode['work']): boolean {
  return work === 'window' || work === 'count-slid' || work === 'count-whole';
}
