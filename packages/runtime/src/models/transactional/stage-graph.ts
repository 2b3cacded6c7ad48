import type { Operator, RouteOperator, Stream } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { RunError } from '../../errors.ts';
import type { Script, ScriptOutput } from '../../implementation.ts';
import type { Meter } from '../../metrics/meters.ts';
import { createRouter, type Router } from '../../operators/route.ts';
import type { Transform } from '../../operators/transform.ts';
import { speaksAtEnd } from '../../program-graph.ts';
import { componentOf } from '../../task-context.ts';
import type { StageInput } from '../model.ts';

/** A batch that has come to an end of the stage: a buffer or a sink. */
export interface Arrival {
  readonly stream: Stream;
  readonly batch: Batch;
  readonly isRequired: boolean;
}

type Node =
  | { readonly kind: 'transform'; readonly transform: Transform }
  | { readonly kind: 'script'; readonly script: Script }
  | { readonly kind: 'route'; readonly route: Router };

/** Runs the pure operators of a transactional stage, synchronously, from a record's entry to the stage's ends. */
export interface StageGraph {
  /** What a batch becomes that leaves `operator` by its outputs: arrivals in order, required ones first. */
  outOf(operator: string, batch: Batch): readonly Arrival[];
  /** What a batch becomes that enters along a stream. */
  along(stream: Stream, batch: Batch): readonly Arrival[];
  readonly ticking: readonly {
    readonly everyMs: number;
    tick(nowMs: number): readonly Arrival[];
    /** A tick to come will say something although nothing more arrives. */
    isHolding(): boolean;
  }[];
  /** What operators say at the end of all input; undefined when none of them has anything to say then. */
  readonly finish: (() => readonly Arrival[]) | undefined;
  close(): void;
}

/**
 * Builds the graph of a stage. It counts what goes in and out of the components between a source and its channels
 * (interceptors, each time a batch runs through them); sources, channels and sinks count themselves.
 */
export function createStageGraph(input: StageInput): StageGraph {
  const nodes = new Map<string, Node>();
  const counts = passCounts(input);
  const outgoing = new Map<string, Stream[]>();
  for (const stream of input.streams) {
    const list = outgoing.get(stream.from.operator);
    if (list) list.push(stream);
    else outgoing.set(stream.from.operator, [stream]);
  }
  for (const operator of input.operators) {
    const node = nodeOf(input, operator);
    if (node) nodes.set(operator.id, node);
  }

  function spread(
    operator: string,
    output: string | undefined,
    arrival: Omit<Arrival, 'stream'>,
    into: Arrival[],
  ): void {
    for (const stream of outgoing.get(operator) ?? []) {
      if (output === undefined || matches(stream, output)) enter(stream, arrival, into);
    }
  }

  /** Routes name their outputs by connection. */
  function matches(stream: Stream, output: string): boolean {
    return stream.from.output === output || stream.origin.connection === output;
  }

  function enter(stream: Stream, arrival: Omit<Arrival, 'stream'>, into: Arrival[]): void {
    if (liveRows(arrival.batch) === 0) return;
    const id = stream.to.operator;
    const node = nodes.get(id);
    if (!node) {
      into.push({ stream, ...arrival });
      return;
    }
    const { batch, isRequired } = arrival;
    counts.entered(stream, batch);
    switch (node.kind) {
      case 'transform':
        node.transform.process(batch, stream.to.input, (output, next) => {
          leave(id, output, { batch: next, isRequired }, into);
        });
        return;
      case 'script':
        atOnce(node.script.process(batch, outputOf(id, isRequired, into)));
        return;
      case 'route':
        for (const part of node.route(batch)) {
          spread(id, part.output, { batch: part.batch, isRequired: isRequired && part.isRequired }, into);
        }
    }
  }

  function leave(
    operator: string,
    output: string | undefined,
    arrival: Omit<Arrival, 'stream'>,
    into: Arrival[],
  ): void {
    counts.left(operator, arrival.batch);
    spread(operator, output, arrival, into);
  }

  /** All streams of a script here leave its one output; what it fails rolls the transaction back. */
  function outputOf(id: string, isRequired: boolean, into: Arrival[]): ScriptOutput {
    return {
      emit: (_output, batch) => leave(id, undefined, { batch, isRequired }, into),
      fail: (_rows, reason) => {
        throw new RunError('RUN_SCRIPT_FAILED', reason);
      },
    };
  }

  function ordered(arrivals: readonly Arrival[]): readonly Arrival[] {
    return arrivals.every((arrival) => arrival.isRequired)
      ? arrivals
      : [...arrivals.filter((one) => one.isRequired), ...arrivals.filter((one) => !one.isRequired)];
  }

  const ticking = [...nodes].flatMap(([id, node]) => {
    if (node.kind === 'transform' && node.transform.tick && node.transform.tickEveryMs !== undefined) {
      const transform = node.transform;
      return [
        {
          everyMs: node.transform.tickEveryMs,
          tick(nowMs: number): readonly Arrival[] {
            const into: Arrival[] = [];
            transform.tick?.(nowMs, (output, batch) => leave(id, output, { batch, isRequired: true }, into));
            return ordered(into);
          },
          isHolding: () => transform.isHolding?.() === true,
        },
      ];
    }
    if (node.kind === 'script' && node.script.tick) {
      const script = node.script;
      return [
        {
          everyMs: script.tickEveryMs ?? 100,
          tick(): readonly Arrival[] {
            const into: Arrival[] = [];
            atOnce(script.tick?.(outputOf(id, true, into)));
            return ordered(into);
          },
          isHolding: () => false,
        },
      ];
    }
    return [];
  });

  /** Nodes are in the order records go through them: whoever follows hears of the end when it has got everything. */
  function finish(): readonly Arrival[] {
    const into: Arrival[] = [];
    for (const [id, node] of nodes) {
      if (node.kind !== 'transform') continue;
      node.transform.finish?.((output, batch) => leave(id, output, { batch, isRequired: true }, into));
    }
    return ordered(into);
  }

  return {
    outOf(operator, batch) {
      const into: Arrival[] = [];
      spread(operator, undefined, { batch, isRequired: true }, into);
      return ordered(into);
    },
    along(stream, batch) {
      const into: Arrival[] = [];
      enter(stream, { batch, isRequired: true }, into);
      return ordered(into);
    },
    ticking,
    finish: input.operators.some(speaksAtEnd) ? finish : undefined,
    close() {
      for (const node of nodes.values()) if (node.kind === 'script') node.script.close?.();
    },
  };
}

