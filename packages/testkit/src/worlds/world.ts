import type { Run } from '@sluice/runtime';

/** A kind of world: how it is drawn, lived and made smaller. Plans are plain data. */
export interface WorldKind<TPlan> {
  readonly name: string;
  /** The world of a seed. */
  draw(seed: number): TPlan;
  /** Lives it and returns what is wrong with what happened; an empty list when nothing is. */
  live(plan: TPlan, isKeeping?: boolean): Promise<Outcome>;
  /** Plans with a little less in them each. */
  smaller(plan: TPlan): Iterable<TPlan>;
}

export interface Outcome {
  readonly problems: readonly string[];
  readonly trace: number;
  readonly lines?: readonly string[];
}

/** Values of a run by component or connection and name. */
export function readerOf(run: Run): (ref: string, name: string) => number {
  const { values } = run.sample();
  const at = new Map(run.series.map((series, index) => [`${series.ref} ${series.name}`, index]));
  return (ref, name) => {
    const index = at.get(`${ref} ${name}`);
    return index === undefined ? 0 : (values[index] as number);
  };
}

/** Collects what is wrong, in few words each. */
export class Problems {
  readonly list: string[] = [];

  equal(what: string, found: number | string, wanted: number | string): void {
    if (found !== wanted) this.list.push(`${what}: ${found}, should be ${wanted}`);
  }

  holds(isTrue: boolean, what: () => string): void {
    if (!isTrue) this.list.push(what());
  }
}

/** Plans without one entry of a list. */
export function* without<T>(list: readonly T[], least = 0): Iterable<readonly T[]> {
  if (list.length <= least) return;
  if (list.length > 1 && least === 0) yield [];
  for (let i = 0; i < list.length; i++) yield list.filter((_, index) => index !== i);
}

/** Smaller whole numbers, the boldest first. */
export function* lower(value: number, least: number): Iterable<number> {
  if (value > least) yield least;
  if (value > least + 1) yield Math.floor((least + value) / 2);
  if (value > least + 2) yield value - 1;
}

/** The smallest plan that still goes wrong, found by taking things away for a while. */
export async function shrink<TPlan>(kind: WorldKind<TPlan>, plan: TPlan, tries = 400): Promise<TPlan> {
  let best = plan;
  let left = tries;
  for (let hasShrunk = true; hasShrunk && left > 0; ) {
    hasShrunk = false;
    for (const candidate of kind.smaller(best)) {
      if (left-- <= 0) break;
      if ((await kind.live(candidate)).problems.length === 0) continue;
      best = candidate;
      hasShrunk = true;
      break;
    }
  }
  return best;
}
