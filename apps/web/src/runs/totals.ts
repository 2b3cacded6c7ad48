import type { Flow } from '@sluice/flow';
import type { RunSchema, SeriesInfo } from '@sluice/protocol';
import { formatRate } from '../canvas/format.ts';
import { engineOfType, enginesOf, shortMillis } from './words.ts';

/** What reading a run needs; the store's ring of samples is one. */
export interface SeriesReader {
  readonly schema: RunSchema | undefined;
  readonly last: { readonly values: readonly number[] } | undefined;
  rateAt(index: number, windowMs?: number): number;
}

/** One number of the run bar: `in 1,240 events/s`. */
export interface Total {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Given up first when the window is narrow. */
  readonly isOptional: boolean;
}

/**
 * Places of the series that count what enters a flow, found without the flow: the `out` of components that take
 * nothing in. `values` is a sample of the same run.
 */
export function countedSources(schema: RunSchema, values: readonly number[]): readonly number[] {
  const taking = new Set(
    schema.series.flatMap(({ scope, name, ref }, index) =>
      scope === 'component' && name === 'in' && (values[index] ?? 0) > 0 ? [ref] : [],
    ),
  );
  return places(
    schema,
    ({ scope, name, ref }) => scope === 'component' && name === 'out' && !taking.has(ref),
  );
}

function places(schema: RunSchema, test: (series: SeriesInfo) => boolean): readonly number[] {
  return schema.series.flatMap((series, index) => (test(series) ? [index] : []));
}

/** Components no connection leads to: what they put out enters the flow. Attached ones do not count. */
export function sourcesOf(flow: Flow): readonly string[] {
  const fed = new Set(Object.values(flow.connections).map(({ to }) => to.component));
  return Object.keys(flow.components).filter((id) => flow.components[id]?.host === undefined && !fed.has(id));
}

/** Components no connection leaves (a directory handed on does not count). */
export function sinksOf(flow: Flow): readonly string[] {
  const feeding = new Set(
    Object.values(flow.connections).flatMap(({ from }) => (from.port === 'files' ? [] : [from.component])),
  );
  return Object.keys(flow.components).filter(
    (id) => flow.components[id]?.host === undefined && !feeding.has(id),
  );
}

/** Components in the order records reach them, systems before what is in them. */
export function orderOf(flow: Flow): ReadonlyMap<string, number> {
  const ids = Object.keys(flow.components);
  const depth = new Map(ids.map((id) => [id, 0]));
  // A cycle stops growing after as many passes as there are components.
  for (let pass = 0; pass < ids.length; pass++) {
    let isSettled = true;
    for (const { from, to } of Object.values(flow.connections)) {
      const next = (depth.get(from.component) ?? 0) + 1;
      if (next <= (depth.get(to.component) ?? 0) || next > ids.length) continue;
      depth.set(to.component, next);
      isSettled = false;
    }
    if (isSettled) break;
  }
  const systems = Object.keys(flow.systems);
  const systemOf = (id: string): number => systems.indexOf(flow.components[id]?.system ?? '');
  const sorted = ids.sort((a, b) => systemOf(a) - systemOf(b) || (depth.get(a) ?? 0) - (depth.get(b) ?? 0));
  return new Map([...systems, ...sorted].map((id, place) => [id, place]));
}

/** Sums over series of one name; undefined when the run has none. */
export class Reading {
  readonly #reader: SeriesReader;

  constructor(reader: SeriesReader) {
    this.#reader = reader;
  }

  #places(name: string, refs?: ReadonlySet<string>): readonly number[] {
    const { schema } = this.#reader;
    if (schema === undefined) return [];
    const of = (scope: SeriesInfo['scope']): readonly number[] =>
      places(
        schema,
        (series) =>
          series.scope === scope && series.name === name && (refs === undefined || refs.has(series.ref)),
      );
    const components = of('component');
    if (components.length > 0) return components;
    const systems = of('system');
    return systems.length > 0 ? systems : of('run');
  }

  rate(name: string, refs?: ReadonlySet<string>): number | undefined {
    const found = this.#places(name, refs);
    return found.length === 0 ? undefined : found.reduce((sum, index) => sum + this.#reader.rateAt(index), 0);
  }

  sum(name: string, refs?: ReadonlySet<string>): number | undefined {
    const found = this.#places(name, refs);
    const values = this.#reader.last?.values;
    return found.length === 0 || values === undefined
      ? undefined
      : found.reduce((sum, index) => sum + (values[index] ?? 0), 0);
  }

  /** The greatest of several gauges; for latencies a sum says nothing. */
  most(name: string, refs?: ReadonlySet<string>): number | undefined {
    const found = this.#places(name, refs);
    const values = this.#reader.last?.values;
    return found.length === 0 || values === undefined
      ? undefined
      : Math.max(...found.map((index) => values[index] ?? 0));
  }
}

