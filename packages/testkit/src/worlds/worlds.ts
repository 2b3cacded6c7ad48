import { describe, expect, it } from 'vitest';
import { firstUnsteady, runWorlds, seedOf } from './run-worlds.ts';
import type { WorldKind } from './world.ts';

/** `SLUICE_WORLDS_SEED`: a base seed, or `new` for worlds nobody has seen. */
const asked = process.env.SLUICE_WORLDS_SEED;
/** A share of all the worlds, for machines that have less time, or more. */
const share = Number(process.env.SLUICE_WORLDS ?? 1);

function baseSeedOf(known: number | undefined): number {
  if (asked !== undefined && asked !== 'new') return Number(asked);
  return asked === undefined && known !== undefined ? known : Math.floor(Math.random() * 2 ** 31);
}

/**
 * Declares the tests of a kind of world: so many drawn anew, some of them twice, and those that once went wrong.
 * With a `known` base seed they are the same each time unless others are asked for. `SLUICE_WORLDS_SEED=<base seed>` draws the same ones again, `SLUICE_WORLDS=<factor>` more or fewer.
 */
export function testWorlds<TPlan>(
  kind: WorldKind<TPlan>,
  options: {
    readonly worlds: number;
    readonly twice: number;
    readonly known?: number;
    readonly seeds?: readonly number[];
  },
): void {
  const baseSeed = baseSeedOf(options.known);
  const worlds = Math.max(1, Math.round(options.worlds * share));
  describe(`${kind.name} worlds`, () => {
    it(`go right: ${worlds} of base seed ${baseSeed}`, { timeout: 600_000 }, async () => {
      process.stdout.write(`${kind.name} worlds: ${worlds}, SLUICE_WORLDS_SEED=${baseSeed}\n`);
      const { failure } = await runWorlds(kind, { worlds, baseSeed });
      expect(failure ?? '', failure).toBe('');
    });

    it(`give equal traces when lived twice: ${options.twice} of base seed ${baseSeed}`, {
      timeout: 600_000,
    }, async () => {
      const seeds = Array.from({ length: options.twice }, (_, index) => seedOf(baseSeed ^ 0x5bd1e995, index));
      expect(await firstUnsteady(kind, seeds)).toBeUndefined();
    });

    it.each(options.seeds ?? [])('go right that once went wrong: %i', async (seed) => {
      expect((await kind.live(kind.draw(seed))).problems).toEqual([]);
    });
  });
}
