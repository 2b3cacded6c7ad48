import type { AggregateOperator, Fold, SpanScope } from '@sluice/ir';
import { concatBatches } from '../../batch-cut.ts';
import { createKeySpace } from '../../keyed/key-dictionary.ts';
import { compileEvaluator } from '../../logic/compile-logic.ts';
import { compareRanks } from '../rank-order.ts';
import type { Emit, Transform, TransformOptions } from '../transform.ts';
import { withBounds } from './bounds.ts';
import type { Bounds, SpanContents } from './span-contents.ts';
import { type HeldRow, ownRows, rowsBatch, rowsOf } from './span-rows.ts';
import { createSpanTransform } from './span-transform.ts';

interface Ranked extends HeldRow {
  readonly by: unknown;
  /** Place in the order of arrival. */
  readonly serial: number;
  readonly id: number;
}

/** The best records of each window; with key fields the later record of a key replaces the earlier one. */
export function createSpanTopK(
  operator: AggregateOperator,
  fold: Extract<Fold, { kind: 'top-k' }>,
  { span }: SpanScope,
  options: TransformOptions,
): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  const rank = compileEvaluator(fold.by, options.input, options.now);
  const keys = operator.key.length > 0 ? createKeySpace(operator.key) : undefined;
  let serial = 0;
  let current: Ranked[] = [];

  function begin(batch: HeldRow['batch']): void {
    const own = ownRows(batch);
    const by = rank(own);
    const ids = keys?.ids(own);
    current = Array.from({ length: own.rows }, (_, row) => {
      const place = serial++;
      return { batch: own, row, by: by[row] ?? null, serial: place, id: ids ? (ids[row] as number) : place };
    });
  }

  /** In order of arrival, the last of each key. */
  function latest(rows: readonly Ranked[]): Ranked[] {
    const inOrder = [...rows].sort((a, b) => a.serial - b.serial);
    if (!keys) return inOrder;
    const byKey = new Map<number, Ranked>();
    for (const one of inOrder) {
      byKey.delete(one.id);
      byKey.set(one.id, one);
    }
    return [...byKey.values()];
  }

  function speak(rows: readonly Ranked[], bounds: Bounds, emit: Emit): void {
    const best = latest(rows).sort((a, b) => compareRanks(a.by, b.by, fold.descending));
    const kept = fold.limit === undefined ? best : best.slice(0, fold.limit);
    if (kept.length > 0) emit(output, withBounds(rowsBatch(kept), span, bounds));
  }

  const contents: SpanContents<Ranked[]> = {
    begin,
    keyOf: (index) => (keys ? (current[index] as Ranked).id : 0),
    empty: () => [],
    add(rows, index) {
      const one = current[index] as Ranked;
      const before = keys ? rows.findIndex((other) => other.id === one.id) : -1;
      if (before >= 0) rows.splice(before, 1);
      rows.push(one);
    },
    merge: (panes) => panes.flat(),
    speak,
    speakLate: (rows, _index, bounds, emit) => speak(rows, bounds, emit),
    save: (rows) => ({
      batch: concatBatches([ownRows(rowsBatch(rows))]),
      by: rows.map((one) => one.by),
      serials: rows.map((one) => one.serial),
    }),
    load(state) {
      const saved = state as { batch: HeldRow['batch']; by: unknown[]; serials: number[] };
      const ids = keys && saved.batch.rows > 0 ? Array.from(keys.ids(saved.batch)) : undefined;
      return rowsOf(saved.batch).map((held, k) => {
        const place = saved.serials[k] as number;
        serial = Math.max(serial, place + 1);
        return { ...held, by: saved.by[k], serial: place, id: ids ? (ids[k] as number) : place };
      });
    },
    saveKey: (id) => keys?.key(id) ?? id,
    loadKey: (saved) => (keys ? keys.idOf(saved as readonly unknown[]) : (saved as number)),
  };
  return createSpanTransform({ span, contents, inputs: operator.inputs, options });
}
