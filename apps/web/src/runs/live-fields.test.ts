import { configure, emptyFlow, type Flow, rename } from '@sluice/flow';
import { describe, expect, it } from 'vitest';
import { catalog } from '../engines.ts';
import { liveChanges, needsNewRun } from './live-fields.ts';

const bolt = (name: string) => ({ type: 'storm.bolt.count', name, system: 't', config: {} });
const base: Flow = {
  ...emptyFlow('words'),
  systems: { t: { type: 'storm.topology', name: 't', config: {} } },
  components: { count: bolt('count'), other: bolt('other') },
};
const set = (flow: Flow, field: string, value: number | string | undefined): Flow =>
  configure(flow, { component: 'count' }, { field, value });

describe('what a run is told of an edit', () => {
  it('is the live field that was set, and its default when it is reset', () => {
    const failing = set(base, 'failFraction', 1);
    expect(liveChanges(catalog, base, failing)).toEqual([
      { component: 'count', field: 'failFraction', value: 1 },
    ]);
    expect(liveChanges(catalog, failing, base)).toEqual([
      { component: 'count', field: 'failFraction', value: 0 },
    ]);
  });

  it('is nothing for fields that wait for the next run, for values that are wrong and for other parts', () => {
    expect(liveChanges(catalog, base, set(base, 'parallelism', 4))).toEqual([]);
    expect(liveChanges(catalog, base, set(base, 'failFraction', 101))).toEqual([]);
    expect(liveChanges(catalog, base, set(base, 'failFraction', 'often'))).toEqual([]);
    expect(liveChanges(catalog, base, rename(base, 'count', 'counter'))).toEqual([]);
    const grown = { ...base, components: { ...base.components, more: bolt('more') } };
    expect(liveChanges(catalog, base, set(grown, 'failFraction', 2))).toHaveLength(1);
    expect(liveChanges(catalog, { ...base, components: {} }, set(base, 'failFraction', 2))).toEqual([]);
  });
});

describe('a run does not do what is drawn', () => {
  it('after edits of what it computes', () => {
    expect(needsNewRun(catalog, base, set(base, 'parallelism', 4))).toBe(true);
    expect(needsNewRun(catalog, base, { ...base, components: { count: bolt('count') } })).toBe(true);
    expect(
      needsNewRun(catalog, base, configure(base, { system: 't' }, { field: 'messageTimeoutSecs', value: 5 })),
    ).toBe(true);
  });

  it('but does after edits of live fields, names and places', () => {
    expect(needsNewRun(catalog, base, set(base, 'failFraction', 1))).toBe(false);
    expect(needsNewRun(catalog, base, rename(base, 'count', 'counter'))).toBe(false);
    const moved = { ...base, layout: { ...base.layout, components: { count: { x: 1, y: 2 } } } };
    expect(needsNewRun(catalog, base, moved)).toBe(false);
    expect(needsNewRun(catalog, base, set(set(base, 'parallelism', 4), 'parallelism', undefined))).toBe(
      false,
    );
  });
});
