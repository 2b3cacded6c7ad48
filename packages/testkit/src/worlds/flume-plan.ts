import { createDice, type Dice } from './dice.ts';
import { lower, without } from './world.ts';

/** What stands between a source and its channels. */
export type FlumePass = 'filter' | 'stamp' | 'tag';

/** Sources that are driven from outside, a transaction for each record or for each of their batches. */
export type FlumePush = 'push-each' | 'push-all';

export interface FlumeSource {
  readonly id: string;
  readonly records: number;
  readonly batchSize: number;
  /** `whole`: commit and rollback; `part`: commitTo too; `keep`: cannot take anything back; `push-`: somebody sends. */
  readonly style: 'whole' | 'part' | 'keep' | FlumePush;
  readonly idleShare: number;
  readonly failShare: number;
  readonly passes: readonly FlumePass[];
  readonly channels: readonly string[];
  /** Channels by the last figure of a record; without it every record goes to all of them. */
  readonly isRouted: boolean;
  /** The last channel may refuse without failing the put. */
  readonly isLastOptional: boolean;
}

export interface FlumeSink {
  readonly id: string;
  readonly channel: string;
  readonly batchSize: number;
  readonly style: 'plain' | 'waits' | 'atomic';
  /** Knows exactly what it has written, as one that looks at its files does. */
  readonly isTelling: boolean;
  readonly failShare: number;
  readonly waitMs: number;
  /** A fault set from outside. */
  readonly fault: { readonly failFraction: number; readonly delayMs: number } | undefined;
}

export interface FlumeChannel {
  readonly id: string;
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly keepAliveMs: number;
  /** On the disk of the world. */
  readonly isDurable: boolean;
}

/** An agent, its input and everything that goes wrong with it. */
export interface FlumePlan {
  readonly seed: number;
  readonly sources: readonly FlumeSource[];
  readonly channels: readonly FlumeChannel[];
  readonly sinks: readonly FlumeSink[];
  /** Effects after which each process dies; the last one lives. */
  readonly deaths: readonly number[];
  /** What of the deaths are losses of power, which a disk forgets unsynced sectors by. */
  readonly powerShare: number;
  readonly earlyMs: number;
}

/** Draws an agent: every source feeds some channels, every channel one or two sinks. */
export function drawFlume(seed: number): FlumePlan {
  const dice = createDice(seed, 'flume');
  const calm = dice.chance(0.3);
  const share = (most: number): number => (calm || dice.chance(0.5) ? 0 : (most * dice.int(1, 10)) / 10);
  // Dice of their own: the worlds there were before stay as they were.
  const outer = createDice(seed, 'flume outside');
  const pushShare = outer.chance(0.15) ? 0.6 : 0;
  const durableShare = outer.chance(0.05) ? 0.7 : 0;
  const channels = Array.from({ length: dice.int(1, 3) }, (_, index): FlumeChannel => {
    const transactionCapacity = dice.int(1, 12);
    return {
      id: `c${index}`,
      transactionCapacity,
      capacity: transactionCapacity + dice.int(0, 20),
      keepAliveMs: dice.pick([0, 50, 3000]),
      isDurable: outer.chance(durableShare),
    };
  });
  const sources = Array.from({ length: dice.int(1, 2) }, (_, index): FlumeSource => {
    const ids = channels.map(({ id }) => id);
    const own = ids.filter((_, at) => at === index % ids.length || dice.chance(0.5));
    return {
      id: `s${index}`,
      records: dice.int(0, 30),
      batchSize: dice.int(1, 16),
      style: pushed(outer, pushShare) ?? dice.pick(['whole', 'part', 'part', 'keep'] as const),
      idleShare: dice.chance(0.5) ? 0.2 : 0,
      failShare: share(0.1),
      passes: (['filter', 'stamp', 'tag'] as const).filter(() => dice.chance(0.25)),
      channels: own,
      isRouted: own.length > 1 && dice.chance(0.5),
      isLastOptional: own.length > 1 && dice.chance(0.3),
    };
  });
  const sinks = channels.flatMap(({ id: channel }) =>
    Array.from({ length: dice.chance(0.2) ? 2 : 1 }, (_, index): FlumeSink => {
      const failFraction = share(0.3);
      const delayMs = calm || dice.chance(0.8) ? 0 : dice.int(1, 50);
      return {
        id: `k${channel}${index}`,
        channel,
        batchSize: dice.int(1, 20),
        style: dice.pick(['plain', 'waits', 'atomic'] as const),
        isTelling: dice.chance(0.7),
        failShare: share(0.3),
        waitMs: dice.pick([0, 0, 3, 40]),
        fault: failFraction + delayMs > 0 && dice.chance(0.3) ? { failFraction, delayMs } : undefined,
      };
    }),
  );
  const deaths =
    calm || dice.chance(0.6) ? [] : Array.from({ length: dice.int(1, 3) }, () => dice.int(0, 25));
  const powerShare = outer.pick([0, 0.5]);
  return { seed, channels, sources, sinks, deaths, powerShare, earlyMs: dice.pick([0, 0, 0.7]) };
}

