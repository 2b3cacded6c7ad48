import type { Batch, Column } from '../../batch.ts';
import type { Slab } from '../../slab.ts';

/**
 * The batch of some physical rows, dense: what follows works on as many rows as there are, not on those of the batch
 * it was cut from. Bytes stay where they are; indices go to the slab, where kernels reach them.
 */
export function takeRows(batch: Batch, rows: Uint32Array): Batch {
  const columns = new Map<string, Column>();
  for (const [name, column] of batch.columns) columns.set(name, takeColumn(column, rows, batch.slab));
  const taken: Batch = {
    rows: rows.length,
    selection: undefined,
    columns,
    ingestMs: batch.ingestMs,
    ...(batch.slab && { slab: batch.slab }),
  };
  if (!batch.roots) return taken;
  const own = batch.roots;
  const roots = int32(batch.slab, rows.length);
  for (let i = 0; i < rows.length; i++) roots[i] = own[rows[i] as number] as number;
  return { ...taken, roots };
}

function takeColumn(column: Column, rows: Uint32Array, slab: Slab | undefined): Column {
  switch (column.kind) {
    case 'bytes': {
      const { starts: from, ends: to } = column;
      const starts = uint32(slab, rows.length);
      const ends = uint32(slab, rows.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        starts[i] = from[row] as number;
        ends[i] = to[row] as number;
      }
      return { kind: 'bytes', bytes: column.bytes, starts, ends, isAscii: column.isAscii };
    }
    case 'word': {
      const ids = int32(slab, rows.length);
      for (let i = 0; i < rows.length; i++) ids[i] = column.ids[rows[i] as number] as number;
      return { kind: 'word', ids, table: column.table };
    }
    case 'number': {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] as number] as number;
      return { kind: 'number', values };
    }
    case 'value': {
      const values = new Array<unknown>(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] as number];
      return { kind: 'value', values };
    }
    case 'constant':
      return column;
    case 'headers': {
      const headers = new Map<string, Column>();
      for (const [name, inner] of column.headers) headers.set(name, takeColumn(inner, rows, slab));
      return { kind: 'headers', headers };
    }
  }
}

function uint32(slab: Slab | undefined, length: number): Uint32Array {
  return slab?.uint32(length) ?? new Uint32Array(length);
}

function int32(slab: Slab | undefined, length: number): Int32Array {
  const { buffer, byteOffset } = uint32(slab, length);
  return new Int32Array(buffer, byteOffset, length);
}
