import { createRandom, createRun, type Implementations, type RunEvent } from '@sluice/runtime';
import { VirtualDisk } from '../virtual-disk.ts';
import { createDice } from './dice.ts';
import { arrivalsOf, FlumeClient, flumeSink, flumeSource, numberOf, programOfFlume } from './flume-parts.ts';
import { drawFlume, type FlumePlan, isPushed, smallerFlume } from './flume-plan.ts';
import { counted, missingOf, sizeOf } from './multiset.ts';
import { type Outcome, Problems, readerOf, type WorldKind } from './world.ts';
import { Ground, stopped, WorldHost } from './world-host.ts';

/** Flume agents: what channels conserve, keep in order, lose and give twice, and what they say about it. */
export const flumeWorlds: WorldKind<FlumePlan> = {
  name: 'flume',
  draw: drawFlume,
  live,
  smaller: smallerFlume,
};

const startMs = 1_700_000_000_000;
const downMs = 1000;
/** Virtual time within which everything has to be through. */
const limitMs = 40_000_000;

async function live(plan: FlumePlan, isKeeping = false): Promise<Outcome> {
  const ground = new Ground(isKeeping);
  const written = new Map(plan.sinks.map(({ id }) => [id, [] as string[]]));
  const problems = new Problems();
  const program = programOfFlume(plan);
  const events: RunEvent[] = [];
  const disk = new VirtualDisk(createRandom(plan.seed, 'disk'));
  const dice = createDice(plan.seed, 'power');
  const clients = plan.sources.filter(isPushed).map((source) => new FlumeClient(plan, source));
  let nowMs = startMs;
  for (let life = 0; ; life++) {
    const implementations: { [id: string]: Implementations[string] } = {};
    const host = new WorldHost(ground, {
      implementations,
      seed: plan.seed,
      startMs: nowMs,
      effects: plan.deaths[life] ?? Number.POSITIVE_INFINITY,
      earlyMs: plan.earlyMs,
      ...(plan.channels.some(({ isDurable }) => isDurable) ? { disk } : {}),
    });
    for (const source of plan.sources)
      if (!isPushed(source)) implementations[source.id] = flumeSource(plan, source, host);
    for (const client of clients) implementations[client.source.id] = client.implementation(host);
    for (const sink of plan.sinks)
      implementations[sink.id] = flumeSink(plan, sink, host, written.get(sink.id) ?? []);
    const run = createRun(program, host);
    for (const { id, fault } of plan.sinks) if (fault) run.setFault(id, fault);
    void run.start();
    try {
      await host.until(() => host.isDead || host.isDone || hasAll(plan, clients, host.events), limitMs);
      // A source that is driven from outside has no end: somebody stops the run.
      if (!host.isDead) await stopped(run, host, { graceMs: host.isDone ? 0 : limitMs, limitMs });
    } catch {
      problems.list.push(`life ${life} never comes to an end`);
      return ground.outcome(problems);
    }
    events.push(...host.events);
    if (!host.isDead) {
      const read = readerOf(run);
      ground.note(run.sample().values.join());
      const resent = clients.reduce((sum, client) => sum + client.resent, 0);
      checkChannels(plan, { written, events, read, problems, resent });
      return ground.outcome(problems);
    }
    if (dice.chance(plan.powerShare)) disk.losePower();
    nowMs = host.now() + downMs;
  }
}

/** All records have been sent, and all that can be read has been. */
function hasAll(plan: FlumePlan, clients: readonly FlumeClient[], events: readonly RunEvent[]): boolean {
  if (clients.length === 0 || !clients.every(({ isDone }) => isDone)) return false;
  const pulled = plan.sources.filter((source) => !isPushed(source));
  return pulled.every(({ id }) =>
    events.some((e) => e.kind === 'component-state' && e.component === id && e.state === 'done'),
  );
}

interface Found {
  readonly written: ReadonlyMap<string, readonly string[]>;
  readonly events: readonly RunEvent[];
  readonly read: (ref: string, name: string) => number;
  readonly problems: Problems;
  /** Records sent again by somebody outside. */
  readonly resent: number;
}