/** Counters of the components between the ends of a stage; operators inside one component are not seen. */
function passCounts(input: StageInput): {
  entered(stream: Stream, batch: Batch): void;
  left(operator: string, batch: Batch): void;
} {
  const components = new Map(input.operators.map((one) => [one.id, componentOf(one)]));
  const ends = new Set(
    input.operators
      .filter(({ kind }) => kind === 'source' || kind === 'sink' || kind === 'buffer')
      .map(componentOf),
  );
  const ins = new Map<Stream, Meter>();
  const outs = new Map<string, Meter>();
  for (const stream of input.streams) {
    const [from, to] = [components.get(stream.from.operator), components.get(stream.to.operator)];
    if (from === to) continue;
    if (to !== undefined && !ends.has(to)) {
      ins.set(stream, input.meters.counter('component', to, 'in', 'events'));
    }
    if (from !== undefined && !ends.has(from)) {
      outs.set(stream.from.operator, input.meters.counter('component', from, 'out', 'events'));
    }
  }
  return {
    entered: (stream, batch) => ins.get(stream)?.add(liveRows(batch)),
    left: (operator, batch) => outs.get(operator)?.add(liveRows(batch)),
  };
}

function nodeOf(input: StageInput, operator: Operator): Node | undefined {
  switch (operator.kind) {
    case 'source':
    case 'sink':
    case 'buffer':
      return undefined;
    case 'script':
      return { kind: 'script', script: createScript(input, operator) };
    case 'route':
      return { kind: 'route', route: routerOf(input, operator) };
    default:
      return { kind: 'transform', transform: input.createTransform(operator) };
  }
}

function routerOf(input: StageInput, operator: RouteOperator): Router {
  const schema = input.streams.find((stream) => stream.to.operator === operator.id)?.schema;
  return createRouter(operator, {
    input: schema ?? { shape: 'event', fields: [] },
    now: () => input.host.now(),
    kernels: input.kernels,
  });
}

/** Between a source and its channels nothing waits but the put itself. */
function atOnce(answer: void | Promise<void>): void {
  if (answer === undefined) return;
  answer.catch(() => undefined);
  throw new RunError('RUN_SCRIPT_WAITS', 'A script between a source and its channels has to answer at once');
}

function createScript(input: StageInput, operator: Extract<Operator, { kind: 'script' }>): Script {
  const implementation = input.host.implementations[operator.run];
  if (implementation?.kind !== 'script') {
    throw new RunError('RUN_IMPLEMENTATION_MISSING', `Nothing implements "${operator.run}" as a script`);
  }
  return implementation.create(operator.config, input.contextOf(operator, 0));
}
