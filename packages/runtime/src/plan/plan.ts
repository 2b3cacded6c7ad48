import type { Delivery, OperatorKind, Origin, Stage } from '@sluice/ir';
import type { Dictionary, Kernels } from '@sluice/kernels';

/** A kernel, by its name in the contract of the kernels. */
export type KernelName =
  | keyof Pick<
      Kernels,
      | 'lines'
      | 'findRows'
      | 'splitFields'
      | 'fieldAt'
      | 'hash'
      | 'partition'
      | 'countFirsts'
      | 'countIds'
      | 'sumIds'
      | 'json'
      | 'logFields'
      | 'matchSteps'
      | 'gather'
    >
  | keyof Pick<Dictionary, 'intern' | 'internWords' | 'javaHashes'>;

/** What does the work of an operator, the fastest first. */
export type Tier =
  /** A loop over bytes in WebAssembly. */
  | 'kernel'
  /** A loop of the runtime over columns or whole batches; no text is decoded, no record made. */
  | 'loop'
  /** JavaScript generated from the expression, value by value. */
  | 'expression'
  /** Code of a person or of a component, record by record. */
  | 'script'
  /** A source or a sink: its component reads or writes. */
  | 'component';

/** What one operator does with a batch. */
export interface OperatorWork {
  readonly tier: Tier;
  /** Kernels it calls. */
  readonly kernels: readonly KernelName[];
  /** A plain sentence: what is done. */
  readonly does: string;
  /** A plain sentence: why no kernel does it; only where one could be thought of. */
  readonly whyNot?: string;
  /** A plain sentence: when it is done by the expression after all. */
  readonly unless?: string;
}

export interface PlannedOperator extends OperatorWork {
  readonly id: string;
  readonly kind: OperatorKind;
  /** The component it belongs to. */
  readonly component: string;
}

/** Operators that hand batches to each other by a call: nothing waits between them. */
export interface PlannedGroup {
  readonly operators: readonly PlannedOperator[];
  /** Executors and tasks it runs as. */
  readonly executors: number;
  readonly tasks: number;
  /** Threads they are spread over, where each has a core of its own. */
  readonly threads: number;
}

/** Something that holds records, and the most it holds. */
export interface PlannedBound {
  readonly what: string;
  readonly bound: string;
  readonly whenFull: string;
  /** The component it is, where it is one. */
  readonly component?: string;
}

/** How records get from one operator to another. */
export interface PlannedStream {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly connection?: string;
  readonly how: 'call' | 'queue' | 'transaction' | 'batch';
  /** A plain sentence: over which tasks records are spread, and by what. */
  readonly spread: string;
  readonly kernels: readonly KernelName[];
  /** A plain sentence: when the kernels are not called after all. */
  readonly unless?: string;
}

export interface PlannedStage {
  readonly id: string;
  readonly model: Stage['model'];
  readonly delivery: Delivery;
  readonly origin: Origin;
  readonly groups: readonly PlannedGroup[];
  readonly bounds: readonly PlannedBound[];
}

/** How a program is run: made from it, never written back. Plain JSON. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  /** Threads the run works on, where each has a core of its own; on a smaller machine there are fewer. */
  readonly threads: number;
  readonly stages: readonly PlannedStage[];
  readonly streams: readonly PlannedStream[];
}
