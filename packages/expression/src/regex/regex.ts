import { type Effort, judge } from './ambiguity.ts';
import { compileMachine, type Machine, mostInstructions } from './machine.ts';
import { printRegex } from './print.ts';
import { isNullable, parseRegex, type RegexNode } from './syntax.ts';

/** Longest text, in characters, that a regular expression looks at. */
export const mostMatched = 65_536;

/** Steps of the engine's own matcher that are allowed before the linear one takes over. */
const mostSteps = 10_000_000;

/** One match: offsets of the whole, and the texts of the groups (0 is the whole), null where a group took no part. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | null)[];
}

/** A pattern ready to match, or the reason why it may not be used. */
export type CompiledRegex =
  | { readonly pattern: Pattern; readonly problem?: undefined }
  | { readonly pattern?: undefined; readonly problem: string };

/** What is known of one capturing group. */
export interface GroupFacts {
  /** Inside a repetition engines disagree on which turn counts, so such a group has no value. */
  readonly isRepeated: boolean;
  /** May take no part in a match. */
  readonly isOptional: boolean;
}

/** A checked pattern. Matching takes time in proportion to the text, whatever the pattern and the text are. */
export class Pattern {
  readonly tree: RegexNode;
  readonly groups: readonly GroupFacts[];
  /** Longest text for the engine's own matcher; longer ones go to the linear one. */
  readonly mostNative: number;
  private readonly first: RegExp;
  private readonly next: RegExp;
  private machine: Machine | undefined;

  constructor(tree: RegexNode, { degree, factor }: Effort) {
    this.tree = tree;
    // V8 finds empty matches of \B inside of characters beyond U+FFFF.
    const isMisled = isNullable(tree) && hasKind(tree, 'no-boundary');
    this.mostNative = isMisled ? -1 : Math.floor((mostSteps / factor) ** (1 / degree));
    this.groups = groupFacts(tree);
    const source = printRegex(tree, 'javascript');
    this.first = new RegExp(source, 'u');
    this.next = new RegExp(source, 'gu');
  }

  /** The first match that begins at or after an offset. */
  exec(text: string, from = 0): RegexMatch | undefined {
    if (text.length > this.mostNative) return this.execLinear(text, from);
    this.next.lastIndex = from;
    const found = this.next.exec(text);
    if (!found) return undefined;
    return {
      start: found.index,
      end: found.index + found[0].length,
      groups: found.map((group, index) => (this.groups[index]?.isRepeated ? null : (group ?? null))),
    };
  }

  private get linear(): Machine | undefined {
    this.machine ??= compileMachine(this.tree, this.groups.length - 1);
    return this.machine;
  }

  /** Whether there is a match anywhere. */
  test(text: string): boolean {
    if (text.length <= this.mostNative) return this.first.test(text);
    return this.linear?.test(text) === true;
  }

  /** A group of the first match anywhere, or null. */
  extract(text: string, group: number): string | null {
    if (this.groups[group]?.isRepeated !== false) return null;
    if (text.length > this.mostNative) return this.execLinear(text, 0)?.groups[group] ?? null;
    return this.first.exec(text)?.[group] ?? null;
  }

  /** The first match, found without backtracking: slower on harmless patterns, never slow on others. */
  execLinear(text: string, from: number): RegexMatch | undefined {
    const slots = this.linear?.exec(text, from);
    if (!slots) return undefined;
    const groups = this.groups.map(({ isRepeated }, index) => {
      const [start, end] = [slots[2 * index] ?? -1, slots[2 * index + 1] ?? -1];
      return isRepeated || start < 0 || end < 0 ? null : text.slice(start, end);
    });
    return { start: slots[0] ?? 0, end: slots[1] ?? 0, groups };
  }
}

function groupFacts(tree: RegexNode): readonly GroupFacts[] {
  const facts: GroupFacts[] = [{ isRepeated: false, isOptional: false }];
  const visit = (node: RegexNode, isRepeated: boolean, isOptional: boolean): void => {
    switch (node.kind) {
      case 'group':
        facts[node.index] = { isRepeated, isOptional };
        visit(node.of, isRepeated, isOptional);
        break;
      case 'sequence':
        for (const item of node.items) visit(item, isRepeated, isOptional);
        break;
      case 'choice':
        for (const item of node.items) visit(item, isRepeated, true);
        break;
      case 'repeat':
        visit(node.of, isRepeated || node.max > 1, isOptional || node.min === 0);
        break;
      case 'look':
        visit(node.of, isRepeated, true);
        break;
      case 'empty':
      case 'set':
      case 'assert':
        break;
    }
  };
  visit(tree, false, false);
  return facts;
}

/** Whether a pattern has a part that looks ahead, or an assertion of a kind. */
function hasKind(node: RegexNode, kind: 'look' | 'no-boundary'): boolean {
  switch (node.kind) {
    case 'look':
      return kind === 'look' || hasKind(node.of, kind);
    case 'assert':
      return node.at === kind;
    case 'sequence':
    case 'choice':
      return node.items.some((item) => hasKind(item, kind));
    case 'group':
    case 'repeat':
      return hasKind(node.of, kind);
    case 'empty':
    case 'set':
      return false;
  }
}

/** Compiles a pattern of the expression language after checking that it can be matched in linear time. */
export function compileRegex(text: string): CompiledRegex {
  const parsed = parseRegex(text);
  if (parsed.problem !== undefined) return parsed;
  const effort = judge(parsed.tree);
  if (effort.problem !== undefined) return { problem: effort.problem };
  if (hasKind(parsed.tree, 'look')) {
    return { problem: 'Looking ahead, (?=…), cannot be used: it cannot be matched in linear time.' };
  }
  const pattern = new Pattern(parsed.tree, effort);
  if (pattern.mostNative < mostMatched && !compileMachine(parsed.tree, parsed.groups)) {
    return {
      problem: `The pattern is too large: with its repetitions written out it has more than ${mostInstructions} parts.`,
    };
  }
  return { pattern };
}

/** Says why a pattern may not be used (it does not parse, or may take exponential time), or undefined. */
export function checkRegex(text: string): string | undefined {
  const parsed = parseRegex(text);
  return parsed.problem ?? judge(parsed.tree as RegexNode).problem;
}

const mostKept = 1_000;
const kept = new Map<string, Pattern | undefined>();

/** The pattern of a checked text; compiled once. Undefined when it may not be used. */
export function patternOf(text: string): Pattern | undefined {
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= mostKept) kept.clear();
  const { pattern } = compileRegex(text);
  kept.set(text, pattern);
  return pattern;
}
