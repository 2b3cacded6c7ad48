import { type CharacterSet, complement, intersection, overlap, union } from './character-set.ts';
import { parseRegex, type RegexNode } from './syntax.ts';

/** A run of characters of one set, as many as there are, and a text after it. */
export interface PatternStep {
  /** ASCII characters of the run: 1 at the code of each. */
  readonly ascii: Uint8Array;
  /** Whether all characters from U+0080 on belong to the run; otherwise none does. */
  readonly takesOthers: boolean;
  readonly min: number;
  /** Infinity when there is no limit. */
  readonly max: number;
  /** ASCII codes that come after the run. */
  readonly then: readonly number[];
  /** Edge of a group just before the run, and just behind it. */
  readonly before: GroupEdge | undefined;
  readonly after: GroupEdge | undefined;
}

export interface GroupEdge {
  readonly group: number;
  readonly edge: 'start' | 'end';
}

/**
 * A pattern that is matched from left to right without going back. When all steps succeed, they give what a backtracking
 * engine finds, as theirs is the first way it tries.
 */
export interface PatternSteps {
  readonly steps: readonly PatternStep[];
  /** Matches at the start of the text only. */
  readonly isAnchored: boolean;
  /** Matches only up to the end of the text. */
  readonly reachesEnd: boolean;
  /** Where the steps fail there is no match; otherwise that is only known by trying. */
  readonly isCertain: boolean;
  /** Right for ASCII texts only. */
  readonly needsAscii: boolean;
}

type StepsOrNot =
  | { readonly steps: PatternSteps; readonly whyNot?: undefined }
  | { readonly steps?: undefined; readonly whyNot: string };

interface Run {
  readonly kind: 'run';
  readonly set: CharacterSet;
  readonly min: number;
  readonly max: number;
  readonly isLazy: boolean;
}
type Item = Run | ({ readonly kind: 'edge' } & GroupEdge) | { readonly kind: 'start' | 'end' | 'rest' };

const ascii: CharacterSet = [[0, 127]];
const others = complement(ascii);

class Refused extends Error {}

/** Reads a pattern as steps, or says why it is none of that kind. */
export function patternSteps(pattern: string): StepsOrNot {
  const { tree, problem } = parseRegex(pattern);
  if (tree === undefined) return { whyNot: problem };
  try {
    const items: Item[] = [];
    flatten(tree, items);
    return { steps: build(items) };
  } catch (error) {
    if (error instanceof Refused) return { whyNot: error.message };
    throw error;
  }
}

function flatten(node: RegexNode, into: Item[]): void {
  switch (node.kind) {
    case 'empty':
      return;
    case 'set':
      into.push({ kind: 'run', set: node.set, min: 1, max: 1, isLazy: false });
      return;
    case 'sequence':
      node.items.forEach((item, index) => {
        const next = node.items[index + 1];
        // What Java's `$` leaves out: a line end, if there is one.
        const isRest = next?.kind === 'assert' && next.at === 'end' && isOptional(item);
        if (isRest) into.push({ kind: 'rest' });
        else flatten(item, into);
      });
      return;
    case 'group':
      into.push({ kind: 'edge', group: node.index, edge: 'start' });
      flatten(node.of, into);
      into.push({ kind: 'edge', group: node.index, edge: 'end' });
      return;
    case 'assert':
      if (node.at !== 'start' && node.at !== 'end')
        throw new Refused('The pattern looks for word boundaries.');
      into.push({ kind: node.at });
      return;
    case 'repeat':
      if (node.of.kind !== 'set') throw new Refused('The pattern repeats more than one character.');
      into.push({ kind: 'run', set: node.of.set, min: node.min, max: node.max, isLazy: node.isLazy });
      return;
    case 'choice':
      if (!node.items.every((item) => item.kind === 'set'))
        throw new Refused('The pattern has alternatives.');
      into.push({
        kind: 'run',
        set: union(node.items.flatMap((item) => (item.kind === 'set' ? [item.set] : []))),
        min: 1,
        max: 1,
        isLazy: false,
      });
      return;
    case 'look':
      throw new Refused('The pattern looks ahead.');
  }
}

/** Whether a part without groups may be missing, and is no run. */
function isOptional(node: RegexNode): boolean {
  return node.kind === 'repeat' && node.min === 0 && node.of.kind !== 'set' && !hasGroup(node.of);
}

function hasGroup(node: RegexNode): boolean {
  switch (node.kind) {
    case 'group':
      return true;
    case 'sequence':
    case 'choice':
      return node.items.some(hasGroup);
    case 'repeat':
    case 'look':
      return hasGroup(node.of);
    default:
      return false;
  }
}

