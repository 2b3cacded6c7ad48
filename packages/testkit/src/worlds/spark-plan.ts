import { createDice, type Dice } from './dice.ts';
import { lower, without } from './world.ts';

export type SparkWork =
  | 'filter'
  | 'mark'
  | 'fork'
  | 'union'
  | 'window'
  | 'count-batch'
  | 'count-state'
  | 'count-slid'
  | 'count-whole'
  /** Windows over the time records tell. */
  | 'count-event'
  | 'join-inner'
  | 'join-full'
  | 'join-cogroup';

export type SparkJoin = 'inner' | 'full' | 'cogroup';

/** The kind of join a node is. */
export function joinOf({ work }: Pick<SparkNode, 'work'>): SparkJoin | undefined {
  return work.startsWith('join-') ? (work.slice('join-'.length) as SparkJoin) : undefined;
}

export interface SparkSource {
  readonly id: string;
  readonly records: number;
  readonly chunk: number;
  readonly idleShare: number;
  readonly idleMs: number;
  readonly failShare: number;
}

export interface SparkNode {
  readonly id: string;
  readonly work: SparkWork;
  readonly from: readonly string[];
  /** Of windows, in batches. */
  readonly length: number;
  readonly slide: number;
  /** Share of its tasks that are lost; they are made again until they are not. */
  readonly failFraction: number;
}

export interface SparkSink {
  readonly id: string;
  readonly from: string;
  readonly failShare: number;
  readonly waitMs: number;
}

/** A streaming context, its input and everything that goes wrong with it. */
export interface SparkPlan {
  readonly seed: number;
  readonly sources: readonly SparkSource[];
  readonly nodes: readonly SparkNode[];
  readonly sinks: readonly SparkSink[];
  readonly blockMs: number;
  /** What checkpoints say of their size: small ones are made after each batch. */
  readonly checkpointBytes: number;
  readonly deaths: readonly { readonly effects: number; readonly downMs: number; readonly isTorn: boolean }[];
  readonly earlyMs: number;
  /** Somebody outside sends what the sources give, and the context is stopped when all has been sent. */
  readonly isPushed: boolean;
}

export const batchMs = 100;

/** Draws a context: transformations in the order in which records come to them, a sink behind every end. */
export function drawSpark(seed: number): SparkPlan {
  const dice = createDice(seed, 'spark');
  const isCalm = dice.chance(0.4);
  const share = (most: number): number => (isCalm || dice.chance(0.6) ? 0 : (most * dice.int(1, 10)) / 10);
  const sources = Array.from(
    { length: dice.chance(0.25) ? 2 : 1 },
    (_, index): SparkSource => ({
      id: `s${index}`,
      records: dice.int(0, 30),
      chunk: dice.int(1, 9),
      idleShare: dice.pick([0.2, 0.6]),
      idleMs: dice.int(5, 60),
      failShare: share(0.05),
    }),
  );
  const nodes: SparkNode[] = [];
  for (let index = 0, most = dice.int(0, 4); index < most; index++) {
    nodes.push(drawNode(dice, { id: `n${index}`, nodes, sources, failFraction: share(0.3) }));
  }
  // Dice of their own: the worlds there were before stay as they were.
  const outer = createDice(seed, 'spark outside');
  if (outer.chance(0.3)) nodes.push(drawMore(outer, { nodes, sources, failFraction: share(0.3) }));
  const ends = [...sources, ...nodes].filter(
    ({ id }) => 'work' in idOf(nodes, id) && !nodes.some(({ from }) => from.includes(id)),
  );
  const sinks = ends.map(
    ({ id }, index): SparkSink => ({
      id: `k${index}`,
      from: id,
      failShare: nodes.some((node) => node.id === id && node.work === 'count-event') ? 0 : share(0.4),
      waitMs: dice.pick([0, 0, 20, 130]),
    }),
  );
  const death = (): SparkPlan['deaths'][number] => ({
    effects: dice.int(0, 40),
    downMs: dice.pick([1, 130, 470]),
    isTorn: dice.chance(0.2),
  });
  const deaths = isCalm || dice.chance(0.5) ? [] : Array.from({ length: dice.int(1, 3) }, death);
  return {
    seed,
    sources,
    nodes,
    sinks,
    blockMs: dice.pick([100, 50, 30]),
    checkpointBytes: dice.pick([100, 10_000_000]),
    deaths,
    earlyMs: dice.pick([0, 0, 0.7]),
    isPushed: deaths.length === 0 && outer.chance(0.2),
  };
}

