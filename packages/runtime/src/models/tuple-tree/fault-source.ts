import type { TupleTreeStage } from '@sluice/ir';
import { type Batch, liveRows } from '../../batch.ts';
import type { Fault } from '../../run-contract.ts';
import type { XorShift } from './xor-shift.ts';

/** The rows of a batch by what becomes of them; what is undefined has no rows. */
export interface Fates {
  readonly executed: Batch | undefined;
  readonly failed: Batch | undefined;
  readonly dropped: Batch | undefined;
}

/** The faults of one stage: those of its bolts' fields and those the host injects. The larger of both counts. */
export class FaultSource {
  readonly #own = new Map<string, { failFraction: number; dropFraction: number; delayMs: number }>();
  readonly #hostFault: (component: string) => Fault | undefined;

  constructor(stage: TupleTreeStage, hostFault: (component: string) => Fault | undefined) {
    this.#hostFault = hostFault;
    for (const [component, fault] of Object.entries(stage.faults ?? {})) {
      this.#own.set(component, { failFraction: 0, dropFraction: 0, delayMs: 0, ...fault });
    }
  }

  /** Takes a live field of a bolt, in the units of its form (per cent, ms). False when the field is no fault. */
  configure(component: string, field: string, value: unknown): boolean {
    if (field !== 'failFraction' && field !== 'dropFraction' && field !== 'delayMs') return false;
    const number = typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : 0;
    const own = this.#own.get(component) ?? { failFraction: 0, dropFraction: 0, delayMs: 0 };
    own[field] = field === 'delayMs' ? number : Math.min(1, number / 100);
    this.#own.set(component, own);
    return true;
  }

  /** What is set on a component now; undefined when nothing is. */
  of(component: string): Required<Fault> | undefined {
    const own = this.#own.get(component);
    const host = this.#hostFault(component);
    if (own === undefined && host === undefined) return undefined;
    const fault = {
      failFraction: Math.max(own?.failFraction ?? 0, host?.failFraction ?? 0),
      dropFraction: Math.max(own?.dropFraction ?? 0, host?.dropFraction ?? 0),
      delayMs: Math.max(own?.delayMs ?? 0, host?.delayMs ?? 0),
    };
    return fault.failFraction > 0 || fault.dropFraction > 0 || fault.delayMs > 0 ? fault : undefined;
  }
}

/** Draws for every live row whether it is executed, fails or is dropped. */
export function drawFates(batch: Batch, fault: Required<Fault>, random: XorShift): Fates {
  const { failFraction, dropFraction } = fault;
  if (failFraction <= 0 && dropFraction <= 0)
    return { executed: batch, failed: undefined, dropped: undefined };
  const live = liveRows(batch);
  const executed: number[] = [];
  const failed: number[] = [];
  const dropped: number[] = [];
  for (let i = 0; i < live; i++) {
    const row = batch.selection ? (batch.selection[i] as number) : i;
    const draw = random.fraction();
    if (draw < failFraction) failed.push(row);
    else if (draw < failFraction + dropFraction) dropped.push(row);
    else executed.push(row);
  }
  const part = (rows: number[]): Batch | undefined =>
    rows.length === 0 ? undefined : { ...batch, selection: Uint32Array.from(rows) };
  return { executed: part(executed), failed: part(failed), dropped: part(dropped) };
}