const rateUnit = { flume: 'events/s', storm: 'tuples/s', spark: 'records/s' } as const;

/** The totals of a running flow, in the words of its engines. */
export function totalsOf(flow: Flow, reader: SeriesReader): readonly Total[] {
  const reading = new Reading(reader);
  const engines = enginesOf(flow);
  const only = engines.length === 1 ? engines[0] : undefined;
  if (only === 'storm') return stormTotals(reading, stormSpouts(flow));
  if (only === 'spark') return sparkTotals(reading, flow);
  const unit = only === undefined ? 'records/s' : rateUnit[only];
  return present([
    flowing('in', reading.rate('out', new Set(sourcesOf(flow))), unit),
    flowing('out', reading.rate('in', new Set(sinksOf(flow))), unit),
    latency('p99', reading.most('latency.p99')),
  ]);
}

/** What the whole run did, once it is over: exact counts instead of rates. */
export function sumsOf(flow: Flow, reader: SeriesReader): readonly Total[] {
  const reading = new Reading(reader);
  const engines = enginesOf(flow);
  const only = engines.length === 1 ? engines[0] : undefined;
  const sources = new Set(sourcesOf(flow));
  const noun = only === undefined ? 'records' : { flume: 'events', storm: 'tuples', spark: 'records' }[only];
  return present([
    counted('in', reading.sum('out', sources), noun),
    counted('out', reading.sum('in', new Set(sinksOf(flow))), noun),
    ...(engines.includes('storm')
      ? [
          counted('acked', reading.sum('acked', stormSpouts(flow)), '', true),
          counted('failed', reading.sum('failed', stormSpouts(flow)), '', true),
        ]
      : []),
  ]);
}

/** The spouts of a flow: acks and fails are counted per root there. */
export function stormSpouts(flow: Flow): ReadonlySet<string> {
  return new Set(sourcesOf(flow).filter((id) => engineOfType(flow.components[id]?.type ?? '') === 'storm'));
}

/** Of roots, as the spouts count them: bolts ack and emit many tuples for one root. */
function stormTotals(reading: Reading, spouts: ReadonlySet<string>): readonly Total[] {
  return present([
    flowing('emitted', reading.rate('emitted', spouts), rateUnit.storm),
    flowing('acked', reading.rate('acked', spouts), '/s'),
    flowing('failed', reading.rate('failed', spouts), '/s', true),
    latency('complete', reading.most('completeLatency', spouts) ?? reading.most('latency.p50')),
  ]);
}

function sparkTotals(reading: Reading, flow: Flow): readonly Total[] {
  return present([
    flowing('in', reading.rate('out', new Set(sourcesOf(flow))), rateUnit.spark),
    latency('processing', reading.most('processingTime') ?? reading.most('processingMs'), false),
    latency('scheduling delay', reading.most('schedulingDelay') ?? reading.most('schedulingDelayMs')),
  ]);
}

function flowing(
  label: string,
  rate: number | undefined,
  unit: string,
  isOptional = false,
): Total | undefined {
  return rate === undefined ? undefined : { label, value: formatRate(rate), unit, isOptional };
}

function counted(
  label: string,
  sum: number | undefined,
  unit: string,
  isOptional = false,
): Total | undefined {
  // Exact: a run that is over is compared with files and with other runs.
  return sum === undefined
    ? undefined
    : { label, value: Math.round(sum).toLocaleString('en-US'), unit, isOptional };
}

function latency(label: string, ms: number | undefined, isOptional = true): Total | undefined {
  if (ms === undefined) return undefined;
  const [value = '', unit = ''] = shortMillis(ms).split(' ');
  return { label, value, unit, isOptional };
}

function present(totals: readonly (Total | undefined)[]): readonly Total[] {
  return totals.filter((total) => total !== undefined);
}
