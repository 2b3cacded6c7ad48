import type { hardenRealm } from './harden-realm.ts';
import type { Driver, SandboxSettings } from './sandbox-contract.ts';

/**
 * What stands around a person's function inside its context. `sandbox` is sent to the runner process as text and runs
 * there before anything else does: it uses no name from outside of itself, and everything it hands out is a text or a
 * number. `Driver` is its own object; the runner calls nothing else of the context.
 */

/** Makes the driver of one instance. Runs inside the context. */
export function sandbox(settings: SandboxSettings, harden: typeof hardenRealm): Driver {
  const { shape, fields, streams, maxRows, recordLimit, callLimit } = settings;
  const outputs = [...settings.outputs];
  /** The number of a stream's first output, and the stream of an output. */
  const firstOf: number[] = [];
  const streamOf: number[] = outputs.map(() => 0);
  for (let s = 0; s < streams.length; s++) {
    firstOf[s + 1] = outputs.length;
    for (const output of (streams[s] as { outputs: SandboxSettings['outputs'] }).outputs) {
      outputs.push(output);
      streamOf.push(s + 1);
    }
  }
  const { stringify, parse } = JSON;
  const isArray = Array.isArray;
  const { freeze, defineProperty, getOwnPropertyDescriptor, create } = Object;
  const { apply } = Reflect;
  const RealDate = Date;
  const lineOf = /function\.js:(\d+)/;
  const exec = RegExp.prototype.exec;
  const iterator: typeof Symbol.iterator = Symbol.iterator;
  let rows = 0;
  let nowMs = 0;
  let randomState = 1;

  harden({ now: () => nowMs, random, log });

  const width = settings.outputs.length;
  const mostLogs = 100;
  const texts: string[] = [];
  const lists: unknown[][] = [];
  const kinds: string[] = [];
  const inputs = new ArrayBuffer(Math.max(1, fields.length) * maxRows * 8);
  const starts = fields.map((_, f) => new Uint32Array(inputs, f * maxRows * 8, maxRows));
  const ends = fields.map((_, f) => new Uint32Array(inputs, f * maxRows * 8 + maxRows * 4, maxRows));
  const numbers = fields.map((_, f) => new Float64Array(inputs, f * maxRows * 8, maxRows));
  /** Values of each output; what is neither text nor number as its JSON in a list of one. */
  let values: unknown[][] = outputs.map(() => []);
  let modes: string[] = outputs.map(() => '');
  let origins: number[] = [];
  let count = 0;
  /** Records given to the other streams, from place 1; their origins; how many there were before the row at hand. */
  const counts: number[] = [0];
  const countsBefore: number[] = [0];
  let othersFrom: number[][] = [];
  let current = 0;
  let size = 0;
  let sizeBefore = 0;
  let isOver = false;
  let isRunning = false;
  let failures: unknown[] = [];
  let logs: string[] = [];
  let called: ((...values: unknown[]) => unknown) | undefined;

  const driver: Driver = {
    inputs,
    take(made) {
      if (typeof made !== 'function') return false;
      called = made as typeof called;
      return true;
    },
    column(field, kind, text) {
      kinds[field] = kind;
      texts[field] = text;
      lists[field] = kind === 'j' ? (parse(text) as unknown[]) : [];
    },
    prepare(next, now, seed) {
      rows = next;
      nowMs = now;
      randomState = seed | 1;
    },
    run() {
      if (isRunning) throw new TypeError('A function does not call its caller');
      isRunning = true;
      values = outputs.map(() => []);
      modes = outputs.map(() => '');
      origins = [];
      failures = [];
      logs = [];
      count = 0;
      size = 0;
      othersFrom = [];
      for (let s = 1; s <= streams.length; s++) {
        counts[s] = 0;
        othersFrom[s] = [];
      }
      const done = shape === 'reduce' ? reduce() : each();
      isRunning = false;
      return done;
    },
    given: (stream) => (stream === 0 ? count : (counts[stream] as number)),
    origins(stream, into) {
      const view = new Uint32Array(into);
      const from = stream === 0 ? origins : (othersFrom[stream] as number[]);
      const given = stream === 0 ? count : (counts[stream] as number);
      for (let i = 0; i < given; i++) view[i] = from[i] as number;
    },
    kindOf: (output) => (modes[output] === '' ? 't' : (modes[output] as string)),
    textOf(output) {
      const list = values[output] as unknown[];
      const given = givenOf(output);
      list.length = given;
      if (modes[output] !== 'j') return (list as string[]).join('');
      const parts: string[] = [];
      for (let i = 0; i < given; i++) {
        const value = list[i];
        parts[i] = isArray(value) ? (value[0] as string) : (stringify(value) as string);
      }
      return `[${parts.join(',')}]`;
    },
    numbersOf(output, into) {
      const list = values[output] as unknown[];
      const given = givenOf(output);
      if (modes[output] === 'n') {
        const view = new Float64Array(into);
        for (let i = 0; i < given; i++) view[i] = list[i] as number;
        return;
      }
      const view = new Uint32Array(into);
      for (let i = 0; i < given; i++) view[i] = (list[i] as string).length;
    },
    troubles: () => (failures.length + logs.length === 0 ? '' : stringify({ failures, logs })),
    describe: (thrown) => stringify(describe(thrown)),
  };
  freeze(emitTo);
  defineProperty(emit, 'to', { value: emitTo });
  freeze(emit);
  return freeze(driver);

  function givenOf(output: number): number {
    const stream = streamOf[output] as number;
    return stream === 0 ? count : (counts[stream] as number);
  }

  function random(): number {
    randomState ^= randomState << 13;
    randomState ^= randomState >>> 17;
    randomState ^= randomState << 5;
    return (randomState >>> 0) / 4294967296;
  }

  function log(parts: readonly unknown[]): void {
    if (logs.length >= mostLogs) return;
    const words: string[] = [];
    for (const part of parts) {
      const text = typeof part === 'string' ? part : stringify(part);
      words.push(typeof text === 'string' ? text : typeof part);
    }
    const text = words.join(' ');
    logs.push(text.length > 2000 ? `${text.slice(0, 2000)}…` : text);
  }

  function valueAt(field: number, row: number): unknown {
    switch (kinds[field]) {
      case 't':
        return (texts[field] as string).slice(
          (starts[field] as Uint32Array)[row],
          (ends[field] as Uint32Array)[row],
        );
      case 'n':
        return (numbers[field] as Float64Array)[row];
      default:
        return (lists[field] as unknown[])[row];
    }
  }

  /** Literals with computed names: objects of one shape, made fast. */
  function recordAt(row: number): object {
    const [a, b, c, d] = fields as [string, string, string, string];
    switch (fields.length) {
      case 1:
        return { [a]: valueAt(0, row) };
      case 2:
        return { [a]: valueAt(0, row), [b]: valueAt(1, row) };
      case 3:
        return { [a]: valueAt(0, row), [b]: valueAt(1, row), [c]: valueAt(2, row) };
      case 4:
        return { [a]: valueAt(0, row), [b]: valueAt(1, row), [c]: valueAt(2, row), [d]: valueAt(3, row) };
      default: {
        const record: { [name: string]: unknown } = {};
        for (let f = 0; f < fields.length; f++) {
          const value = valueAt(f, row);
          defineProperty(record, fields[f] as string, {
            value,
            writable: true,
            enumerable: true,
            configurable: true,
          });
        }
        return record;
      }
    }
  }

  function put(output: number, value: unknown, at: number): void {
    const type = (outputs[output] as { type: string }).type;
    const list = values[output] as unknown[];
    let mode: string;
    let kept = value;
    switch (typeof value) {
      case 'string':
        size += value.length;
        mode = 't';
        break;
      case 'number':
        size += 8;
        mode = 'n';
        break;
      case 'boolean':
      case 'undefined':
        size += 8;
        mode = 'j';
        if (value === undefined) kept = null;
        break;
      case 'object': {
        mode = 'j';
        if (value !== null) {
          const text = stringify(plain(value, 0));
          if (typeof text !== 'string') throw wrong('an object that JSON cannot say');
          size += text.length;
          kept = [text];
        }
        break;
      }
      default:
        throw wrong(`a ${typeof value}`);
    }
    if (type !== 'any' && kept !== null && !fits(type, kept)) {
      throw wrong(
        `${(outputs[output] as { name: string }).name} as ${isArray(kept) ? 'object' : typeof kept}, which is declared as ${type}`,
      );
    }
    if (size - sizeBefore > recordLimit) {
      isOver = true;
      throw wrong(`more than ${recordLimit} characters for one record`);
    }
    list[at] = kept;
    if (mode !== modes[output]) modes[output] = modes[output] === '' ? mode : 'j';
  }

  function fits(type: string, value: unknown): boolean {
    if (type === 'integer') return typeof value === 'number' && value % 1 === 0;
    if (type === 'double') return typeof value === 'number';
    return typeof value === type;
  }

  /** What JSON can say of an object, without `toJSON`, accessors of prototypes and depths nobody can read. */
  function plain(value: object, depth: number): unknown {
    if (depth > 60) throw wrong('an object more than 60 levels deep');
    if (isArray(value)) {
      const list: unknown[] = [];
      for (let i = 0; i < value.length; i++) list[i] = inner(value[i], depth);
      return list;
    }
    if (
      value instanceof Map ||
      value instanceof Set ||
      typeof (value as PromiseLike<unknown>).then === 'function'
    ) {
      throw wrong(
        `a ${value instanceof Map ? 'Map' : value instanceof Set ? 'Set' : 'promise'}; functions answer at once, with plain values`,
      );
    }
    if (value instanceof RealDate) return value.toISOString();
    const copy = create(null) as { [name: string]: unknown };
    for (const name of Object.keys(value)) {
      if (name === '__proto__' || name === 'constructor' || name === 'prototype') continue;
      copy[name] = inner((value as { [name: string]: unknown })[name], depth);
    }
    return copy;
  }

  function inner(value: unknown, depth: number): unknown {
    size += 8;
    if (size - sizeBefore > recordLimit) {
      isOver = true;
      throw wrong(`more than ${recordLimit} characters for one record`);
    }
    if (typeof value === 'object' && value !== null) return plain(value, depth + 1);
    if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
      throw wrong(`a ${typeof value}`);
    return value;
  }

  function wrong(what: string): Error {
    const error = new TypeError(`The function gave ${what}.`);
    defineProperty(error, 'isOutput', { value: true });
    return error;
  }

  function emit(first?: unknown): void {
    const given = arguments.length;
    if (given !== width)
      throw wrong(
        `${given} ${given === 1 ? 'value' : 'values'}, and ${width} ${width === 1 ? 'is' : 'are'} declared`,
      );
    if (isOver) throw wrong('more than a record may give');
    put(0, first, count);
    for (let o = 1; o < width; o++) put(o, arguments[o], count);
    origins[count] = current;
    count += 1;
  }

  /** Gives a record to a stream by its name. */
  function emitTo(name?: unknown): void {
    let s = 1;
    while (s <= streams.length && (streams[s - 1] as { name: string }).name !== name) s += 1;
    if (s > streams.length)
      throw wrong(
        `a tuple for the stream ${typeof name === 'string' ? short(name) : typeof name}, which is not declared`,
      );
    const declared = (streams[s - 1] as { outputs: readonly unknown[] }).outputs.length;
    const given = arguments.length - 1;
    if (given !== declared)
      throw wrong(
        `${given} ${given === 1 ? 'value' : 'values'} for the stream ${name as string}, and ${declared} ${declared === 1 ? 'is' : 'are'} declared`,
      );
    if (isOver) throw wrong('more than a record may give');
    const at = counts[s] as number;
    for (let o = 0; o < declared; o++) put((firstOf[s] as number) + o, arguments[o + 1], at);
    (othersFrom[s] as number[])[at] = current;
    counts[s] = at + 1;
  }

  function one(value: unknown): void {
    if (width === 1) put(0, value, count);
    else {
      // A pair: its key and its value.
      if (!isArray(value) || value.length !== width) throw wrong('something else than a pair [key, value]');
      for (let o = 0; o < width; o++) put(o, value[o], count);
    }
    origins[count] = current;
    count += 1;
  }

  function step(row: number): void {
    const f = called as (...values: unknown[]) => unknown;
    switch (shape) {
      case 'emit':
        nothing(f(recordAt(row), emit));
        return;
      case 'map':
        one(fields.length === 1 ? f(valueAt(0, row)) : f(valueAt(0, row), valueAt(1, row)));
        return;
      case 'filter': {
        const isKept = fields.length === 1 ? f(valueAt(0, row)) : f(valueAt(0, row), valueAt(1, row));
        if (typeof isKept === 'object' && isKept !== null) throw wrong('an object instead of true or false');
        if (isKept) {
          origins[count] = row;
          count += 1;
        }
        return;
      }
      case 'flat-map': {
        const list = fields.length === 1 ? f(valueAt(0, row)) : f(valueAt(0, row), valueAt(1, row));
        if (isArray(list)) {
          for (let i = 0; i < list.length; i++) one(list[i]);
        } else if (typeof list === 'object' && list !== null && iterator in list) {
          for (const value of list as Iterable<unknown>) one(value);
        } else throw wrong(`${list === null ? 'null' : typeof list} instead of a list`);
        return;
      }
      default:
        nothing(fields.length === 1 ? f(valueAt(0, row)) : f(valueAt(0, row), valueAt(1, row)));
    }
  }

  function nothing(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    if (typeof (answer as { then?: unknown }).then === 'function')
      throw wrong('a promise; functions answer at once');
  }

  function each(): number {
    for (let row = 0; row < rows; row++) {
      const before = count;
      for (let s = 1; s <= streams.length; s++) countsBefore[s] = counts[s] as number;
      sizeBefore = size;
      isOver = false;
      current = row;
      try {
        step(row);
        if (isOver) throw wrong('more than a record may give');
      } catch (thrown) {
        count = before;
        for (let s = 1; s <= streams.length; s++) counts[s] = countsBefore[s] as number;
        fail(row, thrown);
      }
      if (size > callLimit) return row + 1;
    }
    return rows;
  }

  /** Joins values by key; records of which a value cannot be joined fail, the others go on. */
  function reduce(): number {
    const f = called as (...values: unknown[]) => unknown;
    const soFar = new Map<unknown, unknown>();
    const last = fields.length - 1;
    for (let row = 0; row < rows; row++) {
      const key = last === 0 ? '' : valueAt(0, row);
      const name = typeof key === 'object' ? stringify(key) : key;
      const value = valueAt(last, row);
      current = row;
      if (!soFar.has(name)) soFar.set(name, [key, value]);
      else {
        try {
          const pair = soFar.get(name) as unknown[];
          pair[1] = f(pair[1], value);
        } catch (thrown) {
          fail(row, thrown);
        }
      }
    }
    for (const pair of soFar.values()) {
      sizeBefore = size;
      const before = count;
      try {
        if (last === 0) one((pair as unknown[])[1]);
        else one(pair);
      } catch (thrown) {
        count = before;
        fail(current, thrown);
      }
    }
    return rows;
  }

  function fail(row: number, thrown: unknown): void {
    failures.push({ row, ...describe(thrown) });
  }

  function describe(thrown: unknown): { code: string; reason: string; line?: number } {
    try {
      if (typeof thrown !== 'object' || thrown === null) {
        const text = typeof thrown === 'symbol' ? 'a symbol' : `${thrown}`;
        return { code: 'FN_THROWN', reason: short(text) };
      }
      const { name, message, stack } = thrown as { name: unknown; message: unknown; stack: unknown };
      const isOutput = getOwnPropertyDescriptor(thrown, 'isOutput')?.value === true;
      const said = typeof message === 'string' && message !== '' ? message : 'no message';
      const reason = short(isOutput ? said : `${typeof name === 'string' ? name : 'Error'}: ${said}`);
      const found = typeof stack === 'string' ? apply(exec, lineOf, [stack]) : null;
      const code = isOutput ? 'FN_OUTPUT' : 'FN_THROWN';
      return found === null ? { code, reason } : { code, reason, line: Number(found[1]) };
    } catch {
      return { code: 'FN_THROWN', reason: 'It threw something that cannot be read.' };
    }
  }

  function short(text: string): string {
    return text.length > 400 ? `${text.slice(0, 400)}…` : text;
  }
}
