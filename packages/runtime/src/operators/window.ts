import type { WindowOperator } from '@sluice/ir';
import type { Batch } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { concatBatches } from '../batch-cut.ts';
import type { Transform, TransformOptions } from './transform.ts';

interface WindowSnapshot {
  readonly zeroMs: number | undefined;
  readonly panes: readonly { readonly timeMs: number; readonly batches: readonly Batch[] }[];
  /** Records of the batch that is not complete; none in a checkpoint. */
  readonly current: readonly Batch[];
}

/**
 * Passes on, at each slide, the records of batch times in (t - length, t], oldest first. The first windows are
 * partial; a slide longer than the window leaves gaps.
 */
export function createWindow(operator: WindowOperator, options: TransformOptions): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  let current: Batch[] = [];
  let panes: { readonly timeMs: number; readonly batches: readonly Batch[] }[] = [];
  let zeroMs: number | undefined;
  return {
    start(atMs) {
      zeroMs = atMs;
    },
    process(batch) {
      if (liveRows(batch) > 0) current.push(batch);
    },
    closeBatch(timeMs, emit) {
      zeroMs ??= timeMs - (options.inputSlideMs ?? operator.slideMs);
      // One batch a pane: thousands of slivers would keep their slabs alive for the length of the window.
      if (current.length > 0) panes.push({ timeMs, batches: [concatBatches(current)] });
      current = [];
      panes = panes.filter((pane) => pane.timeMs > timeMs - operator.lengthMs);
      if ((timeMs - zeroMs) % operator.slideMs !== 0) return;
      for (const pane of panes) for (const batch of pane.batches) emit(output, batch);
    },
    snapshot: (): WindowSnapshot => ({ zeroMs, panes, current: [...current] }),
    restore(state) {
      const saved = state as WindowSnapshot;
      zeroMs = saved.zeroMs;
      panes = [...saved.panes];
      current = [...(saved.current ?? [])];
    },
  };
}
