import { type CharacterSet, has } from './character-set.ts';
import type { RegexNode } from './syntax.ts';

/**
 * Matches without backtracking: all ways are followed at once, one character at a time (Pike's machine), so that
 * the time is at most the length of the text times the size of the pattern. The preferred way wins, as in a
 * backtracking engine, so the matches are the same. Slower than the engine's own on harmless patterns.
 */
type Instruction =
  | { readonly op: 'set'; readonly set: CharacterSet }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly at: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly op: 'match' };

/** Largest program; counted repetitions are written out. */
export const mostInstructions = 600;

/** Offsets of the whole match and of each group: start at 2k, end at 2k + 1, -1 where a group took no part. */
export type Slots = Int32Array;

/** The program of a pattern, or undefined when it is too large or looks ahead. */
export function compileMachine(tree: RegexNode, groups: number): Machine | undefined {
  const program: Mutable[] = [];
  const compiler = new Compiler(program);
  if (!compiler.emit(tree)) return undefined;
  program.push({ op: 'match' });
  return new Machine(program, groups);
}

type Mutable = { -readonly [K in keyof Instruction]: Instruction[K] } & {
  first?: number;
  second?: number;
  to?: number;
};

class Compiler {
  private readonly program: Mutable[];

  constructor(program: Mutable[]) {
    this.program = program;
  }

  /** False when the program would be too large or the pattern looks ahead. */
  emit(node: RegexNode): boolean {
    const { program } = this;
    if (program.length >= mostInstructions) return false;
    switch (node.kind) {
      case 'empty':
        return true;
      case 'look':
        return false;
      case 'set':
        program.push({ op: 'set', set: node.set } as Mutable);
        return true;
      case 'assert':
        program.push({ op: 'assert', at: node.at } as Mutable);
        return true;
      case 'group': {
        program.push({ op: 'save', slot: 2 * node.index } as Mutable);
        const isDone = this.emit(node.of);
        program.push({ op: 'save', slot: 2 * node.index + 1 } as Mutable);
        return isDone;
      }
      case 'sequence':
        return node.items.every((item) => this.emit(item));
      case 'choice':
        return this.emitChoice(node.items);
      case 'repeat':
        return this.emitRepeat(node.of, node);
    }
  }

  private emitChoice(items: readonly RegexNode[]): boolean {
    const { program } = this;
    const jumps: Mutable[] = [];
    for (const [index, item] of items.entries()) {
      if (index === items.length - 1) {
        if (!this.emit(item)) return false;
        continue;
      }
      const split: Mutable = { op: 'split', first: program.length + 1, second: 0 };
      program.push(split);
      if (!this.emit(item)) return false;
      const jump: Mutable = { op: 'jump', to: 0 };
      program.push(jump);
      jumps.push(jump);
      split.second = program.length;
    }
    for (const jump of jumps) jump.to = program.length;
    return true;
  }

  private emitRepeat(
    of: RegexNode,
    { min, max, isLazy }: { readonly min: number; readonly max: number; readonly isLazy: boolean },
  ): boolean {
    const { program } = this;
    for (let copy = 0; copy < min; copy += 1) if (!this.emit(of)) return false;
    const split = (): Mutable => {
      const made: Mutable = { op: 'split' };
      program.push(made);
      return made;
    };
    const set = (made: Mutable, inside: number, outside: number): void => {
      made.first = isLazy ? outside : inside;
      made.second = isLazy ? inside : outside;
    };
    if (max === Number.POSITIVE_INFINITY) {
      const at = program.length;
      const head = split();
      if (!this.emit(of)) return false;
      program.push({ op: 'jump', to: at });
      set(head, at + 1, program.length);
      return true;
    }
    const heads: { readonly made: Mutable; readonly at: number }[] = [];
    for (let copy = min; copy < max; copy += 1) {
      heads.push({ at: program.length, made: split() });
      if (!this.emit(of)) return false;
    }
    for (const { made, at } of heads) set(made, at + 1, program.length);
    return true;
  }
}

function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
  );
}

/** The threads of one position, preferred ones first. */
class Threads {
  readonly pcs: number[] = [];
  readonly slots: Slots[] = [];

