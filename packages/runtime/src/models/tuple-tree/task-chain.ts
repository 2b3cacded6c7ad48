import type { Operator } from '@sluice/ir';
import { type Batch, liveRows } from '../../batch.ts';
import { RunError } from '../../errors.ts';
import type { Script, ScriptOutput, Sink } from '../../implementation.ts';
import { ownedBy } from '../../operators/borrowing.ts';
import type { Transform } from '../../operators/transform.ts';
import type { StageInput } from '../model.ts';
import type { PlannedComponent } from './topology-plan.ts';

/** Receives what a task emits on an output of its component. */
export type Outlet = (operator: string, output: string, batch: Batch) => void;

const defaultTickMs = 100;
const none: readonly Batch[] = [];

type Step =
  | { readonly kind: 'source' }
  | { readonly kind: 'transform'; readonly transform: Transform }
  | { readonly kind: 'script'; readonly script: Script }
  | { readonly kind: 'sink'; readonly sink: Sink };

/**
 * The operators of one task of a component. Inside, batches are handed on at once; what leaves goes to the outlet.
 */
export class TaskChain {
  readonly #operators: readonly Operator[];
  readonly #steps: Step[];
  readonly #emits: ((output: string, batch: Batch) => void)[];
  readonly #outputs: readonly ScriptOutput[];
  /** What a script is at work on, by step: what comes meanwhile is handed to it afterwards. */
  readonly #working = new Map<number, Promise<void>>();
  readonly #indexOf = new Map<string, number>();
  readonly sink: Sink | undefined;
  /** Time between ticks; undefined when nothing here ticks. */
  readonly tickEveryMs: number | undefined;
  /** Something here emits at ticks: what it holds is not settled before the next one. */
  readonly speaksAtTicks: boolean;
  #writes: Promise<void>[] = [];
  #failed: Batch[] = [];

