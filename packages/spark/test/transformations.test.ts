import type { JsonObject } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { setup } from '../../runtime/test/micro-batch/harness.ts';
import { lowerChain, type Step } from './lower-chain.ts';

/** What a chain gives for one batch after another. */
async function given(
  batches: readonly (readonly unknown[])[],
  steps: readonly Step[],
  isPair = false,
): Promise<unknown[]> {
  const { clock, written, reports } = await setup(lowerChain({ batches, isPair }, steps));
  await clock.advanceTo(batches.length * 1000);
  expect(reports.filter((r) => r.failure)).toEqual([]);
  return (written.get('out') ?? []).map((w) => w.records);
}
const step = (name: string, config: JsonObject = {}): Step => ({ name, config });

describe('one record at a time', () => {
  it('map', async () => {
    expect(await given([['A', 'B']], [step('map', { expression: "lower(value) + '!'" })])).toEqual([
      ['a!', 'b!'],
    ]);
  });

  it('flatMap: many, one or no records for each', async () => {
    expect(await given([['a b  c', '', 'd']], [step('flat-map')])).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('flatMap over JSON', async () => {
    const tweet = '{"entities":{"hashtags":[{"text":"x"},{"text":"ü"}]}}';
    const each = "json(value, '$.entities.hashtags[*].text')";
    expect(await given([[tweet, '{"entities":{}}', 'no json']], [step('flat-map', { each })])).toEqual([
      ['x', 'ü'],
    ]);
  });

  it('filter keeps pairs pairs', async () => {
    expect(
      await given(
        [
          [
            ['a', 1],
            ['b', 2],
          ],
        ],
        [step('filter', { predicate: 'value > 1' })],
        true,
      ),
    ).toEqual([[['b', 2]]]);
  });

  it('mapToPair of a pair stream sees key and value', async () => {
    expect(await given([[['a', 1]]], [step('map-to-pair', { key: 'value', value: 'key' })], true)).toEqual([
      [[1, 'a']],
    ]);
  });
});

describe('by batch', () => {
  it('reduceByKey with any combination starts anew in each batch', async () => {
    const steps = [step('reduce-by-key', { combine: 'a > b ? a : b' })];
    expect(
      await given(
        [
          [
            ['k', 3],
            ['k', 7],
          ],
          [['k', 2]],
          [],
        ],
        steps,
        true,
      ),
    ).toEqual([[['k', 7]], [['k', 2]], []]);
  });

  it('countByValue of a pair stream counts whole pairs', async () => {
    expect(
      await given(
        [
          [
            ['a', 1],
            ['a', 1],
            ['a', 2],
          ],
        ],
        [step('count-by-value')],
        true,
      ),
    ).toEqual([
      [
        [['a', 1], 2],
        [['a', 2], 1],
      ],
    ]);
  });

  it('sort takes the best of each batch, ties as they came', async () => {
    const batch = [
      ['a', 1],
      ['b', 5],
      ['c', 5],
      ['d', 9],
    ];
    expect(await given([batch, []], [step('sort', { take: 3 })], true)).toEqual([
      [
        ['d', 9],
        ['b', 5],
        ['c', 5],
      ],
      [],
    ]);
    expect(await given([batch], [step('sort', { take: 1, order: 'ascending' })], true)).toEqual([[['a', 1]]]);
  });
});

describe('over batches', () => {
  it('countByValueAndWindow lets a value go when its count is 0', async () => {
    const steps = [step('count-by-value-and-window', { windowSeconds: 2, slideSeconds: 1 })];
    expect(await given([['x', 'x'], ['y'], [], []], steps)).toEqual([
      [['x', 2]],
      [
        ['x', 2],
        ['y', 1],
      ],
      [['y', 1]],
      [],
    ]);
  });

  it('sort behind a window that slides by two batches runs every second batch', async () => {
    const steps = [
      step('count-by-value-and-window', { windowSeconds: 4, slideSeconds: 2 }),
      step('sort', { take: 1 }),
    ];
    expect(await given([['x'], ['y', 'y'], ['x'], ['x']], steps)).toEqual([[['y', 2]], [['x', 3]]]);
  });

  it('a window of a window counts slides of its parent', async () => {
    const steps = [
      step('window', { windowSeconds: 2, slideSeconds: 2 }),
      step('window', { windowSeconds: 4, slideSeconds: 4 }),
    ];
    expect(await given([['1'], ['2'], ['3'], ['4'], ['5'], ['6'], ['7'], ['8']], steps)).toEqual([
      ['1', '2', '3', '4'],
      ['5', '6', '7', '8'],
    ]);
  });

  it.each([
    [
      'sum',
      [
        [['k', 3]],
        [['k', 3]],
        [
          ['k', 8],
          ['l', 1],
        ],
      ],
    ],
    [
      'count',
      [
        [['k', 2]],
        [['k', 2]],
        [
          ['k', 3],
          ['l', 1],
        ],
      ],
    ],
    [
      'min',
      [
        [['k', 1]],
        [['k', 1]],
        [
          ['k', 1],
          ['l', 1],
        ],
      ],
    ],
    [
      'max',
      [
        [['k', 2]],
        [['k', 2]],
        [
          ['k', 5],
          ['l', 1],
        ],
      ],
    ],
    [
      'mean',
      [
        [['k', 1.5]],
        [['k', 1.5]],
        [
          ['k', 8 / 3],
          ['l', 1],
        ],
      ],
    ],
    [
      'last',
      [
        [['k', 2]],
        [['k', 2]],
        [
          ['k', 5],
          ['l', 1],
        ],
      ],
    ],
    [
      'combine',
      [
        [['k', 2]],
        [['k', 2]],
        [
          ['k', 10],
          ['l', 1],
        ],
      ],
    ],
  ] as const)('updateStateByKey %s gives the whole state in every batch', async (fold, expected) => {
    const steps = [step('update-state-by-key', { fold, combine: 'a * b' })];
    const batches = [
      [
        ['k', 1],
        ['k', 2],
      ],
      [],
      [
        ['k', 5],
        ['l', 1],
      ],
    ];
    expect(await given(batches, steps, true)).toEqual(expected);
  });
});
