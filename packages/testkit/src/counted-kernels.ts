import { createKernels, type Dictionary, type JsonKernel, type Kernels } from '@sluice/kernels';

/** Kernels that count how often each function of theirs, and of what they make, is called. */
export interface CountedKernels {
  readonly kernels: Kernels;
  /** Calls by name, such as `findRows`, `internWords` and `json`. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Makes kernels whose calls are counted. */
export function countedKernels(): CountedKernels {
  const calls = new Map<string, number>();
  const count = (name: string): void => void calls.set(name, (calls.get(name) ?? 0) + 1);
  const watched = <T extends object>(
    target: T,
    made: (name: string, result: unknown) => unknown,
    named = (name: string): string | undefined => name,
  ): T =>
    new Proxy(target, {
      get(object, key) {
        const value = Reflect.get(object, key, object) as unknown;
        if (typeof value !== 'function' || typeof key !== 'string') return value;
        return (...args: unknown[]): unknown => {
          const result = made(key, Reflect.apply(value, object, args) as unknown);
          const name = named(key);
          if (name !== undefined) count(name);
          return result;
        };
      },
    });
  const asIs = (_name: string, result: unknown): unknown => result;
  const kernels = watched(
    createKernels({ maximumBytes: 64 * 1024 * 1024 }),
    (name, result) => {
      if (name === 'createDictionary') return watched(result as Dictionary, asIs);
      if (name === 'json' && result !== undefined) return watched(result as JsonKernel, asIs, () => 'json');
      return result;
    },
    (name) => (name === 'json' ? undefined : name),
  );
  return { kernels, calls };
}