  constructor(component: PlannedComponent, task: number, input: StageInput, outlet: Outlet) {
    this.#operators = component.operators;
    for (const [index, operator] of component.operators.entries()) this.#indexOf.set(operator.id, index);
    this.#steps = component.operators.map((operator) => createStep(operator, task, input));
    this.#emits = component.operators.map((operator) => {
      const inner = component.inner.filter((s) => s.from.operator === operator.id);
      const isOpen = (output: string): boolean =>
        !inner.some((s) => s.from.output === output) ||
        component.outgoing.some((s) => s.from.operator === operator.id && s.from.output === output);
      return (output, batch) => {
        if (liveRows(batch) === 0) return;
        for (const stream of inner) {
          if (stream.from.output === output)
            this.#run(this.indexOf(stream.to.operator), stream.to.input, batch);
        }
        if (isOpen(output)) outlet(operator.id, output, batch);
      };
    });
    this.#outputs = this.#emits.map((emit) => ({ emit, fail: (rows) => void this.#failed.push(rows) }));
    const sinks = this.#steps.flatMap((step) => (step.kind === 'sink' ? [step.sink] : []));
    this.sink = sinks[0];
    this.speaksAtTicks = this.#steps.some((step) => step.kind !== 'sink' && tickMsOf(step) !== undefined);
    const ticks = this.#steps.map(tickMsOf).filter((ms) => ms !== undefined);
    this.tickEveryMs = ticks.length === 0 ? undefined : Math.min(...ticks);
  }

  /** Something here will speak at a tick although nothing more arrives. */
  get isHolding(): boolean {
    return this.#steps.some((step) => step.kind === 'transform' && step.transform.isHolding?.() === true);
  }

  /** Place of an operator in the chain. */
  indexOf(operator: string): number {
    return this.#indexOf.get(operator) ?? 0;
  }

  /** Opens the sink. */
  async open(): Promise<void> {
    await this.sink?.open?.();
  }

  start(nowMs: number): void {
    for (const step of this.#steps) if (step.kind === 'transform') step.transform.start?.(nowMs);
  }

  /** Executes a batch; a promise when a sink or a script is still at it. Throws what an operator throws. */
  execute(index: number, port: string, batch: Batch): void | Promise<void> {
    this.#run(index, port, batch);
    return this.#written();
  }

  /** Rows that scripts have failed since the last call. */
  takeFailed(): readonly Batch[] {
    if (this.#failed.length === 0) return none;
    const failed = this.#failed;
    this.#failed = [];
    return failed;
  }

  /** Hands records a source has read to what follows it. */
  emitFromSource(batch: Batch): void {
    const source = this.#operators[0] as Operator;
    (this.#emits[0] as (output: string, batch: Batch) => void)(source.outputs[0]?.name ?? 'out', batch);
  }

  tick(nowMs: number): void | Promise<void> {
    this.#steps.forEach((step, index) => {
      const emit = this.#emits[index] as (output: string, batch: Batch) => void;
      if (step.kind === 'transform') step.transform.tick?.(nowMs, emit);
      else if (step.kind === 'script' && step.script.tick) {
        this.#work(index, (script, output) => script.tick?.(output));
      } else if (step.kind === 'sink') {
        const writing = step.sink.tick?.();
        if (writing) this.#writes.push(writing);
      }
    });
    return this.#written();
  }

  /** All input has come to its end. */
  finish(): void | Promise<void> {
    this.#steps.forEach((step, index) => {
      if (step.kind !== 'transform') return;
      step.transform.finish?.(this.#emits[index] as (output: string, batch: Batch) => void);
    });
    return this.#written();
  }

  async close(): Promise<void> {
    for (const step of this.#steps) {
      if (step.kind === 'script') step.script.close?.();
      if (step.kind === 'sink') await step.sink.close();
    }
  }

  #run(index: number, port: string, batch: Batch): void {
    const step = this.#steps[index] as Step;
    const emit = this.#emits[index] as (output: string, batch: Batch) => void;
    switch (step.kind) {
      case 'transform':
        step.transform.process(ownedBy(this.#operators[index] as Operator, batch), port, emit);
        return;
      case 'script':
        this.#work(index, (script, output) =>
          script.process(ownedBy(this.#operators[index] as Operator, batch), output),
        );
        return;
      case 'sink': {
        const writing = step.sink.write(batch, {});
        if (writing) this.#writes.push(writing);
        return;
      }
      case 'source':
        return;
    }
  }

  /** A script does one thing after another, as it was asked. */
  #work(index: number, ask: (script: Script, output: ScriptOutput) => void | Promise<void>): void {
    const step = this.#steps[index];
    if (step?.kind !== 'script') return;
    const output = this.#outputs[index] as ScriptOutput;
    const before = this.#working.get(index);
    const working = before ? before.then(() => ask(step.script, output)) : ask(step.script, output);
    if (!working) return;
    const settled = working.finally(() => {
      if (this.#working.get(index) === settled) this.#working.delete(index);
    });
    this.#working.set(index, settled);
    this.#writes.push(settled);
  }

  /** What a script emits late may be written later still. */
  #written(): void | Promise<void> {
    if (this.#writes.length === 0) return;
    const writes = this.#writes;
    this.#writes = [];
    return Promise.all(writes).then(() => this.#written());
  }
}

function createStep(operator: Operator, task: number, input: StageInput): Step {
  if (operator.kind === 'source') return { kind: 'source' };
  if (operator.kind !== 'sink' && operator.kind !== 'script') {
    return { kind: 'transform', transform: input.createTransform(operator, task) };
  }
  const implementation = input.host.implementations[operator.run];
  if (implementation?.kind !== operator.kind) {
    throw new RunError('RUN_IMPLEMENTATION_MISSING', `Nothing here runs ${operator.run}.`);
  }
  const made = implementation.create(operator.config, input.contextOf(operator, task));
  return operator.kind === 'sink'
    ? { kind: 'sink', sink: made as Sink }
    : { kind: 'script', script: made as Script };
}

function tickMsOf(step: Step): number | undefined {
  switch (step.kind) {
    case 'transform':
      return step.transform.tick ? (step.transform.tickEveryMs ?? defaultTickMs) : undefined;
    case 'script':
      return step.script.tick ? (step.script.tickEveryMs ?? defaultTickMs) : undefined;
    case 'sink':
      return step.sink.tick ? defaultTickMs : undefined;
    case 'source':
      return undefined;
  }
}
