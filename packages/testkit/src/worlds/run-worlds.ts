import { shrink, type WorldKind } from './world.ts';

/** What a round of worlds came to. */
export interface Round {
  readonly worlds: number;
  readonly baseSeed: number;
  /** The failing world as small as it could be made, with how to see it again; undefined when all went well. */
  readonly failure: string | undefined;
}

/** The seed of the n-th world of a round. */
export function seedOf(baseSeed: number, index: number): number {
  return (Math.imul(baseSeed ^ index, 0x9e3779b1) ^ (index * 0x85ebca6b)) >>> 0;
}

/** Lives worlds one after another until one goes wrong. */
export async function runWorlds<TPlan>(
  kind: WorldKind<TPlan>,
  { worlds, baseSeed }: { readonly worlds: number; readonly baseSeed: number },
): Promise<Round> {
  for (let index = 0; index < worlds; index++) {
    const seed = seedOf(baseSeed, index);
    const plan = kind.draw(seed);
    const { problems } = await kind.live(plan);
    if (problems.length > 0) {
      return {
        worlds: index + 1,
        baseSeed,
        failure: await describeFailure(kind, plan, { seed, baseSeed, index }),
      };
    }
  }
  return { worlds, baseSeed, failure: undefined };
}

async function describeFailure<TPlan>(
  kind: WorldKind<TPlan>,
  plan: TPlan,
  { seed, baseSeed, index }: { readonly seed: number; readonly baseSeed: number; readonly index: number },
): Promise<string> {
  const first = await kind.live(plan);
  const small = await shrink(kind, plan);
  const { problems, lines = [] } = await kind.live(small, true);
  return [
    `A ${kind.name} world went wrong: world ${index} of base seed ${baseSeed}, its own seed ${seed}.`,
    `Again: SLUICE_WORLDS_SEED=${baseSeed} npx vitest run packages/testkit -t ${kind.name}`,
    ...first.problems.map((problem) => `  ${problem}`),
    'As small as it could be made:',
    JSON.stringify(small),
    ...problems.map((problem) => `  ${problem}`),
    'What happened in it, last:',
    ...lines.slice(-40).map((line) => `  ${line.slice(0, 200)}`),
  ].join('\n');
}

/** The first seed of a list whose world gives two traces when it is lived twice. */
export async function firstUnsteady<TPlan>(
  kind: WorldKind<TPlan>,
  seeds: readonly number[],
): Promise<number | undefined> {
  for (const seed of seeds) {
    const plan = kind.draw(seed);
    const [one, two] = [await kind.live(plan), await kind.live(plan)];
    if (one.trace !== two.trace) return seed;
  }
  return undefined;
}
