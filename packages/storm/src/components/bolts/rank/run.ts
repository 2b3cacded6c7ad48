import type { Batch, Column } from '@sluice/runtime';
import { columnOf, createBatch, createKeySpace, implementScript, liveRows, readValue } from '@sluice/runtime';
import { Rankings } from '../../../semantics/rankings.ts';
import { spec } from './spec.ts';

export const run = implementScript(spec, (config, context) => {
  // Lowering adds the names of the fields that arrive.
  const { fields } = config as unknown as { readonly fields: readonly string[] };
  const everyMs = config.emitFrequencySeconds * 1000;
  const rankings = new Rankings(config.top);
  const objects = createKeySpace([config.objectField ?? 'obj']);
  let dueMs = context.now() + everyMs;
  let ingestMs: number | undefined;

  function place(batch: Batch): void {
    const ids = objects.ids(batch);
    const columns = fields.map((name) => columnOf(batch, name));
    const counts = columnOf(batch, config.countField);
    const live = liveRows(batch);
    for (let i = 0; i < live; i++) {
      const row = batch.selection ? (batch.selection[i] as number) : i;
      const count = counts ? Number(readValue(counts, row)) : Number.NaN;
      if (Number.isNaN(count)) continue;
      rankings.update(ids[i] as number, count, () => columns.map((c) => (c ? readValue(c, row) : null)));
    }
  }

  function ranking(): Batch {
    const { entries } = rankings;
    const columns = new Map<string, Column>([
      ['rank', { kind: 'number', values: Float64Array.from(entries, (_, index) => index + 1) }],
    ]);
    fields.forEach((name, index) => {
      columns.set(name, { kind: 'value', values: entries.map((entry) => entry.fields[index]) });
    });
    return createBatch(columns, entries.length, ingestMs ?? context.now());
  }

  return {
    tickEveryMs: everyMs,
    process(batch) {
      ingestMs = Math.min(ingestMs ?? batch.ingestMs, batch.ingestMs);
      place(batch);
    },
    tick(emit) {
      const nowMs = context.now();
      if (nowMs < dueMs) return;
      dueMs += Math.max(1, Math.ceil((nowMs + 1 - dueMs) / everyMs)) * everyMs;
      if (rankings.entries.length > 0) emit(ranking());
      ingestMs = undefined;
    },
  };
});