function pushed(dice: Dice, share: number): FlumePush | undefined {
  return dice.chance(share) ? dice.pick(['push-each', 'push-all'] as const) : undefined;
}

/** Says whether somebody outside sends what a source gives. */
export function isPushed(source: FlumeSource): source is FlumeSource & { readonly style: FlumePush } {
  return source.style === 'push-each' || source.style === 'push-all';
}

/** Plans with a little less. */
export function* smallerFlume(plan: FlumePlan): Iterable<FlumePlan> {
  for (const deaths of without(plan.deaths)) yield { ...plan, deaths };
  for (const sources of without(plan.sources, 1)) yield { ...plan, sources };
  for (const channel of plan.channels) {
    if (plan.sources.some(({ channels }) => channels.length === 1 && channels[0] === channel.id)) continue;
    yield {
      ...plan,
      channels: plan.channels.filter((one) => one !== channel),
      sinks: plan.sinks.filter((sink) => sink.channel !== channel.id),
      sources: plan.sources.map((source) => ({
        ...source,
        channels: source.channels.filter((id) => id !== channel.id),
      })),
    };
  }
  for (const sink of plan.sinks) {
    if (plan.sinks.filter((one) => one.channel === sink.channel).length < 2) continue;
    yield { ...plan, sinks: plan.sinks.filter((one) => one !== sink) };
  }
  for (const [at, sink] of plan.sinks.entries()) {
    const put = (one: FlumeSink): FlumePlan => ({ ...plan, sinks: plan.sinks.with(at, one) });
    if (sink.fault) yield put({ ...sink, fault: undefined });
    if (sink.failShare > 0) yield put({ ...sink, failShare: 0 });
    if (sink.waitMs > 0) yield put({ ...sink, waitMs: 0 });
    if (sink.style !== 'plain') yield put({ ...sink, style: 'plain' });
  }
  for (const [at, channel] of plan.channels.entries())
    if (channel.isDurable)
      yield { ...plan, channels: plan.channels.with(at, { ...channel, isDurable: false }) };
  if (plan.powerShare > 0) yield { ...plan, powerShare: 0 };
  for (const [at, source] of plan.sources.entries()) {
    const put = (one: FlumeSource): FlumePlan => ({ ...plan, sources: plan.sources.with(at, one) });
    for (const passes of without(source.passes)) yield put({ ...source, passes });
    if (source.failShare > 0) yield put({ ...source, failShare: 0 });
    if (source.idleShare > 0) yield put({ ...source, idleShare: 0 });
    if (isPushed(source)) yield put({ ...source, style: 'part' });
    if (source.isRouted) yield put({ ...source, isRouted: false });
    if (source.isLastOptional) yield put({ ...source, isLastOptional: false });
    for (const records of lower(source.records, 0)) yield put({ ...source, records });
  }
  for (const [at, death] of plan.deaths.entries())
    for (const less of lower(death, 0)) yield { ...plan, deaths: plan.deaths.with(at, less) };
  if (plan.earlyMs > 0) yield { ...plan, earlyMs: 0 };
}
