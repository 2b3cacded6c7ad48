import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyPatches,
  change,
  type Flow,
  FlowPatchConflict,
  findFlaws,
  invert,
  parseFlow,
  printFlow,
} from '../src/index.ts';
import { flows, moves, type Step, settings, steps } from './arbitraries.ts';

const run = (flow: Flow, list: readonly Step[]): Flow => list.reduce((f, step) => step(f), flow);

function read(text: string): Flow {
  const { flow, problems } = parseFlow(text);
  expect(problems).toBeUndefined();
  return flow as Flow;
}

describe('after any sequence of edits', () => {
  test('the document is well-formed, and print and parse are inverse', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        expect(findFlaws(flow)).toEqual([]);
        const text = printFlow(flow);
        const again = read(text);
        expect(again).toEqual(flow);
        expect(printFlow(again)).toBe(text);
        // Whatever order the keys were made in, the bytes are the same.
        expect(printFlow(JSON.parse(JSON.stringify(flow)) as Flow)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('the patches lead there, and the inverse leads back', () => {
    fc.assert(
      fc.property(flows, steps, (flow, list) => {
        const before = printFlow(flow);
        const { flow: after, change: made } = change(flow, 'Test', (f) => run(f, list));
        expect(printFlow(flow)).toBe(before);
        expect(applyPatches(flow, made.patches)).toEqual(after);
        expect(applyPatches(after, made.inverse)).toEqual(flow);
        expect(applyPatches(applyPatches(after, invert(made).patches), invert(invert(made)).patches)).toEqual(
          after,
        );
        // What is sent over the wire does the same.
        const wire = JSON.parse(JSON.stringify(made.patches)) as typeof made.patches;
        expect(printFlow(applyPatches(flow, wire))).toBe(printFlow(after));
      }),
      { numRuns: 300 },
    );
  });

  test('no edit changes a flow in place', () => {
    fc.assert(
      fc.property(flows, steps, (flow, list) => {
        const frozen = deepFreeze(flow);
        for (const step of list) step(frozen);
      }),
      { numRuns: 100 },
    );
  });
});

test('moving things touches only lines of the layout', () => {
  fc.assert(
    fc.property(flows, fc.array(moves, { minLength: 1, maxLength: 5 }), (flow, list) => {
      const [before, after] = [printFlow(flow), printFlow(run(flow, list))];
      const meaning = (text: string): string => text.slice(0, text.indexOf('\n  "layout"'));
      expect(meaning(after)).toBe(meaning(before));
    }),
    { numRuns: 200 },
  );
});

test('setting one property that is there changes one line', () => {
  fc.assert(
    fc.property(flows, fc.nat(), fc.integer(), (flow, at, value) => {
      const ids = Object.keys(flow.components).filter((id) => flow.components[id]?.config.a !== undefined);
      const id = ids[at % Math.max(1, ids.length)];
      const component = id === undefined ? undefined : flow.components[id];
      if (id === undefined || component === undefined) return;
      const changed: Flow = {
        ...flow,
        components: { ...flow.components, [id]: { ...component, config: { ...component.config, a: value } } },
      };
      const [before, after] = [printFlow(flow).split('\n'), printFlow(changed).split('\n')];
      expect(after.length).toBe(before.length);
      expect(after.filter((line, i) => line !== before[i]).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

describe('two people at once', () => {
  test('changes of different things converge in either order', () => {
    fc.assert(
      fc.property(
        flows,
        fc.array(settings, { maxLength: 4 }),
        fc.array(moves, { maxLength: 4 }),
        (flow, mine, yours) => {
          const a = change(flow, 'mine', (f) => run(f, mine)).change.patches;
          const b = change(flow, 'yours', (f) => run(f, yours)).change.patches;
          const forth = applyPatches(applyPatches(flow, a), b);
          const back = applyPatches(applyPatches(flow, b), a);
          expect(printFlow(forth)).toBe(printFlow(back));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('any interleaving either converges with what the server has, or is refused whole', () => {
    fc.assert(
      fc.property(flows, steps, steps, (flow, mine, yours) => {
        const a = change(flow, 'mine', (f) => run(f, mine)).change.patches;
        const b = change(flow, 'yours', (f) => run(f, yours)).change.patches;
        const server = applyPatches(flow, a);
        const before = printFlow(server);
        try {
          expect(findFlaws(applyPatches(server, b))).toEqual([]);
        } catch (error) {
          if (!(error instanceof FlowPatchConflict)) throw error;
          expect(error.code).toBe('FLOW_PATCH_CONFLICT');
        }
        expect(printFlow(server)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
