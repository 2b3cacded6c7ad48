import type { RouteOperator } from '@sluice/ir';
import { eventSchema, type Program } from '@sluice/ir';
import {
  batchOfLines,
  type Implementation,
  type PullSource,
  type PushSource,
  readRecords,
  type Sink,
  type SourceOutput,
} from '@sluice/runtime';
import { createDice } from './dice.ts';
import type { FlumePass, FlumePlan, FlumePush, FlumeSink, FlumeSource } from './flume-plan.ts';
import { buildProgram, connectionOf, type Drawn, type Edge, expression, type Part } from './program.ts';
import type { WorldHost } from './world-host.ts';

const string = 'string' as const;
const passes: { readonly [pass in FlumePass]: Drawn } = {
  filter: { kind: 'filter', predicate: expression("not endsWith(body, '3')") },
  stamp: {
    kind: 'map',
    keep: true,
    assign: [{ field: { name: 'headers.kind', type: string }, value: expression("'x' + body") }],
  },
  tag: {
    kind: 'map',
    keep: true,
    assign: [{ field: { name: 'body', type: 'bytes' }, value: expression("replace(body, ' ', '_')") }],
  },
};

/** What reaches which channels of the records of a source, said without any of the product. */
export function arrivalsOf(
  source: FlumeSource,
): readonly { readonly line: string; readonly channels: readonly string[] }[] {
  const arrivals: { readonly line: string; readonly channels: readonly string[] }[] = [];
  for (let index = 0; index < source.records; index++) {
    if (source.passes.includes('filter') && String(index).endsWith('3')) continue;
    const line = source.passes.includes('tag') ? `${source.id}_${index}` : `${source.id} ${index}`;
    arrivals.push({ line, channels: channelsOf(source, index) });
  }
  return arrivals;
}

function channelsOf(source: FlumeSource, index: number): readonly string[] {
  const { channels } = source;
  if (!source.isRouted) return channels;
  const last = channels.length - 1;
  if (index % 10 === 1) return channels.slice(0, 1);
  return index % 10 === 2 ? channels : channels.slice(last);
}

/** Record number of a line. */
export function numberOf(line: string): number {
  return Number(/\d+$/.exec(line)?.[0]);
}

/** The program of a plan. */
export function programOfFlume(plan: FlumePlan): Program {
  const parts: Part[] = [];
  const edges: Edge[] = [];
  const event = (draw: Drawn): Part['operators'][number] => ({ draw, schema: eventSchema });
  for (const source of plan.sources) {
    const { id, channels } = source;
    const isRouting = source.isRouted || source.isLastOptional;
    const chain: Drawn[] = [
      { kind: 'source', run: id, config: {} },
      ...source.passes.map((pass) => passes[pass]),
    ];
    if (isRouting) chain.push(routeOf(source));
    parts.push({
      id,
      stage: `S${id}`,
      operators: chain.map(event),
      ...(isRouting ? { outputs: channels.map((to) => connectionOf({ from: id, to })) } : {}),
    });
    for (const to of channels)
      edges.push({ from: id, to, ...(isRouting ? { output: connectionOf({ from: id, to }) } : {}) });
  }
  for (const { id, capacity, transactionCapacity, keepAliveMs, isDurable } of plan.channels) {
    const medium = isDurable ? 'durable' : 'memory';
    const draw: Drawn = { kind: 'buffer', medium, capacity, transactionCapacity, keepAliveMs };
    parts.push({ id, stage: `S${id}`, operators: [event(draw)] });
  }
  for (const { id, channel } of plan.sinks) {
    parts.push({ id, stage: `S${id}`, operators: [event({ kind: 'sink', run: id, config: {} })] });
    edges.push({ from: channel, to: id });
  }
  const batchSizes = new Map(plan.sources.map(({ id, batchSize }) => [`S${id}`, batchSize]));
  const stages = [...new Set(parts.map(({ stage }) => stage ?? ''))].map(
    (id) =>
      ({
        id,
        model: 'transactional',
        delivery: 'at-least-once',
        batchSize: batchSizes.get(id) ?? 100,
        origin: {},
      }) as const,
  );
  return buildProgram(stages, parts, edges);
}

function routeOf(
  source: FlumeSource,
): Omit<RouteOperator, 'id' | 'stage' | 'inputs' | 'outputs' | 'parallelism' | 'origin'> {
  const optional = source.isLastOptional ? source.channels.slice(-1) : [];
  const to = (
    channels: readonly string[],
  ): { readonly required: readonly string[]; readonly optional: readonly string[] } => {
    const named = (ids: readonly string[]): string[] =>
      ids.map((id) => connectionOf({ from: source.id, to: id }));
    return {
      required: named(channels.filter((id) => !optional.includes(id))),
      optional: named(channels.filter((id) => optional.includes(id))),
    };
  };
  const otherwise = to(channelsOf(source, 0));
  if (!source.isRouted) return { kind: 'route', cases: [], otherwise };
  return {
    kind: 'route',
    on: expression('substring(body, length(string(body)) - 1, length(string(body)))'),
    cases: [1, 2].map((figure) => ({ value: String(figure), ...to(channelsOf(source, figure)) })),
    otherwise,
  };
}