function checkChannels(plan: FlumePlan, found: Found): void {
  for (const { id } of plan.channels) checkChannel(plan, id, found);
  for (const { id } of plan.sinks) {
    if (plan.sinks.some((sink) => !sink.isTelling) && plan.deaths.length > 0) continue;
    const count = found.written.get(id)?.length ?? 0;
    found.problems.equal(`${id} drained`, found.read(id, 'EventDrainSuccessCount'), count);
    found.problems.equal(`${id} in`, found.read(id, 'in'), count);
  }
}

/** What came out of a channel against everything that had to go in. */
function checkChannel(plan: FlumePlan, channel: string, found: Found): void {
  const { written, events, read, problems, resent } = found;
  const sinks = plan.sinks.filter((sink) => sink.channel === channel);
  const sources = plan.sources.filter(({ channels }) => channels.includes(channel));
  const isOptional = (source: (typeof sources)[number]): boolean =>
    source.isLastOptional && source.channels.at(-1) === channel;
  const lines = sinks.flatMap(({ id }) => [...(written.get(id) ?? [])]);
  const out = counted(lines);
  const wanted = counted(
    sources.flatMap((source) =>
      arrivalsOf(source).flatMap(({ line, channels }) => (channels.includes(channel) ? [line] : [])),
    ),
  );
  const [lost, duplicated] = [read(channel, 'lost'), read(channel, 'duplicated')];
  const dropped = events.reduce((sum, event) => sum + droppedIn(event, channel), 0);
  const hasOptional = sources.some(isOptional);
  const isCalm = plan.deaths.length === 0;
  problems.holds(
    [...out.keys()].every((line) => wanted.has(line)),
    () => `${channel} gave what nobody put`,
  );
  problems.equal(`${channel} fill at the end`, read(channel, 'fill'), 0);
  // Conservation, to the record: what had to come, and what came twice, is what came out and what was lost.
  if (isCalm) {
    problems.equal(`${channel} lost`, lost, 0);
    problems.equal(`${channel} conserves`, sizeOf(wanted) + duplicated, lines.length + dropped);
    const moved = sources.reduce((sum, { id }) => sum + read(`${id}>${channel}`, 'events'), 0);
    problems.equal(`${channel} gives what it took`, lines.length, moved);
    problems.equal(`${channel} takes`, read(channel, 'EventTakeSuccessCount'), moved);
    problems.equal(`${channel} puts`, read(channel, 'EventPutSuccessCount'), moved);
  } else if (!hasOptional && sinks.every(({ isTelling }) => isTelling)) {
    const over = lines.length + lost - sizeOf(wanted) - duplicated;
    problems.holds(
      over >= 0 && over <= resent,
      () => `${channel} conserves over deaths but for ${over} with ${resent} sent again`,
    );
  }
  if (plan.channels.some(({ id, isDurable }) => id === channel && isDurable)) {
    problems.equal(`${channel} lost from the disk`, lost, 0);
    if (!hasOptional) problems.equal(`${channel} missing from the disk`, missingOf(wanted, out), 0);
  }
  const missing = missingOf(wanted, out);
  // What overtook the books of its source makes up for a loss; in one line of records there is nothing to overtake.
  if (sources.length === 1 && sinks.length === 1 && !hasOptional) {
    problems.holds(missing <= lost, () => `${channel} says it lost ${lost}, but ${missing} are missing`);
  }
  if (isCalm && !hasOptional) problems.equal(`${channel} missing`, missing, 0);
  if (sinks.length === 1) checkOrder(plan, channel, lines, problems);
}

/** Records of one source leave a channel in the order in which they went in, those seen before aside. */
function checkOrder(plan: FlumePlan, channel: string, lines: readonly string[], problems: Problems): void {
  for (const { id, isLastOptional } of plan.sources) {
    if (isLastOptional) continue;
    const own = [...new Set(lines)].filter((line) => line.startsWith(id)).map(numberOf);
    const isOrdered = own.every((number, at) => at === 0 || number > (own[at - 1] as number));
    problems.holds(isOrdered, () => `${channel} gave records of ${id} out of order: ${own.join(' ')}`);
  }
}

function droppedIn(event: RunEvent, channel: string): number {
  if (event.kind !== 'log' || event.component !== channel) return 0;
  return Number(/^Optional channel: (\d+)/.exec(event.message)?.[1] ?? 0);
}
