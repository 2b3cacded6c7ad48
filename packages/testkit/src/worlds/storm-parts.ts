import { type Program, tupleSchema } from '@sluice/ir';
import { batchOfValues, type Implementation, type PullSource, readRecords, type Sink } from '@sluice/runtime';
import { createDice } from './dice.ts';
import { add, type Multiset } from './multiset.ts';
import { buildProgram, type Drawn, expression, type Part } from './program.ts';
import { partitionings, type StormBolt, type StormPlan, type StormSpout } from './storm-plan.ts';
import type { WorldHost } from './world-host.ts';

const string = 'string' as const;
const tuples = tupleSchema([
  { name: 'key', type: string },
  { name: 'id', type: string },
]);
const counts = tupleSchema([
  { name: 'key', type: string },
  { name: 'count', type: 'integer' },
]);

/** The name of a record: its key, a letter, then its spout and number. What bolts add comes after a slash. */
export function recordOf(spout: StormSpout, index: number): string {
  return `${'abcde'[(index * 7 + index ** 2) % 5]}${spout.id}-${index}`;
}

/** The record a tuple descends from. */
export function rootOf(id: string): string {
  const slash = id.indexOf('/');
  return slash < 0 ? id : id.slice(0, slash);
}

/** How a bolt does its work, for the runtime. */
function operatorOf(bolt: StormBolt): Part['operators'][number] {
  const draw = ((): Drawn => {
    switch (bolt.work) {
      case 'pass':
        return { kind: 'union' };
      case 'filter':
        return { kind: 'filter', predicate: expression("not contains(id, '3')") };
      case 'mark':
        return {
          kind: 'map',
          keep: true,
          assign: [{ field: { name: 'id', type: string }, value: expression("id + '/m'") }],
        };
      case 'fork':
        return {
          kind: 'flat-map',
          each: expression("[id + '/l', id + '/r']"),
          field: { name: 'id', type: string },
        };
      case 'dedupe':
        return { kind: 'dedupe', key: expression('id') };
      case 'count':
        return {
          kind: 'aggregate',
          key: ['key'],
          fold: { kind: 'count' },
          scope: { kind: 'record' },
          result: 'count',
        };
      case 'script':
      case 'sink':
        return { kind: bolt.work, run: bolt.id, config: {} };
    }
  })();
  return { draw, schema: bolt.work === 'count' ? counts : tuples };
}

/** What a bolt makes of tuples, said without any of the product. */
export function workOn(bolt: StormBolt, input: Multiset): Multiset {
  const output: Multiset = new Map();
  for (const [id, times] of input) {
    if (bolt.work === 'filter' && id.includes('3')) continue;
    if (bolt.work === 'mark' || bolt.work === 'script') add(output, `${id}/m`, times);
    else if (bolt.work === 'fork') for (const side of ['l', 'r']) add(output, `${id}/${side}`, times);
    else add(output, id, bolt.work === 'dedupe' ? 1 : times);
  }
  return output;
}

/** The tuples that come to each bolt when all goes well; results of counts are not followed. */
export function inputsOf(
  plan: StormPlan,
  roots: ReadonlyMap<string, Multiset>,
): ReadonlyMap<string, Multiset> {
  const outputs = new Map<string, Multiset>(roots);
  const inputs = new Map<string, Multiset>();
  for (const bolt of plan.bolts) {
    const input: Multiset = new Map();
    for (const { id, grouping } of bolt.from) {
      for (const [tuple, times] of outputs.get(id) ?? []) {
        add(input, tuple, grouping === 'all' ? times * bolt.tasks : times);
      }
    }
    inputs.set(bolt.id, input);
    outputs.set(bolt.id, bolt.work === 'count' ? new Map() : workOn(bolt, input));
  }
  return inputs;
}

/** The program of a plan. */
export function programOfStorm(plan: StormPlan): Program {
  const spouts = plan.spouts.map(
    (spout): Part => ({
      id: spout.id,
      operators: [{ draw: { kind: 'source', run: spout.id, config: {} }, schema: tuples }],
      executors: spout.tasks,
    }),
  );
  const bolts = plan.bolts.map(
    (bolt): Part => ({
      id: bolt.id,
      operators: [operatorOf(bolt)],
      executors: bolt.executors,
      tasks: bolt.tasks,
    }),
  );
  const edges = plan.bolts.flatMap((bolt) =>
    bolt.from.map(({ id, grouping }) => ({ from: id, to: bolt.id, partitioning: partitionings[grouping] })),
  );
  const faults = Object.fromEntries(
    plan.bolts.map(({ id, failFraction, dropFraction, delayMs }) => [
      id,
      { failFraction, dropFraction, delayMs },
    ]),
  );
  const stage = {
    id: 'topology',
    model: 'tuple-tree',
    delivery: 'at-least-once',
    workers: plan.threads,
    ackers: plan.isAcking ? 1 : 0,
    messageTimeoutMs: 2000,
    receiveQueue: plan.receiveQueue,
    faults,
    origin: { system: 'topology' },
    ...(plan.maxPending === undefined ? {} : { maxSpoutPending: plan.maxPending }),
  } as const;
  return buildProgram([stage], [...spouts, ...bolts], edges);
}