/** A source over the numbers of its records, which starts where it had committed. */
export function flumeSource(plan: FlumePlan, source: FlumeSource, host: WorldHost): Implementation {
  const dice = createDice(plan.seed, `${source.id} ${host.now()}`);
  return {
    kind: 'source',
    create: (_config, context) => {
      let committed = (context.durable.load()?.position as number | undefined) ?? 0;
      const opened = committed;
      let position = committed;
      const save = (upTo: number): void => {
        committed = upTo;
        context.durable.save({ position: upTo });
      };
      const pull: PullSource = {
        style: 'pull',
        idleMs: 5,
        read(max) {
          if (dice.chance(source.failShare)) throw new Error('cannot read');
          if (dice.chance(source.idleShare)) return 'idle';
          if (position >= source.records) return 'end';
          const count = Math.min(dice.int(1, max), source.records - position);
          let text = '';
          for (let i = 0; i < count; i++) text += `${source.id} ${position + i}\n`;
          position += count;
          return batchOfLines(text, { ingestMs: context.now() });
        },
        commit: () => save(position),
        ...(source.style === 'part' ? { commitTo: (records: number) => save(opened + records) } : {}),
        ...(source.style === 'keep'
          ? {}
          : {
              rollback: () => {
                position = committed;
              },
            }),
        close: () => {},
      };
      return pull;
    },
  };
}

/** Somebody outside who sends records and outlives the processes: what was not answered is sent again. */
export class FlumeClient {
  readonly source: FlumeSource & { readonly style: FlumePush };
  readonly #plan: FlumePlan;
  /** Records that were answered. */
  #sent = 0;
  /** Records sent again of which nobody knows whether they had arrived. */
  resent = 0;
  #open = 0;

  constructor(plan: FlumePlan, source: FlumeSource & { readonly style: FlumePush }) {
    this.#plan = plan;
    this.source = source;
  }

  get isDone(): boolean {
    return this.#sent >= this.source.records;
  }

  /** The source of one process. */
  implementation(host: WorldHost): Implementation {
    const { source } = this;
    const dice = createDice(this.#plan.seed, `${source.id} ${host.now()}`);
    this.resent += this.#open;
    this.#open = 0;
    return {
      kind: 'source',
      create: (_config, context): PushSource => {
        let isStopped = false;
        const send = async (output: SourceOutput): Promise<void> => {
          while (!isStopped && !this.isDone) {
            if (dice.chance(source.idleShare))
              await new Promise<void>((resolve) => void context.schedule(5, resolve));
            const count = Math.min(dice.int(1, source.batchSize), source.records - this.#sent);
            let text = '';
            for (let i = 0; i < count; i++) text += `${source.id} ${this.#sent + i}\n`;
            this.#open = count;
            const batch = batchOfLines(text, { ingestMs: context.now() });
            const { accepted, error } = await output.put(
              batch,
              source.style === 'push-each' ? 'each' : 'all',
            );
            if (host.isDead) return;
            this.#open = 0;
            this.#sent += accepted;
            if (error) await new Promise<void>((resolve) => void context.schedule(40, resolve));
          }
        };
        return {
          style: 'push',
          start(output) {
            if (dice.chance(source.failShare)) throw new Error('the port is taken');
            context.schedule(1, () => void send(output));
          },
          stop() {
            isStopped = true;
          },
        };
      },
    };
  }
}

/** A sink that writes lines where the next process finds them. */
export function flumeSink(
  plan: FlumePlan,
  sink: FlumeSink,
  host: WorldHost,
  written: string[],
): Implementation {
  const dice = createDice(plan.seed, `${sink.id} ${host.now()}`);
  return {
    kind: 'sink',
    create: (_config, context): Sink => {
      const write = (lines: readonly string[]): void => {
        if (dice.chance(sink.failShare))
          throw Object.assign(new Error('refused'), { isBackOff: dice.chance(0.5) });
        if (host.effect(`${sink.id} ${lines.join()}`)) written.push(...lines);
      };
      return {
        batchSize: sink.batchSize,
        isAtomic: sink.style === 'atomic',
        ...(sink.isTelling ? { delivered: () => written.length } : {}),
        write(batch) {
          // Read before anything waits: the batch is the channel's memory.
          const lines = readRecords(batch).map((record) => bodyOf(record.body));
          if (sink.style !== 'waits') return write(lines);
          return new Promise<void>((resolve) => void context.schedule(sink.waitMs, resolve)).then(() =>
            write(lines),
          );
        },
        close: () => {},
      };
    },
  };
}

function bodyOf(body: unknown): string {
  return body instanceof Uint8Array ? String.fromCharCode(...body) : String(body);
}
