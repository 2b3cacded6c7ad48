import type { Batch } from '../../batch.ts';
import { compact, concatBatches, selectRows } from '../../batch-cut.ts';

/** Records held in windows. They refer to copies: what a batch shares with others is not kept. */
export interface HeldRow {
  readonly batch: Batch;
  readonly row: number;
}

/** A batch of its own with the live rows of another, without roots: what windows give is anchored to nothing. */
export function ownRows(batch: Batch): Batch {
  const { roots: _, ...own } = compact(batch);
  return own;
}

/** Held records as one batch, in order. */
export function rowsBatch(rows: readonly HeldRow[]): Batch {
  const parts: Batch[] = [];
  for (let at = 0; at < rows.length; ) {
    const { batch, row } = rows[at] as HeldRow;
    let end = at + 1;
    let last = row;
    while (end < rows.length && rows[end]?.batch === batch && (rows[end] as HeldRow).row > last) {
      last = (rows[end] as HeldRow).row;
      end++;
    }
    parts.push(
      selectRows(
        batch,
        Uint32Array.from(rows.slice(at, end), (one) => one.row),
      ),
    );
    at = end;
  }
  return concatBatches(parts);
}

/** The rows of a saved batch. */
export function rowsOf(batch: Batch): HeldRow[] {
  return Array.from({ length: batch.rows }, (_, row) => ({ batch, row }));
}
