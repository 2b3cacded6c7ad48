import { type Automaton, buildAutomaton, TooLarge } from './automaton.ts';
import { type CharacterSet, intersection, overlap, union } from './character-set.ts';
import type { RegexNode } from './syntax.ts';

/**
 * Judges how long a backtracking engine may need for a pattern.
 *
 * Matching is exponential exactly when some state of the position automaton can return to itself on one text along two
 * different ways; that is looked for in the product of the automaton with itself. Two ways through empty steps, as
 * in `(a*)*`, show as one step counted twice. Otherwise it is polynomial: loops that can follow one another on one text
 * multiply, and the search for a first character is such a loop itself.
 */
export interface Effort {
  /** Why the pattern is refused; undefined when it is not exponential. */
  readonly problem: string | undefined;
  /** Matching a text of n characters takes at most about `factor * n ** degree` steps of a backtracking engine. */
  readonly degree: number;
  readonly factor: number;
}

/** Work spent on one pattern before it is refused as too large. */
const mostComparisons = 2_000_000;

const exponential =
  'The pattern may take exponential time: a repeated part can match one text in more than one way, as in (a+)+ or (a|aa)+.';
const tooLarge = 'The pattern is too large to be checked; make it simpler.';

class Budget {
  private left = mostComparisons;

  spend(): void {
    this.left -= 1;
    if (this.left < 0) throw new TooLarge();
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

/** Judges a pattern. */
export function judge(tree: RegexNode): Effort {
  try {
    const automaton = buildAutomaton(tree);
    const judgement = new Judgement(automaton);
    if (judgement.isAmbiguous()) return { problem: exponential, degree: 0, factor: 0 };
    return {
      problem: undefined,
      degree: judgement.degree(!isAnchored(tree)),
      factor: judgement.factor(),
    };
  } catch (error) {
    if (error instanceof TooLarge) return { problem: tooLarge, degree: 0, factor: 0 };
    throw error;
  }
}

/** Whether a match can begin at the start of the text only. */
function isAnchored(node: RegexNode): boolean {
  switch (node.kind) {
    case 'assert':
      return node.at === 'start';
    case 'group':
      return isAnchored(node.of);
    case 'sequence':
      return node.items[0] !== undefined && isAnchored(node.items[0]);
    case 'choice':
      return node.items.every(isAnchored);
    case 'empty':
    case 'set':
    case 'look':
    case 'repeat':
      return false;
  }
}

class Judgement {
  private readonly sets: readonly CharacterSet[];
  private readonly steps: Automaton['steps'];
  private readonly first: readonly number[];
  private readonly from: readonly (readonly number[])[];
  private readonly reachable: readonly ReadonlySet<number>[];
  private readonly budget = new Budget();

  constructor({ sets, steps, first }: Automaton) {
    this.sets = sets;
    this.steps = steps;
    this.first = first;
    this.from = steps.map((s) => [...s.keys()]);
    this.reachable = this.from.map((_, p) => reach(p, (node) => this.from[node] ?? []));
  }

  private leads(p: number, q: number): boolean {
    return this.reachable[p]?.has(q) === true;
  }

  isAmbiguous(): boolean {
    for (const [p, targets] of this.steps.entries()) {
      for (const [q, ways] of targets) if (ways > 1 && this.leads(q, p)) return true;
    }
    return this.loops().some((members) => this.isLoopAmbiguous(members[0] ?? 0));
  }

  /** Positions that can return to themselves, by loop. */
  private loops(): readonly (readonly number[])[] {
    const seen = new Set<number>();
    const found: number[][] = [];
    for (let p = 0; p < this.sets.length; p += 1) {
      if (seen.has(p) || !this.leads(p, p)) continue;
      const members = [...(this.reachable[p] ?? [])].filter((q) => this.leads(q, p));
      for (const q of members) seen.add(q);
      found.push(members);
    }
    return found;
  }

  /** One position of a loop speaks for all: from its pair every other equal pair of the loop is reached. */
  private isLoopAmbiguous(s: number): boolean {
    const { sets, budget } = this;
    const size = sets.length;
    // Pairs of positions in the loop of `s` that one text can lead to, one way each.
    const loop = (p: number): number[] => (this.from[p] ?? []).filter((q) => this.leads(q, s));
    const pairs = (pair: number): number[] => {
      const found: number[] = [];
      for (const p of loop(Math.floor(pair / size))) {
        for (const q of loop(pair % size)) {
          budget.spend();
          if (overlap(sets[p] ?? [], sets[q] ?? [])) found.push(p * size + q);
        }
      }
      return found;
    };
    const home = s * size + s;
    for (const pair of reach(home, pairs)) {
      if (Math.floor(pair / size) === pair % size) continue;
      if (reach(pair, pairs).has(home)) return true;
    }
    return false;
  }

  /** The longest chain of loops in which one text can stay in a loop, leave it, or already be in the next. */
  degree(isSearched: boolean): number {
    const loops = this.loops();
    const alphabets = loops.map((members) => union(members.map((p) => this.sets[p] ?? [])));
    const lengths = new Map<number, number>();
    const length = (loop: number): number => {
      const known = lengths.get(loop);
      if (known !== undefined) return known;
      let most = 0;
      for (const next of loops.keys()) {
        if (next === loop || !this.leads(loops[loop]?.[0] ?? 0, loops[next]?.[0] ?? 0)) continue;
        const shared = intersection(alphabets[loop] ?? [], alphabets[next] ?? []);
        const starts = (loops[loop] ?? []).flatMap((p) => this.from[p] ?? []);
        if (this.passes(starts, loops[next] ?? [], shared)) most = Math.max(most, length(next));
      }
      lengths.set(loop, 1 + most);
      return 1 + most;
    };
    let most = 0;
    for (const loop of loops.keys()) {
      const isNext = isSearched && this.passes(this.first, loops[loop] ?? [], alphabets[loop] ?? []);
      most = Math.max(most, length(loop) + (isNext ? 1 : 0));
    }
    return Math.max(1, most);
  }

  /** Whether characters of `shared` alone lead from the starts into a loop. */
  private passes(starts: readonly number[], loop: readonly number[], shared: CharacterSet): boolean {
    const isOpen = (p: number): boolean => {
      this.budget.spend();
      return overlap(this.sets[p] ?? [], shared);
    };
    const open = starts.filter(isOpen);
    const seen = new Set(open);
    for (let p = open.pop(); p !== undefined; p = open.pop()) {
      if (loop.includes(p)) return true;
      for (const q of this.from[p] ?? []) {
        if (seen.has(q) || !isOpen(q)) continue;
        seen.add(q);
        open.push(q);
      }
    }
    return false;
  }

  /** How many ways choices outside of loops multiply, as in `a?a?a?a?b`. */
  factor(): number {
    let ways = this.overlaps(this.first);
    for (const [p, targets] of this.from.entries()) {
      if (!this.leads(p, p)) ways = Math.min(ways * this.overlaps(targets), Number.MAX_SAFE_INTEGER);
    }
    return ways;
  }

  /** The most of these positions that one character can lead to. */
  private overlaps(targets: readonly number[]): number {
    const edges = targets.flatMap((p) =>
      (this.sets[p] ?? []).flatMap(([from, to]): [number, number][] => [
        [from, 1],
        [to + 1, -1],
      ]),
    );
    edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let now = 0;
    let most = 1;
    for (const [, change] of edges) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  }
}
