import type { Batch, WordColumn } from '../../batch.ts';
import type { WordTable } from '../../keyed/word-table.ts';
import type { Slab } from '../../slab.ts';
import { combine, floorMod } from './java-hash.ts';
import type { SendTo } from './partitioner.ts';

/** Spreads records that are one word each by its Java hash: a word's task is worked out once. */
export class WordSpreader {
  readonly #tasks: number;
  readonly #tasksOf = new WeakMap<WordTable, { known: number; tasks: Uint16Array }>();
  readonly #ends: Uint32Array;

  constructor(tasks: number) {
    this.#tasks = tasks;
    this.#ends = new Uint32Array(tasks);
  }

  /** Rows of a task keep their order. */
  spread(batch: Batch, field: string, column: WordColumn, send: SendTo): void {
    const { ids, table } = column;
    const { rows, roots, slab } = batch;
    const taskOf = this.#tasksOfWords(table);
    const ends = this.#ends.fill(0);
    for (let i = 0; i < rows; i++) {
      const task = taskOf[ids[i] as number] as number;
      ends[task] = (ends[task] as number) + 1;
    }
    if (ends.includes(rows)) {
      send(ends.indexOf(rows), batch);
      return;
    }
    // From here on the place of the next record of each task, at last where the next task begins.
    for (let task = 0, from = 0; task < ends.length; task++) {
      const count = ends[task] as number;
      ends[task] = from;
      from += count;
    }
    const words = int32(slab, rows);
    const ownRoots = roots && int32(slab, rows);
    for (let i = 0; i < rows; i++) {
      const id = ids[i] as number;
      const task = taskOf[id] as number;
      const at = ends[task] as number;
      ends[task] = at + 1;
      words[at] = id;
      if (ownRoots) ownRoots[at] = (roots as Int32Array)[i] as number;
    }
    for (let task = 0, from = 0; task < ends.length; task++) {
      const end = ends[task] as number;
      if (end > from) {
        const part: WordColumn = { kind: 'word', ids: words.subarray(from, end), table };
        send(task, {
          rows: end - from,
          selection: undefined,
          columns: new Map([[field, part]]),
          ingestMs: batch.ingestMs,
          ...(slab && { slab }),
          ...(ownRoots && { roots: ownRoots.subarray(from, end) }),
        });
      }
      from = end;
    }
  }

  #tasksOfWords(table: WordTable): Uint16Array {
    let of = this.#tasksOf.get(table);
    if (of === undefined) this.#tasksOf.set(table, (of = { known: 0, tasks: new Uint16Array(1024) }));
    const { size } = table;
    if (of.known === size) return of.tasks;
    if (of.tasks.length < size) {
      const wider = new Uint16Array(size * 2);
      wider.set(of.tasks);
      of.tasks = wider;
    }
    const { known, tasks } = of;
    const hashes = new Int32Array(size - known);
    table.javaHashes(
      Int32Array.from(hashes, (_, i) => known + i),
      hashes,
    );
    for (let i = 0; i < hashes.length; i++)
      tasks[known + i] = floorMod(combine(1, hashes[i] as number), this.#tasks);
    of.known = size;
    return tasks;
  }
}

function int32(slab: Slab | undefined, length: number): Int32Array {
  const indices = slab?.uint32(length) ?? new Uint32Array(length);
  return new Int32Array(indices.buffer, indices.byteOffset, length);
}