function build(all: readonly Item[]): PatternSteps {
  const isAnchored = all[0]?.kind === 'start';
  const reachesEnd = all.at(-1)?.kind === 'end';
  // At the end of a text there is no rest to be tried; elsewhere there may be.
  const hasRest = reachesEnd && all.at(-2)?.kind === 'rest';
  const items = all.slice(isAnchored ? 1 : 0, hasRest ? -2 : reachesEnd ? -1 : undefined);
  if (items.some(({ kind }) => kind === 'start' || kind === 'end' || kind === 'rest'))
    throw new Refused('The pattern has ^ or $ inside.');
  if (!items.some((item) => item.kind === 'run')) throw new Refused('The pattern is empty.');
  const writer = new StepWriter();
  let isCertain = !hasRest;
  items.forEach((item, index) => {
    if (item.kind === 'edge') {
      writer.edge(item);
      return;
    }
    if (item.kind !== 'run') return;
    const code = literalOf(item);
    if (code !== undefined) {
      writer.literal(code);
      return;
    }
    const next = nextOf(items, index);
    if (item.min === item.max) {
      writer.run(item, item.set);
      return;
    }
    const isShared = overlap(item.set, next.set);
    if (isShared) isCertain = false;
    if (item.isLazy) {
      if (next.isNullable && (!reachesEnd || hasRest))
        throw new Refused('A lazy repetition ends the pattern.');
      if (next.isNullable && isShared) throw new Refused('What a lazy repetition ends at may be missing.');
      writer.run(item, isShared ? intersection(item.set, complement(next.set)) : item.set);
      return;
    }
    const isAllTaken = item.max === Number.POSITIVE_INFINITY && !overlap(next.set, complement(item.set));
    if (!next.isNullable && isAllTaken)
      throw new Refused('A repetition takes what has to come after it, as in .*x.');
    writer.run(item, item.set);
  });
  const steps = writer.end();
  const first = steps[0];
  const seeks = first?.max === 0 && first.then.length > 0;
  return {
    steps,
    isAnchored,
    reachesEnd,
    isCertain: isCertain && (isAnchored || seeks),
    needsAscii: writer.needsAscii,
  };
}

/** Characters that can come first after an item, and whether nothing has to come. */
function nextOf(
  items: readonly Item[],
  index: number,
): { readonly set: CharacterSet; readonly isNullable: boolean } {
  const sets: CharacterSet[] = [];
  for (const item of items.slice(index + 1)) {
    if (item.kind !== 'run') continue;
    sets.push(item.set);
    if (item.min > 0) return { set: union(sets), isNullable: false };
  }
  return { set: union(sets), isNullable: true };
}

function literalOf({ set, min, max }: Run): number | undefined {
  const [range, ...rest] = set;
  if (min !== 1 || max !== 1 || rest.length > 0 || !range || range[0] !== range[1]) return undefined;
  return range[0] < 0x80 ? range[0] : undefined;
}

interface OpenStep {
  ascii: Uint8Array;
  takesOthers: boolean;
  min: number;
  max: number;
  readonly then: number[];
  before: GroupEdge | undefined;
  after: GroupEdge | undefined;
}

class StepWriter {
  readonly #steps: OpenStep[] = [];
  /** Edges since the last run or literal. */
  #edges: GroupEdge[] = [];
  needsAscii = false;

  edge({ group, edge }: GroupEdge): void {
    this.#edges.push({ group, edge });
  }

  run(run: Run, set: CharacterSet): void {
    this.#place();
    const step = this.#begin();
    step.min = run.min;
    step.max = run.max;
    for (const [from, to] of intersection(set, ascii)) step.ascii.fill(1, from, to + 1);
    const high = intersection(set, others);
    step.takesOthers = high.length > 0 && intersection(others, complement(set)).length === 0;
    // Bytes are counted, not characters; and a set of some of the others is not known by its bytes.
    const isCounted = run.min > 1 || run.max !== Number.POSITIVE_INFINITY;
    if (high.length > 0 && (!step.takesOthers || isCounted)) this.needsAscii = true;
  }

  literal(code: number): void {
    const last = this.#steps.at(-1);
    // An edge behind a run lies before the text that follows it.
    if (last && last.then.length === 0 && this.#edges.length <= 1) {
      last.after = this.#edges[0];
      this.#edges = [];
    } else if (!last || this.#edges.length > 0) {
      this.#place();
      this.#begin();
    }
    this.#steps.at(-1)?.then.push(code);
  }

  end(): readonly PatternStep[] {
    this.#place();
    if (this.#edges.length > 0) this.#begin();
    if (this.#edges.length > 0) throw new Refused('Groups begin or end at the same place.');
    return this.#steps;
  }

  /** Leaves the first of two edges behind the run before. */
  #place(): void {
    const last = this.#steps.at(-1);
    if (!last || last.then.length > 0 || this.#edges.length === 0) return;
    last.after = this.#edges.shift();
  }

  #begin(): OpenStep {
    const [before, ...rest] = this.#edges;
    if (rest.length > 0) throw new Refused('Groups begin or end at the same place.');
    this.#edges = [];
    const step: OpenStep = {
      ascii: new Uint8Array(128),
      takesOthers: false,
      min: 0,
      max: 0,
      then: [],
      before,
      after: undefined,
    };
    this.#steps.push(step);
    return step;
  }
}