/** A spout task's share of the records, from what it had committed on; tells `committed` how far it is now. */
export function stormSpout(
  plan: StormPlan,
  spout: StormSpout,
  host: WorldHost,
  committed: (task: number, records: number) => void,
): Implementation {
  return {
    kind: 'source',
    create: (_config, context) => {
      const own = sharesOf(spout)[context.task] ?? [];
      const from = (context.durable.load()?.position as number | undefined) ?? 0;
      const dice = createDice(plan.seed, `${spout.id} ${context.task} ${host.now()}`);
      let at = from;
      const source: PullSource = {
        style: 'pull',
        idleMs: 5,
        read(max) {
          if (at >= own.length) return 'end';
          if (dice.chance(spout.idleShare)) return 'idle';
          const ids = own.slice(at, at + Math.min(max, dice.int(1, spout.chunk)));
          at += ids.length;
          return batchOfValues({ key: ids.map((id) => id[0]), id: ids }, context.now());
        },
        commitTo(records) {
          context.durable.save({ position: from + records });
          if (!host.isDead) committed(context.task, from + records);
        },
        close: () => {},
      };
      return source;
    },
  };
}

/** The records of each task of a spout. */
export function sharesOf(spout: StormSpout): string[][] {
  const all = Array.from({ length: spout.records }, (_, index) => recordOf(spout, index));
  return Array.from({ length: spout.tasks }, (_, task) =>
    all.filter((_one, index) => index % spout.tasks === task),
  );
}

/** A sink that keeps what it is given where the next process finds it. */
export function stormSink(
  plan: StormPlan,
  bolt: StormBolt,
  host: WorldHost,
  written: Written[],
): Implementation {
  return {
    kind: 'sink',
    create: (_config, context): Sink => {
      const dice = createDice(plan.seed, `${bolt.id} ${context.task} ${host.now()}`);
      const keep = (records: readonly Written[]): void => {
        if (dice.chance(bolt.throwShare)) throw new Error('the disk is full');
        const line = records.map(({ key, id, count }) => id ?? `${key}=${count}`).join();
        if (host.effect(`${bolt.id}#${context.task} ${line}`))
          for (const record of records) written.push(record);
      };
      return {
        write(batch) {
          const records = readRecords(batch) as unknown as readonly Written[];
          if (bolt.waitMs === 0) return keep(records);
          return new Promise<void>((resolve) => void context.schedule(bolt.waitMs, resolve)).then(() =>
            keep(records),
          );
        },
        close: () => {},
      };
    },
  };
}

/** A script that marks tuples, fails some of them, or throws. */
export function stormScript(plan: StormPlan, bolt: StormBolt, host: WorldHost): Implementation {
  return {
    kind: 'script',
    create: (_config, context) => {
      const dice = createDice(plan.seed, `${bolt.id} ${context.task} ${host.now()}`);
      return {
        process(batch, output) {
          const work = (): void => {
            if (dice.chance(bolt.throwShare / 2)) throw new Error('undefined is not a function');
            const good: string[] = [];
            const rows: number[] = [];
            readRecords(batch).forEach((record, index) => {
              const row = batch.selection ? (batch.selection[index] as number) : index;
              if (dice.chance(bolt.throwShare)) {
                output.fail({ ...batch, selection: Uint32Array.of(row) }, 'not this one');
                return;
              }
              good.push(String(record.id));
              rows.push(row);
            });
            if (good.length === 0) return;
            const made = batchOfValues(
              { key: good.map((id) => id[0]), id: good.map((id) => `${id}/m`) },
              batch.ingestMs,
            );
            const { roots } = batch;
            output.emit(
              'out',
              roots ? { ...made, roots: Int32Array.from(rows, (row) => roots[row] as number) } : made,
            );
          };
          if (bolt.waitMs === 0) return work();
          return new Promise<void>((resolve) => void context.schedule(bolt.waitMs, resolve)).then(work);
        },
      };
    },
  };
}

/** A tuple as a sink finds it. */
export interface Written {
  readonly key: string;
  readonly id?: string;
  readonly count?: number;
}
