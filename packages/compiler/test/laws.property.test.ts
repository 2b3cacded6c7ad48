import type { Drawing } from '@sluice/component';
import type { Json } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, explain } from '../src/index.ts';
import { draw } from './fakes/draw.ts';
import { fakes } from './fakes/engines.ts';

/** A drawing that compiles: wells through tanks into taps, and hens through a few bolts into a basket. */
const sound: fc.Arbitrary<Drawing> = fc
  .record({
    wells: fc.integer({ min: 1, max: 3 }),
    tanks: fc.integer({ min: 1, max: 4 }),
    dyes: fc.integer({ min: 0, max: 3 }),
    isRouted: fc.boolean(),
    bolts: fc.array(fc.constantFrom('sieve', 'counter'), { maxLength: 4 }),
  })
  .map(({ wells, tanks, dyes, isRouted, bolts }) => {
    const parts: Record<string, string | readonly [string, Record<string, Json>]> = {};
    const wires: string[] = [];
    for (let t = 0; t < tanks; t += 1) {
      parts[`t${t}`] = 'flume.channel.tank';
      parts[`s${t}`] = ['flume.sink.tap', { where: `d${t}` }];
      wires.push(`t${t}>s${t}`);
    }
    for (let w = 0; w < wells; w += 1) {
      parts[`w${w}`] = 'flume.source.well';
      for (let d = 0; d < dyes; d += 1) parts[`w${w}<w${w}d${d}`] = 'flume.interceptor.dye';
      if (isRouted) parts[`w${w}<w${w}v`] = 'flume.selector.valve';
      for (let t = w % tanks; t < tanks; t += w + 1) wires.push(`w${w}>t${t}`);
      if (w === 0) continue;
      wires.push(...(wires.includes(`w${w}>t0`) ? [] : [`w${w}>t0`]));
    }
    parts.hen = 'storm.spout.hen';
    let last = 'hen';
    for (const [index, bolt] of bolts.entries()) {
      parts[`b${index}`] =
        bolt === 'sieve' ? ['storm.bolt.sieve', { test: "egg != ''" }] : 'storm.bolt.counter';
      wires.push(`${last}>b${index}`);
      last = `b${index}`;
    }
    parts.basket = 'storm.bolt.basket';
    wires.push(`${last}>basket`);
    return draw(parts, wires);
  });

/** Breaks a drawing in some places. */
const broken: fc.Arbitrary<Drawing> = fc.tuple(sound, fc.infiniteStream(fc.nat(5))).map(([drawing, dice]) => {
  const roll = (): number => dice.next().value ?? 0;
  const garbage: readonly Json[] = [null, 'x', -1, [], {}, true];
  const components = Object.fromEntries(
    Object.entries(drawing.components)
      .filter(() => roll() > 0)
      .map(([id, c]) => {
        const chance = roll();
        if (chance === 0) return [id, { ...c, type: `${c.type}x` }];
        if (chance === 1) {
          const config = {
            depth: garbage[roll()] ?? 1,
            test: garbage[roll()] ?? 1,
            by: garbage[roll()] ?? 1,
            where: garbage[roll()] ?? 1,
          };
          return [id, { ...c, config }];
        }
        return chance === 2 && roll() === 0 ? [id, { ...c, system: 'nowhere' }] : [id, c];
      }),
  );
  return { ...drawing, components };
});

function shuffled<T>(map: { readonly [id: string]: T }, seed: number): { readonly [id: string]: T } {
  const entries = Object.entries(map).map((entry, i) => [(i * 7919 + seed) % 101, entry] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, entry]) => entry));
}

function reversedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversedKeys(v)]),
  );
}

