import type { hardenRealm } from './harden-realm.ts';
import type { sandbox } from './sandbox.ts';
import type { Driver, SandboxSettings } from './sandbox-contract.ts';

/** What the process is told to make: an instance, by its number. */
export interface Definition extends SandboxSettings {
  readonly id: number;
  /** JavaScript that gives the function; its first line is line 1 of what the person wrote. */
  readonly script: string;
}

/** Kinds of frames, to the process and from it. Each is the length of its body (u32), its kind (u32), its body. */
export const frames = { define: 1, call: 2, forget: 3, ready: 17, answer: 18, trouble: 19 } as const;

/**
 * The runner process. Sent as text to `node --permission -e`, so it uses no name from outside of itself: even `require` is handed in, which a bundler would take for its own. It reads a
 * frame, does it, writes one, and does nothing else: no event loop ever turns here, so that no promise of a person's
 * code goes on, and no timer, socket or message exists.
 */
export function runnerMain(load: (name: string) => unknown, sandboxText: string): void {
  const { readSync, writeSync } = load('node:fs') as typeof import('node:fs');
  const { randomBytes } = load('node:crypto') as typeof import('node:crypto');
  const vm = load('node:vm') as typeof import('node:vm');
  /** Should the parent die while a function loops: nobody else would end this process. */
  const orphanMs = 120_000;
  const headBytes = 8;
  const [define, call, forget, ready, answer, trouble] = [1, 2, 3, 17, 18, 19];

  interface Instance {
    readonly driver: Driver;
    readonly definition: Definition;
    /** Compiled once. A thread watches each run of it, which matters only when the parent is gone. */
    readonly run: import('node:vm').Script;
    readonly context: import('node:vm').Context;
  }
  const instances = new Map<number, Instance>();
  let input = Buffer.allocUnsafeSlow(1 << 20);
  let output = Buffer.allocUnsafeSlow(1 << 20);
  let filled = 0;
  let used = 0;

  for (;;) {
    const length = need(headBytes).readUInt32LE(0);
    const frame = need(headBytes + length);
    const kind = frame.readUInt32LE(4);
    const body = frame.subarray(headBytes, headBytes + length);
    if (kind === define) makeInstance(body);
    else if (kind === call) answerCall(body);
    else if (kind === forget) instances.delete(body.readUInt32LE(0));
    filled -= headBytes + length;
    if (filled > 0) input.copy(input, 0, headBytes + length, headBytes + length + filled);
  }

  /** The next bytes from the parent, as many at least. */
  function need(bytes: number): Buffer {
    if (bytes > input.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(bytes, input.length * 2));
      input.copy(larger, 0, 0, filled);
      input = larger;
    }
    while (filled < bytes) {
      const got = readSync(0, input, filled, input.length - filled, null);
      if (got === 0) process.exit(0);
      filled += got;
    }
    return input;
  }

  function reserve(bytes: number): void {
    if (used + bytes <= output.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(used + bytes, output.length * 2));
    output.copy(larger, 0, 0, used);
    output = larger;
  }

  function send(kind: number): void {
    output.writeUInt32LE(used - headBytes, 0);
    output.writeUInt32LE(kind, 4);
    for (let at = 0; at < used; ) at += writeSync(1, output, at, used - at);
  }

  function begin(): void {
    used = headBytes;
  }

  function u32(value: number): void {
    reserve(4);
    output.writeUInt32LE(value, used);
    used += 4;
  }

  function pad(): void {
    reserve(8);
    used = (used + 7) & ~7;
  }

  /** A text with its length before it; returns whether it is one byte a character. */
  function utf8(value: string): boolean {
    reserve(8 + value.length * 3);
    const bytes = output.write(value, used + 4, 'utf8');
    output.writeUInt32LE(bytes, used);
    used += 4 + bytes;
    return bytes === value.length;
  }

  function copyIn(from: ArrayBuffer, bytes: number): void {
    reserve(bytes + 8);
    output.set(new Uint8Array(from, 0, bytes), used);
    used += bytes;
  }

  function makeInstance(body: Buffer): void {
    const definition = JSON.parse(body.toString('utf8')) as Definition;
    const context = vm.createContext(Object.create(null) as object, {
      codeGeneration: { strings: false, wasm: false },
    });
    const { script, ...settings } = definition;
    // A lexical name cannot be listed, and this one cannot be guessed.
    const name = `driver_${randomBytes(16).toString('hex')}`;
    const driver = new vm.Script(
      `'use strict';const ${name}=(${sandboxText})(${JSON.stringify(settings)});${name}`,
      { filename: 'sandbox.js' },
    ).runInContext(context) as Driver;
    let problem = '';
    try {
      const made: unknown = new vm.Script(script, { filename: 'function.js' }).runInContext(context, {
        timeout: orphanMs,
      });
      if (!driver.take(made)) problem = '{"code":"FN_THROWN","reason":"The code gives no function."}';
    } catch (thrown) {
      problem = driver.describe(thrown);
    }
    begin();
    if (problem === '') {
      const run = new vm.Script(`${name}.run()`, { filename: 'call.js' });
      instances.set(definition.id, { driver, definition, run, context });
      send(ready);
      return;
    }
    utf8(problem);
    send(trouble);
  }

  function answerCall(body: Buffer): void {
    const instance = instances.get(body.readUInt32LE(0));
    if (instance === undefined) process.exit(4);
    const { driver, definition } = instance;
    const rows = body.readUInt32LE(4);
    driver.prepare(rows, body.readDoubleLE(8), body.readInt32LE(16));
    readColumns(body, instance, rows);
    const done = Number(instance.run.runInContext(instance.context, { timeout: orphanMs }));
    const given = driver.given(0);
    begin();
    u32(done);
    u32(given);
    const isPlain =
      definition.shape === 'filter' || definition.shape === 'emit' || definition.shape === 'flat-map';
    u32(isPlain || given !== done ? 1 : 0);
    u32(definition.shape === 'filter' ? 0 : definition.outputs.length);
    if (isPlain || given !== done) {
      const origins = new ArrayBuffer(given * 4);
      driver.origins(0, origins);
      copyIn(origins, given * 4);
    }
    pad();
    if (definition.shape !== 'filter') {
      for (let o = 0; o < definition.outputs.length; o++) writeColumn(driver, o, given);
    }
    let firstColumn = definition.outputs.length;
    for (let s = 1; s <= definition.streams.length; s++) {
      const count = driver.given(s);
      u32(count);
      const origins = new ArrayBuffer(count * 4);
      driver.origins(s, origins);
      copyIn(origins, count * 4);
      pad();
      const columns = (definition.streams[s - 1] as { outputs: readonly unknown[] }).outputs.length;
      for (let o = 0; o < columns; o++) writeColumn(driver, firstColumn + o, count);
      firstColumn += columns;
    }
    utf8(driver.troubles());
    send(answer);
  }

  /** Columns of a call: kind, then numbers, or starts and ends in characters with the text they cut. */
  function readColumns(body: Buffer, { driver, definition }: Instance, rows: number): void {
    const { maxRows, fields } = definition;
    let at = 24;
    for (let field = 0; field < fields.length; field++) {
      const kind = body.readUInt32LE(at);
      const bytes = body.readUInt32LE(at + 4);
      at += 8;
      if (kind === 0 || kind === 1) {
        const rowBytes = rows * 4;
        const target = new Uint8Array(driver.inputs, field * maxRows * 8, maxRows * 8);
        target.set(body.subarray(at, at + rowBytes), 0);
        target.set(body.subarray(at + rowBytes, at + 2 * rowBytes), maxRows * 4);
        at += 2 * rowBytes;
        driver.column(
          field,
          't',
          kind === 0 ? body.toString('latin1', at, at + bytes) : body.toString('utf8', at, at + bytes),
        );
      } else if (kind === 2) {
        new Uint8Array(driver.inputs, field * maxRows * 8, maxRows * 8).set(body.subarray(at, at + bytes));
        driver.column(field, 'n', '');
      } else driver.column(field, 'j', body.toString('utf8', at, at + bytes));
      at += bytes;
      at = (at + 7) & ~7;
    }
  }

  /** A column of an answer: kind, then ends in bytes with the text, or numbers, or JSON. */
  function writeColumn(driver: Driver, column: number, given: number): void {
    const kind = driver.kindOf(column);
    if (kind === 'n') {
      const numbers = new ArrayBuffer(given * 8);
      driver.numbersOf(column, numbers);
      u32(2);
      u32(given * 8);
      copyIn(numbers, given * 8);
    } else if (kind === 'j') {
      u32(3);
      utf8(driver.textOf(column));
    } else {
      const lengths = new ArrayBuffer(given * 4);
      driver.numbersOf(column, lengths);
      const text = driver.textOf(column);
      const kindAt = used;
      u32(0);
      const endsAt = used;
      reserve(given * 4);
      used += given * 4;
      if (!utf8(text)) output.writeUInt32LE(1, kindAt);
      const view = new Uint32Array(lengths);
      const isAscii = output.readUInt32LE(kindAt) === 0;
      let end = 0;
      let from = 0;
      for (let i = 0; i < given; i++) {
        const length = view[i] as number;
        end += isAscii ? length : Buffer.byteLength(text.slice(from, from + length));
        from += length;
        output.writeUInt32LE(end, endsAt + i * 4);
      }
    }
    pad();
  }
}

/** Everything the process runs, as one text. */
export function runnerSource(
  main: typeof runnerMain,
  inside: typeof sandbox,
  harden: typeof hardenRealm,
): string {
  // Some loaders give functions their names by a helper called `__name`.
  const insideText = `((__name)=>(settings)=>(${inside.toString()})(settings,(${harden.toString()})))((f)=>f)`;
  return `'use strict';((__name)=>(${main.toString()}))((f)=>f)(require,${JSON.stringify(insideText)});`;
}
