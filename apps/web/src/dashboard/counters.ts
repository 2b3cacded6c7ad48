import type { Flow } from '@sluice/flow';
import type { EngineId, RunSchema } from '@sluice/protocol';
import { formatGauge } from '../canvas/format.ts';
import { orderOf } from '../runs/totals.ts';
import { engineOfType } from '../runs/words.ts';

/** A row of the counters table. */
export interface Counter {
  readonly key: string;
  readonly index: number;
  readonly owner: string;
  readonly engine: EngineId | undefined;
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly unit: string;
}

/** The neutral names that say the same as an engine's own ones. */
const neutral = new Set(['in', 'out', 'busy', 'blocked', 'fill']);
/** Counters that no engine has a name for; they do not say how many records passed. */
const accounts = new Set(['lost', 'duplicated']);
const saysNothing = (name: string): boolean => neutral.has(name) || accounts.has(name);

/** Every number of a run under its engine's own name, in the order of the flow. */
export function countersOf(flow: Flow, schema: RunSchema): readonly Counter[] {
  const order = orderOf(flow);
  const hasOwnNames = new Set(
    schema.series
      .filter(({ scope, kind, name }) => scope === 'component' && kind === 'counter' && !saysNothing(name))
      .map((one) => one.ref),
  );
  return schema.series
    .flatMap((series, index): readonly Counter[] => {
      if (series.scope !== 'component' && series.scope !== 'system') return [];
      // A component whose engine has no names for what it counts (Spark's) is shown by the neutral ones.
      if (isNeutral(series.name, series.unit) && hasOwnNames.has(series.ref)) return [];
      if (isNeutral(series.name, series.unit) && series.name !== 'in' && series.name !== 'out') return [];
      const drawn = flow.components[series.ref] ?? flow.systems[series.ref];
      return [
        {
          key: `${series.scope} ${series.ref} ${series.name}`,
          index,
          owner: drawn?.name ?? series.ref,
          engine: drawn === undefined ? undefined : engineOfType(drawn.type),
          name: series.name,
          kind: series.kind,
          unit: series.unit,
        },
      ];
    })
    .sort((a, b) => placeOf(a) - placeOf(b) || a.index - b.index);

  function placeOf(counter: Counter): number {
    const ref = counter.key.split(' ')[1] ?? '';
    return order.get(ref) ?? Number.MAX_SAFE_INTEGER;
  }
}

/** `capacity` is a limit in records on a buffer, and Storm's own share of time on a bolt. */
function isNeutral(name: string, unit: string): boolean {
  return neutral.has(name) || (name === 'capacity' && unit !== '');
}

/** The value as the table shows it: counters whole and exact, gauges in their unit. */
export function counterText(counter: Pick<Counter, 'kind' | 'unit'>, value: number): string {
  if (counter.kind === 'counter') return Math.round(value).toLocaleString('en-US');
  return formatGauge(value, counter.unit);
}

/** The unit behind a value, where the value does not carry it. */
export function unitText(counter: Pick<Counter, 'kind' | 'unit'>): string {
  return counter.unit === 'ms' || counter.unit === '%' || counter.unit === 'ratio' ? '' : counter.unit;
}
