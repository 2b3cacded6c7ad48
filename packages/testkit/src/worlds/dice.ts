import { createRandom } from '@sluice/runtime';

/** Seeded choices; each concern of a world has dice of its own, so that a change of one does not move the others. */
export interface Dice {
  /** A whole number from `least` to `most`. */
  int(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Makes dice that fall alike for one seed and name. */
export function createDice(seed: number, name: string): Dice {
  const random = createRandom(seed, name);
  return {
    int: (least, most) => least + Math.floor(random() * (most - least + 1)),
    chance: (share) => share > 0 && random() < share,
    pick: (list) => list[Math.floor(random() * list.length)] as never,
  };
}
