/** What the language takes from the run instead of from the machine. */
export interface RealmHooks {
  now(): number;
  random(): number;
  log(parts: readonly unknown[]): void;
}

/**
 * Makes the context a person's code runs in: everything the language brings cannot be changed any more, what could
 * reach out is gone, time and chance are those of the run. Sent to the runner process as text, as `sandbox` is.
 */
export function hardenRealm({ now, random, log }: RealmHooks): void {
  const { freeze, defineProperty, getPrototypeOf, getOwnPropertyDescriptor } = Object;
  const { ownKeys, construct } = Reflect;
  const RealDate = Date;
  const iterator: typeof Symbol.iterator = Symbol.iterator;
  const global = globalThis as unknown as { [name: string]: unknown };
  for (const name of [
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'WeakRef',
    'FinalizationRegistry',
    'console',
    'gc',
  ])
    delete global[name];
  Math.random = random;
  // The time is that of the batch: calling again gives the same again.
  const SafeDate = function (this: unknown, ...parts: unknown[]): unknown {
    if (new.target === undefined) return new RealDate(now()).toString();
    return construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
  };
  defineProperty(SafeDate, 'prototype', { value: RealDate.prototype });
  defineProperty(SafeDate, 'name', { value: 'Date' });
  Object.assign(SafeDate, { now: () => now(), UTC: RealDate.UTC, parse: RealDate.parse });
  RealDate.prototype.constructor = SafeDate as unknown as DateConstructor;
  global.Date = SafeDate;
  global.log = (...parts: unknown[]): void => log(parts);
  defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
  Error.stackTraceLimit = 20;
  allowOverrides();
  const seen = new Set<object>();
  const hidden: unknown[] = [
    getPrototypeOf(function* () {}),
    getPrototypeOf(async function () {}),
    getPrototypeOf(async function* () {}),
    getPrototypeOf(getPrototypeOf([][iterator]())),
    getPrototypeOf([][iterator]()),
    getPrototypeOf(''[iterator]()),
    getPrototypeOf(new Map()[iterator]()),
    getPrototypeOf(new Set()[iterator]()),
    getPrototypeOf(''.matchAll(/x/g)),
    getPrototypeOf(Uint8Array),
  ];
  const freezeAll = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
      return;
    seen.add(value);
    if (value !== globalThis) freeze(value);
    freezeAll(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const own = getOwnPropertyDescriptor(value, key);
      if (own === undefined) continue;
      if ('value' in own) freezeAll(own.value);
      else {
        freezeAll(own.get);
        freezeAll(own.set);
      }
    }
  };
  freezeAll(globalThis);
  for (const value of hidden) freezeAll(value);
  // The value is said again: a context hands definitions on to an object behind it, which has none yet.
  for (const key of ownKeys(global)) {
    const own = getOwnPropertyDescriptor(global, key);
    if (own?.configurable !== true) continue;
    if ('value' in own) {
      const { value, enumerable } = own as { value: unknown; enumerable: boolean };
      defineProperty(global, key, { value, enumerable, writable: false, configurable: false });
    } else defineProperty(global, key, { configurable: false });
  }

  /**
   * A frozen prototype would also forbid objects of one's own to have a property of the same name by assignment, as
   * `this.name = ...` in a class that extends Error does.
   */
  function allowOverrides(): void {
    const errors = [
      Error,
      TypeError,
      RangeError,
      SyntaxError,
      EvalError,
      ReferenceError,
      URIError,
      AggregateError,
    ];
    const places: (readonly [object, readonly string[]])[] = [
      [Object.prototype, ['toString', 'toLocaleString', 'valueOf', 'constructor', 'hasOwnProperty']],
      [Function.prototype, ['toString', 'constructor']],
      [Array.prototype, ['toString', 'constructor', 'length']],
      ...errors.map(
        (error) => [error.prototype as object, ['name', 'message', 'toString', 'constructor']] as const,
      ),
    ];
    for (const [place, names] of places) {
      for (const name of names) {
        const own = getOwnPropertyDescriptor(place, name);
        if (own === undefined || own.configurable !== true || !('value' in own)) continue;
        const { value } = own as { value: unknown };
        defineProperty(place, name, {
          get: () => value,
          set(this: object, next: unknown) {
            if (this === place) throw new TypeError(`Cannot change ${name}`);
            defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true });
          },
          enumerable: false,
          configurable: false,
        });
      }
    }
  }
}
