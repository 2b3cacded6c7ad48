import type { Batch, Implementation, Sink, Source, TaskContext } from '@sluice/runtime';
import { batchOfValues, heapSlabs } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';

/** A task context on a virtual clock that remembers what it was told. */
export interface FakeContext {
  readonly context: TaskContext;
  readonly host: VirtualHost;
  readonly prints: string[];
  readonly logs: string[];
  readonly saved: unknown[];
}

export function createFakeContext(changes: Partial<TaskContext> = {}): FakeContext {
  const host = new VirtualHost({ startMs: 10_000 });
  const prints: string[] = [];
  const logs: string[] = [];
  const saved: unknown[] = [];
  const context: TaskContext = {
    component: 'c',
    name: 'c',
    task: 0,
    tasks: 1,
    now: () => host.now(),
    random: () => 0.5,
    schedule: (delayMs, action) => host.schedule(delayMs, action),
    log: (level, message) => void logs.push(`${level}: ${message}`),
    print: (text) => void prints.push(text),
    count: () => {},
    gauge: () => {},
    files: host.files,
    kernels: host.kernels,
    slabs: heapSlabs,
    durable: { load: () => undefined, save: (state) => void saved.push(state), sync: () => undefined },
    capabilities: host.capabilities,
    deadLetter: () => {},
    openDataset: () => {
      throw new Error('no data sets here');
    },
    ...changes,
  };
  return { context, host, prints, logs, saved };
}

export function sinkOf(implementation: Implementation, config: object, context: TaskContext): Sink {
  if (implementation.kind !== 'sink') throw new Error('not a sink');
  return implementation.create(config as never, context);
}

export function sourceOf(implementation: Implementation, config: object, context: TaskContext): Source {
  if (implementation.kind !== 'source') throw new Error('not a source');
  return implementation.create(config as never, context);
}

/** A batch of pairs as the models hand it to a sink. */
export function pairs(...records: readonly (readonly [unknown, unknown])[]): Batch {
  return batchOfValues({ key: records.map((r) => r[0]), value: records.map((r) => r[1]) }, 0);
}

export function elements(...values: readonly unknown[]): Batch {
  return batchOfValues({ value: values }, 0);
}

/** The empty batch has no columns at all. */
export const nothing: Batch = { rows: 0, selection: undefined, columns: new Map(), ingestMs: 0 };
