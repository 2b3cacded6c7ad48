import type { Batch, Column } from '@sluice/runtime';
import { columnOf, createBatch, createKeySpace, implementScript, liveRows, readValue } from '@sluice/runtime';
import { Rankings } from '../../../semantics/rankings.ts';
import { spec } from './spec.ts';

/** Says which ranking the rows of a batch are, beside their fields: what has left it leaves the next one too. */
const rankingColumn = '__ranking';

export const run = implementScript(spec, (config, context) => {
  // Lowering adds the names of the fields that arrive.
  const { fields } = config as unknown as { readonly fields: readonly string[] };
  const everyMs = config.emitFrequencySeconds * 1000;
  const rankings = new Rankings(config.top);
  const objects = createKeySpace([config.objectField ?? 'obj']);
  let dueMs = context.now() + everyMs;
  let ingestMs: number | undefined;
  const own: Column = { kind: 'constant', value: `${context.component}#${context.task}` };
  /** Objects of the last ranking of each task that ranks before this one. */
  const before = new Map<unknown, ReadonlySet<number>>();

  function forget(batch: Batch, ids: Int32Array): void {
    const ranking = columnOf(batch, rankingColumn);
    if (ranking?.kind !== 'constant') return;
    const now = new Set(ids);
    for (const object of before.get(ranking.value) ?? []) if (!now.has(object)) rankings.remove(object);
    before.set(ranking.value, now);
  }

  function place(batch: Batch): void {
    const ids = objects.ids(batch);
    forget(batch, ids);
    const columns = fields.map((name) => columnOf(batch, name));
    const counts = columnOf(batch, config.countField);
    const live = liveRows(batch);
    const update = (i: number): void => {
      const row = batch.selection ? (batch.selection[i] as number) : i;
      const count = counts ? Number(readValue(counts, row)) : Number.NaN;
      if (Number.isNaN(count)) return;
      rankings.update(ids[i] as number, count, () => columns.map((c) => (c ? readValue(c, row) : null)));
    };
    // Those that stand already come first: they may fall, and make room for others of the same batch.
    const others: number[] = [];
    for (let i = 0; i < live; i++) {
      if (rankings.has(ids[i] as number)) update(i);
      else others.push(i);
    }
    for (const i of others) update(i);
  }

  function ranking(): Batch {
    const { entries } = rankings;
    const columns = new Map<string, Column>([
      ['rank', { kind: 'number', values: Float64Array.from(entries, (_, index) => index + 1) }],
      [rankingColumn, own],
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
    tick(output) {
      const nowMs = context.now();
      if (nowMs < dueMs) return;
      dueMs += Math.max(1, Math.ceil((nowMs + 1 - dueMs) / everyMs)) * everyMs;
      if (rankings.entries.length > 0) output.emit('out', ranking());
      ingestMs = undefined;
    },
  };
});