  clear(): void {
    this.pcs.length = 0;
    this.slots.length = 0;
  }
}

/** A compiled pattern. */
export class Machine {
  private readonly program: readonly Instruction[];
  private readonly slotCount: number;
  /** Which ASCII characters each instruction takes. */
  private readonly ascii: readonly (Uint8Array | undefined)[];

  constructor(program: readonly Mutable[], groups: number) {
    this.program = program as readonly Instruction[];
    this.slotCount = 2 * (groups + 1);
    this.ascii = this.program.map((instruction) =>
      instruction.op === 'set'
        ? Uint8Array.from({ length: 128 }, (_, code) => Number(has(instruction.set, code)))
        : undefined,
    );
  }

  /** Whether there is a match anywhere. */
  test(text: string): boolean {
    return this.run(text, 0, false) !== undefined;
  }

  /** The first match that begins at or after an offset. */
  exec(text: string, from: number): Slots | undefined {
    return this.run(text, from, true);
  }

  private run(text: string, from: number, wantsGroups: boolean): Slots | undefined {
    const marks = new Int32Array(this.program.length).fill(-1);
    let current = new Threads();
    let ahead = new Threads();
    let slots = new Int32Array(wantsGroups ? this.slotCount : 2);
    let found: Slots | undefined;
    for (let at = from; ; ) {
      if (found === undefined) {
        if (wantsGroups) slots = new Int32Array(this.slotCount).fill(-1);
        slots[0] = at;
        this.follow(0, slots, { text, at, threads: current, marks, wantsGroups });
      } else if (current.pcs.length === 0) return found;
      const code = at < text.length ? (text.codePointAt(at) as number) : -1;
      const next = at + (code > 0xffff ? 2 : 1);
      ahead.clear();
      for (let k = 0; k < current.pcs.length; k += 1) {
        const pc = current.pcs[k] as number;
        const own = current.slots[k] as Slots;
        if (this.program[pc]?.op === 'match') {
          found = own.slice();
          found[1] = at;
          if (!wantsGroups) return found;
          break;
        }
        if (code >= 0 && this.takes(pc, code)) {
          this.follow(pc + 1, own, { text, at: next, threads: ahead, marks, wantsGroups });
        }
      }
      if (code < 0) return found;
      [current, ahead] = [ahead, current];
      at = next;
    }
  }

  private takes(pc: number, code: number): boolean {
    if (code < 128) return this.ascii[pc]?.[code] === 1;
    const instruction = this.program[pc];
    return instruction?.op === 'set' && has(instruction.set, code);
  }

  /** Adds the threads an empty step away, preferred ones first; each instruction once a position. */
  private follow(
    start: number,
    slots: Slots,
    step: {
      readonly text: string;
      readonly at: number;
      readonly threads: Threads;
      readonly marks: Int32Array;
      readonly wantsGroups: boolean;
    },
  ): void {
    const { text, at, threads, marks, wantsGroups } = step;
    const open: number[] = [start];
    const held: Slots[] = [slots];
    for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
      const own = held.pop() as Slots;
      if (marks[pc] === at) continue;
      marks[pc] = at;
      const instruction = this.program[pc] as Instruction;
      switch (instruction.op) {
        case 'set':
        case 'match':
          threads.pcs.push(pc);
          threads.slots.push(own);
          break;
        case 'jump':
          open.push(instruction.to);
          held.push(own);
          break;
        case 'split':
          open.push(instruction.second, instruction.first);
          held.push(own, own);
          break;
        case 'save': {
          let saved = own;
          if (wantsGroups) {
            saved = own.slice();
            saved[instruction.slot] = at;
          }
          open.push(pc + 1);
          held.push(saved);
          break;
        }
        case 'assert':
          if (!holds(instruction.at, text, at)) break;
          open.push(pc + 1);
          held.push(own);
          break;
      }
    }
  }
}

function holds(assert: 'start' | 'end' | 'boundary' | 'no-boundary', text: string, at: number): boolean {
  if (assert === 'start') return at === 0;
  if (assert === 'end') return at === text.length;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (assert === 'boundary');
}
