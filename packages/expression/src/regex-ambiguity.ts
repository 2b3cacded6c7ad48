import { type CharacterSet, overlap, parseRegex, type RegexNode } from './regex-parse.ts';

/**
 * Decides whether a backtracking engine may need exponential time for a pattern.
 *
 * The pattern becomes a position automaton (Glushkov): one state a character, no empty steps. Matching is exponential
 * exactly when some state can return to itself on one text along two different ways; that is looked for in the
 * product of the automaton with itself. Two ways through empty steps, as in `(a*)*`, show as one step counted twice.
 */

const mostPositions = 300;
/** Repetitions above this count as unbounded: they are as slow in practice, and the automaton stays small. */
const mostCopies = 8;

/** Work spent on one pattern before it is refused as too large. */
const mostComparisons = 2_000_000;

const exponential =
  'The pattern may take exponential time: a repeated part can match one text in more than one way, as in (a+)+ or (a|aa)+.';
const tooLarge = 'The pattern is too large to be checked; make it simpler.';

class TooLarge extends Error {}

interface Fragment {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

class Automaton {
  readonly sets: CharacterSet[] = [];
  /** How many ways lead from one position straight to another. */
  readonly steps: Map<number, number>[] = [];

  build(node: RegexNode): Fragment {
    switch (node.kind) {
      case 'empty':
        return { isNullable: true, first: [], last: [] };
      case 'set': {
        if (this.sets.length >= mostPositions) throw new TooLarge();
        const position = this.sets.push(node.set) - 1;
        this.steps.push(new Map());
        return { isNullable: false, first: [position], last: [position] };
      }
      case 'choice': {
        const parts = node.items.map((item) => this.build(item));
        return {
          isNullable: parts.some((p) => p.isNullable),
          first: parts.flatMap((p) => p.first),
          last: parts.flatMap((p) => p.last),
        };
      }
      case 'sequence':
        return node.items.reduce<Fragment>((before, item) => this.join(before, this.build(item)), {
          isNullable: true,
          first: [],
          last: [],
        });
      case 'repeat':
        return this.repeat(node.of, node.min, node.max);
    }
  }

  private repeat(of: RegexNode, min: number, max: number): Fragment {
    const isEndless = max > mostCopies;
    const least = Math.min(min, mostCopies);
    let whole: Fragment = { isNullable: true, first: [], last: [] };
    for (let copy = 1; copy < (isEndless ? Math.max(1, least) : max); copy += 1) {
      const part = this.build(of);
      whole = this.join(whole, copy > least ? { ...part, isNullable: true } : part);
    }
    if (!isEndless && max === 0) return whole;
    const part = this.build(of);
    if (isEndless) this.link(part.last, part.first);
    const isOptional = isEndless ? least === 0 : max > least;
    return this.join(whole, isOptional ? { ...part, isNullable: true } : part);
  }

  private join(a: Fragment, b: Fragment): Fragment {
    this.link(a.last, b.first);
    return {
      isNullable: a.isNullable && b.isNullable,
      first: a.isNullable ? [...a.first, ...b.first] : a.first,
      last: b.isNullable ? [...a.last, ...b.last] : b.last,
    };
  }

  private link(from: readonly number[], to: readonly number[]): void {
    for (const p of from) {
      const steps = this.steps[p];
      for (const q of to) steps?.set(q, (steps.get(q) ?? 0) + 1);
    }
  }
}

function reach(start: number, next: (node: number) => Iterable<number>): Set<number> {
  const seen = new Set<number>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const to of next(node)) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}

/** The reason why a pattern is refused, or undefined when it is safe. `source` must be valid. */
export function findAmbiguity(source: string): string | undefined {
  try {
    const automaton = new Automaton();
    automaton.build(parseRegex(source));
    return isAmbiguous(automaton) ? exponential : undefined;
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge;
    throw error;
  }
}

function isAmbiguous({ sets, steps }: Automaton): boolean {
  const from = steps.map((s) => [...s.keys()]);
  const reachable = from.map((_, p) => reach(p, (node) => from[node] ?? []));
  const inLoop = (p: number, q: number): boolean => reachable[q]?.has(p) === true;

  for (const [p, targets] of steps.entries()) {
    for (const [q, ways] of targets) if (ways > 1 && inLoop(p, q)) return true;
  }

  const size = sets.length;
  const seen = new Set<number>();
  let budget = mostComparisons;
  for (let s = 0; s < size; s += 1) {
    // One position of a loop speaks for all: from its pair every other equal pair of the loop is reached.
    if (seen.has(s) || !reachable[s]?.has(s)) continue;
    for (const p of reachable[s] ?? []) if (reachable[p]?.has(s)) seen.add(p);
    // Pairs of positions in the loop of `s` that one text can lead to, one way each.
    const loop = (p: number): number[] => (from[p] ?? []).filter((q) => reachable[q]?.has(s) === true);
    const pairs = (pair: number): number[] => {
      const found: number[] = [];
      for (const p of loop(Math.floor(pair / size))) {
        for (const q of loop(pair % size)) {
          budget -= 1;
          if (budget < 0) throw new TooLarge();
          if (overlap(sets[p] ?? [], sets[q] ?? [])) found.push(p * size + q);
        }
      }
      return found;
    };
    const home = s * size + s;
    const ahead = reach(home, pairs);
    for (const pair of ahead) {
      if (Math.floor(pair / size) === pair % size) continue;
      if (reach(pair, pairs).has(home)) return true;
    }
  }
  return false;
}