describe('law 3: everything has an origin', () => {
  test('operators, streams and stages of a program lead back to what was drawn', () => {
    fc.assert(
      fc.property(sound, (drawing) => {
        const { program, diagnostics } = compile(drawing, { catalog: fakes });
        expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
        for (const { origin } of program?.operators ?? [])
          expect(drawing.components).toHaveProperty([origin.component ?? '?']);
        for (const { origin } of program?.stages ?? [])
          expect(drawing.systems).toHaveProperty([origin.system ?? '?']);
        for (const { id, origin } of program?.streams ?? []) {
          if (origin.connection === undefined)
            expect(drawing.components).toHaveProperty([origin.component ?? '?']);
          else expect([origin.connection, drawing.connections[id] !== undefined]).toEqual([id, true]);
        }
        const drawn = program?.streams.filter((s) => s.origin.connection !== undefined).map((s) => s.id);
        expect(drawn?.sort()).toEqual(Object.keys(drawing.connections).sort());
      }),
      { numRuns: 200 },
    );
  });

  test('diagnostics do too, whatever is broken, and nothing throws', () => {
    fc.assert(
      fc.property(broken, (drawing) => {
        const { program, diagnostics } = compile(drawing, { catalog: fakes });
        expect(program === undefined).toBe(diagnostics.some((d) => d.severity === 'error'));
        for (const { at, code } of diagnostics) {
          if (code === 'FLOW_EMPTY') continue;
          const isThere =
            (at.component !== undefined && drawing.components[at.component] !== undefined) ||
            (at.connection !== undefined && drawing.connections[at.connection] !== undefined) ||
            (at.system !== undefined && drawing.systems[at.system] !== undefined);
          expect(isThere, `${code} ${JSON.stringify(at)}`).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('law 4: ids are the same for the same drawing', () => {
  test('the order in which things were drawn changes no byte', () => {
    fc.assert(
      fc.property(fc.oneof(sound, broken), fc.nat(100), (drawing, seed) => {
        const other: Drawing = {
          ...drawing,
          systems: shuffled(drawing.systems, seed),
          components: shuffled(drawing.components, seed),
          connections: shuffled(drawing.connections, seed),
        };
        const [a, b] = [compile(drawing, { catalog: fakes }), compile(other, { catalog: fakes })];
        expect(JSON.stringify(b)).toBe(JSON.stringify(a));
      }),
      { numRuns: 200 },
    );
  });

  test('a program survives being written and read, whatever the order of its keys', () => {
    fc.assert(
      fc.property(sound, (drawing) => {
        const { program } = compile(drawing, { catalog: fakes });
        if (program === undefined) throw new Error('There is no program.');
        const again = JSON.parse(JSON.stringify(program)) as typeof program;
        expect(again).toEqual(program);
        const reversed = reversedKeys(program as unknown as Json) as unknown as typeof program;
        expect(reversed).toEqual(program);
        expect(explain(again)).toBe(explain(program));
      }),
      { numRuns: 100 },
    );
  });

  test('places on the canvas are no part of what is compiled', () => {
    const drawing = draw({ h: 'storm.spout.hen', b: 'storm.bolt.basket' }, ['h>b']);
    const placed = { ...drawing, layout: { components: { h: { x: 1, y: 2 } }, systems: {} } };
    expect(JSON.stringify(compile(placed, { catalog: fakes }))).toBe(
      JSON.stringify(compile(drawing, { catalog: fakes })),
    );
  });
});

test('law 6: what a component becomes does not depend on its neighbours', () => {
  fc.assert(
    fc.property(sound, (drawing) => {
      const whole = compile(drawing, { catalog: fakes }).program;
      const keep = new Set(
        Object.keys(drawing.components).filter((id) => drawing.components[id]?.system === 'farm'),
      );
      const alone = compile(
        {
          ...drawing,
          components: Object.fromEntries(Object.entries(drawing.components).filter(([id]) => keep.has(id))),
          connections: Object.fromEntries(
            Object.entries(drawing.connections).filter(
              ([, c]) => keep.has(c.from.component) && keep.has(c.to.component),
            ),
          ),
        },
        { catalog: fakes },
      ).program;
      expect(alone?.operators).toEqual(whole?.operators.filter((o) => keep.has(o.origin.component ?? '')));
    }),
    { numRuns: 100 },
  );
});
