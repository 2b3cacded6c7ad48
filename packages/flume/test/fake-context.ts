import { resolve } from 'node:path';
import { applyDefaults, type ComponentSpec } from '@sluice/component';
import type { JsonObject } from '@sluice/ir';
import type { Batch, Implementation, PullSource, PushSource, Sink, TaskContext } from '@sluice/runtime';
import { kernelSlabs } from '@sluice/runtime';
import { poisonedKernels } from '@sluice/testkit';

/** A context whose time and memory a test holds in its hands; `kill` is done by making a new task with it. */
export class FakeContext implements TaskContext {
  readonly component = 'k1';
  readonly name = 'k1';
  readonly task = 0;
  readonly tasks = 1;
  readonly logged: string[] = [];
  readonly printed: string[] = [];
  readonly counted = new Map<string, number>();
  nowMs = 1_339_527_274_123;
  state: JsonObject | undefined;
  capabilities = { exec: false, isPortAllowed: (): boolean => true };
  readonly files = { resolve: (path: string): string => resolve(path.replace(/^file:\/\//, '')) };
  readonly kernels = poisonedKernels();
  readonly slabs = kernelSlabs(this.kernels);
  readonly durable = {
    load: (): JsonObject | undefined =>
      this.state === undefined ? undefined : (JSON.parse(JSON.stringify(this.state)) as JsonObject),
    save: (state: JsonObject): void => {
      this.state = JSON.parse(JSON.stringify(state)) as JsonObject;
    },
    sync: (): void => undefined,
  };

  now(): number {
    return this.nowMs;
  }
  random(): number {
    return 0.5;
  }
  schedule(delayMs: number, action: () => void): () => void {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  }
  log(_level: string, message: string): void {
    this.logged.push(message);
  }
  print(text: string): void {
    this.printed.push(text);
  }
  count(name: string, by: number): void {
    this.counted.set(name, (this.counted.get(name) ?? 0) + by);
  }
  gauge(): void {}
  deadLetter(): void {}
  openDataset(): never {
    throw new Error('No data set here');
  }
}

/** A task of a component, its config filled up with defaults. */
export function create(
  run: Implementation,
  spec: ComponentSpec,
  { config = {}, context }: { readonly config?: JsonObject; readonly context: TaskContext },
): unknown {
  return run.create(applyDefaults(spec.config, config), context);
}

export const asSink = (task: unknown): Sink => task as Sink;
export const asPush = (task: unknown): PushSource => task as PushSource;
export const asPull = (task: unknown): PullSource => task as PullSource;
export type { Batch };
