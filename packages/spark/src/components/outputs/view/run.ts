import { createViewTable, type ViewCell, type ViewRows } from '@sluice/connectors';
import { type Batch, columnOf, forEachRow, implementSink, readValue } from '@sluice/runtime';
import { elementTypesOf } from '../../../semantics/element-text.ts';
import { scalaText } from '../../../semantics/scala-text.ts';
import { spec } from './spec.ts';

/** Rows of "Last records" kept beyond what is shown: the page may ask for more. */
const mostLastRecords = 1000;

interface Snapshot {
  readonly rows: ViewRows;
  /** Records of "Last records" so far. */
  readonly serial: number;
}

export const run = implementSink(spec, (config) => {
  const types = elementTypesOf(config);
  const isPair = types === undefined || 'key' in types;
  const titles = isPair ? ['key', 'value'] : ['value'];
  const isAdding = config.keep === 'add-up';
  const table = createViewTable({
    columns: titles.map((title, i) => config.columns[i] ?? title),
    presentation: config.presentation,
    ...(isPair && { valueColumn: 1 }),
    order:
      config.keep === 'last-records'
        ? 'newest-first'
        : isPair && config.order === 'by-value'
          ? 'by-value'
          : 'as-put',
  });
  let serial = 0;

  function show(batch: Batch): void {
    const value = columnOf(batch, 'value');
    const key = isPair ? columnOf(batch, 'key') : undefined;
    if (!value) return;
    forEachRow(batch, (row) => {
      const number = cell(readValue(value, row));
      if (!key) return table.put(String(serial++), [number]);
      const name = scalaText(readValue(key, row));
      if (config.keep === 'last-records') table.put(String(serial++), [name, number]);
      else if (isAdding) table.add(name, [name, number]);
      else table.put(name, [name, number]);
    });
  }

  return {
    write: (batch) => {
      if (config.keep === 'newest-batch') table.clear();
      show(batch);
      if (config.keep === 'last-records' || !isPair) table.trim(mostLastRecords);
    },
    close: () => {},
    snapshot: (): Snapshot => ({ rows: table.snapshot(), serial }),
    restore: (state) => {
      const saved = state as Snapshot;
      table.restore(saved.rows);
      serial = saved.serial;
    },
    view: {
      columns: table.columns,
      presentation: table.presentation,
      rows: (limit) => table.rows(Math.min(limit, config.limit)),
      total: () => table.total(),
    },
  };
});

function cell(value: unknown): ViewCell {
  return typeof value === 'number' ? value : scalaText(value);
}
