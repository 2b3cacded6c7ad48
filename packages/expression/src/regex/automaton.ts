import type { CharacterSet } from './character-set.ts';
import type { RegexNode } from './syntax.ts';

const mostPositions = 300;
/** Repetitions above this count as unbounded: they are as slow in practice, and the automaton stays small. */
const mostCopies = 8;

/** Thrown when a pattern has too many positions or takes too many comparisons to judge. */
export class TooLarge extends Error {}

interface Fragment {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** A pattern as a position automaton (Glushkov): one state a character, no empty steps. */
export interface Automaton {
  readonly sets: readonly CharacterSet[];
  /** How many ways lead from one position straight to another. */
  readonly steps: readonly ReadonlyMap<number, number>[];
  readonly first: readonly number[];
}

/** Builds the automaton of a pattern; throws `TooLarge`. */
export function buildAutomaton(tree: RegexNode): Automaton {
  const builder = new Builder();
  const { first } = builder.build(tree);
  return { sets: builder.sets, steps: builder.steps, first };
}

class Builder {
  readonly sets: CharacterSet[] = [];
  readonly steps: Map<number, number>[] = [];

  build(node: RegexNode): Fragment {
    switch (node.kind) {
      case 'empty':
      case 'assert':
        return { isNullable: true, first: [], last: [] };
      case 'set': {
        if (this.sets.length >= mostPositions) throw new TooLarge();
        const position = this.sets.push(node.set) - 1;
        this.steps.push(new Map());
        return { isNullable: false, first: [position], last: [position] };
      }
      case 'group':
        return this.build(node.of);
      case 'look':
        // What is looked at is matched on its own, so it counts as an optional part here.
        return this.repeat(node.of, 0, 1);
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