function idOf(nodes: readonly SparkNode[], id: string): object {
  return nodes.find((node) => node.id === id) ?? {};
}

/** Records as they came, by nodes that leave them so. */
function openOf(
  nodes: readonly SparkNode[],
  sources: readonly SparkSource[],
): readonly { readonly id: string }[] {
  const open = nodes.filter(({ work }) => ['filter', 'mark', 'fork', 'union'].includes(work));
  return [...sources, ...open];
}

function drawMore(
  dice: Dice,
  given: {
    readonly nodes: readonly SparkNode[];
    readonly sources: readonly SparkSource[];
    readonly failFraction: number;
  },
): SparkNode {
  const open = openOf(given.nodes, given.sources);
  const first = dice.pick(open).id;
  const others = open.filter(({ id }) => id !== first);
  const join = dice.pick(['join-inner', 'join-full', 'join-cogroup'] as const);
  const isJoin = others.length > 0 && dice.chance(0.6);
  const from = isJoin ? [first, dice.pick(others).id] : [first];
  const { failFraction } = given;
  return {
    id: 'more',
    work: isJoin ? join : 'count-event',
    from,
    length: dice.int(1, 3) * 2,
    slide: 1,
    failFraction,
  };
}

function drawNode(
  dice: Dice,
  given: {
    readonly id: string;
    readonly nodes: readonly SparkNode[];
    readonly sources: readonly SparkSource[];
    readonly failFraction: number;
  },
): SparkNode {
  const { id, nodes, sources, failFraction } = given;
  // Windows and counts are ends: what is behind them would have another slide or another shape.
  const open = openOf(nodes, sources);
  const work = dice.pick<SparkWork>([
    'filter',
    'mark',
    'fork',
    'union',
    'window',
    'count-batch',
    'count-state',
    'count-slid',
    'count-whole',
  ]);
  const first = dice.pick(open).id;
  const second = open.find((one) => one.id !== first)?.id;
  const from = work === 'union' && second !== undefined ? [first, second] : [first];
  return { id, work, from, length: dice.int(1, 3) * 2, slide: dice.int(1, 2), failFraction };
}

/** Plans with a little less. */
export function* smallerSpark(plan: SparkPlan): Iterable<SparkPlan> {
  for (const deaths of without(plan.deaths)) yield { ...plan, deaths };
  for (const node of plan.nodes) {
    if (plan.nodes.some(({ from }) => from.includes(node.id))) continue;
    yield {
      ...plan,
      nodes: plan.nodes.filter((one) => one !== node),
      sinks: plan.sinks.filter(({ from }) => from !== node.id),
    };
  }
  for (const source of plan.sources) {
    if (plan.sources.length < 2 || plan.nodes.some(({ from }) => from.includes(source.id))) continue;
    yield { ...plan, sources: plan.sources.filter((one) => one !== source) };
  }
  if (plan.earlyMs > 0) yield { ...plan, earlyMs: 0 };
  if (plan.isPushed) yield { ...plan, isPushed: false };
  if (plan.blockMs < 100) yield { ...plan, blockMs: 100 };
  for (const [at, sink] of plan.sinks.entries()) {
    if (sink.failShare > 0) yield { ...plan, sinks: plan.sinks.with(at, { ...sink, failShare: 0 }) };
    if (sink.waitMs > 0) yield { ...plan, sinks: plan.sinks.with(at, { ...sink, waitMs: 0 }) };
  }
  for (const [at, node] of plan.nodes.entries()) {
    if (node.failFraction > 0) yield { ...plan, nodes: plan.nodes.with(at, { ...node, failFraction: 0 }) };
  }
  for (const [at, source] of plan.sources.entries()) {
    const put = (change: Partial<SparkSource>): SparkPlan => ({
      ...plan,
      sources: plan.sources.with(at, { ...source, ...change }),
    });
    if (source.failShare > 0) yield put({ failShare: 0 });
    for (const records of lower(source.records, 0)) yield put({ records });
  }
  for (const [at, death] of plan.deaths.entries()) {
    if (death.isTorn) yield { ...plan, deaths: plan.deaths.with(at, { ...death, isTorn: false }) };
    for (const effects of lower(death.effects, 0))
      yield { ...plan, deaths: plan.deaths.with(at, { ...death, effects }) };
  }
}
