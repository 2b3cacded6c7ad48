import type { Partitioning, Schema } from '@sluice/ir';
import { type Batch, type Column, liveRows } from '../../batch.ts';
import { columnOf } from '../../batch-read.ts';
import { spreadPath } from '../../plan/spread-path.ts';
import { combine, floorMod, hashCell, hashUtf8, type JavaNumber } from './java-hash.ts';
import { JavaRandom } from './java-random.ts';
import { WordSpreader } from './spread-words.ts';
import { takeRows } from './take-rows.ts';

/** Hands a part of a batch to one task of the receiving bolt. */
export type SendTo = (task: number, batch: Batch) => void;

/** Spreads batches of one stream, as one sending task sees it, over the tasks of the receiving bolt. */
export type Partitioner = (batch: Batch, send: SendTo) => void;

export interface PartitionerOptions {
  readonly schema: Schema;
  /** Tasks of the receiving bolt. */
  readonly tasks: number;
  readonly sourceTask: number;
}

let picked = new Int32Array(4096);
let hashes = new Int32Array(4096);
let sorted = new Uint32Array(4096);

/** Makes the partitioner of one stream for one sending task. */
export function createPartitioner(partitioning: Partitioning, options: PartitionerOptions): Partitioner {
  const { tasks, sourceTask, schema } = options;
  switch (spreadPath(partitioning, tasks)) {
    case 'same-task':
      return (batch, send) => send(sourceTask % tasks, batch);
    case 'first':
      return (batch, send) => send(0, batch);
    case 'all':
      return (batch, send) => {
        for (let task = 0; task < tasks; task++) send(task, batch);
      };
    case 'only':
      return toOnlyTask;
    case 'in-turn':
      return roundRobin(tasks, sourceTask);
    case 'hash':
      return byHash(fieldsOf(partitioning), tasks, schema);
    case 'partial-hash':
      return byPartialKey(fieldsOf(partitioning), tasks, schema);
  }
}

function fieldsOf(partitioning: Partitioning): readonly string[] {
  return 'fields' in partitioning ? partitioning.fields : [];
}

function toOnlyTask(batch: Batch, send: SendTo): void {
  send(0, batch);
}

/** Plain shuffle grouping: in turn, row by row, beginning at index 1 for the first sending task. */
function roundRobin(tasks: number, sourceTask: number): Partitioner {
  let next = (sourceTask + 1) % tasks;
  return (batch, send) => {
    const live = liveRows(batch);
    if (live === 1) {
      send(next, batch);
      next = (next + 1) % tasks;
      return;
    }
    const { selection } = batch;
    const first = next;
    for (let k = 0; k < Math.min(tasks, live); k++) {
      const rows = new Uint32Array(Math.ceil((live - k) / tasks));
      if (selection)
        for (let i = 0, at = k; i < rows.length; i++, at += tasks) rows[i] = selection[at] as number;
      else for (let i = 0, at = k; i < rows.length; i++, at += tasks) rows[i] = at;
      send((first + k) % tasks, takeRows(batch, rows));
    }
    next = (first + live) % tasks;
  };
}

/** Fields grouping: `floorMod(Arrays.deepHashCode(values), tasks)`. */
function byHash(fields: readonly string[], tasks: number, schema: Schema): Partitioner {
  const numbers = fields.map((name) => javaNumberOf(schema, name));
  const words = new WordSpreader(tasks);
  const [first] = fields;
  return (batch, send) => {
    const column =
      batch.columns.size === 1 && fields.length === 1 ? columnOf(batch, first as string) : undefined;
    if (column?.kind === 'word' && !batch.selection) {
      words.spread(batch, first as string, column, send);
      return;
    }
    const live = liveRows(batch);
    reserve(live);
    hashes.fill(1, 0, live);
    fields.forEach((name, index) => addHashes(batch, columnOf(batch, name), numbers[index]));
    pick(live, tasks);
    cut(batch, tasks, send);
  };
}

/** Adds the values of one field to the hashes of the live rows. */
function addHashes(batch: Batch, column: Column | undefined, numbers: JavaNumber | undefined): void {
  const { selection } = batch;
  const live = liveRows(batch);
  const sums = hashes;
  if (column?.kind === 'bytes') {
    for (let i = 0; i < live; i++) {
      sums[i] = combine(sums[i] as number, hashUtf8(column, selection ? (selection[i] as number) : i));
    }
    return;
  }
  if (column?.kind === 'word' && !selection) {
    const own = wordHashes(live);
    column.table.javaHashes(column.ids, own);
    for (let i = 0; i < live; i++) sums[i] = combine(sums[i] as number, own[i] as number);
    return;
  }
  for (let i = 0; i < live; i++) {
    const row = selection ? (selection[i] as number) : i;
    sums[i] = combine(sums[i] as number, hashCell(column, row, numbers));
  }
}

let words = new Int32Array(4096);

/** Room for the hashes of so many words, used again by the next call. */
function wordHashes(count: number): Int32Array {
  if (words.length < count) words = new Int32Array(count * 2);
  return words;
}

/** `floorMod` of every hash; by a mask where that is the same. */
function pick(live: number, tasks: number): void {
  const sums = hashes;
  const tasksOf = picked;
  if ((tasks & (tasks - 1)) === 0) {
    for (let i = 0; i < live; i++) tasksOf[i] = (sums[i] as number) & (tasks - 1);
    return;
  }
  for (let i = 0; i < live; i++) tasksOf[i] = floorMod(sums[i] as number, tasks);
}

/** Partial key grouping: of two candidate tasks the one this sending task has sent fewer tuples to. */
function byPartialKey(fields: readonly string[], tasks: number, schema: Schema): Partitioner {
  const names = fields.length > 0 ? fields : schema.fields.slice(0, 1).map((f) => f.name);
  const numbers = names.map((name) => javaNumberOf(schema, name));
  const random = new JavaRandom();
  const sent = new Float64Array(tasks);
  const values = new Int32Array(names.length);
  return (batch, send) => {
    reserve(liveRows(batch));
    const columns = names.map((name) => columnOf(batch, name));
    const live = liveRows(batch);
    for (let i = 0; i < live; i++) {
      const row = batch.selection ? (batch.selection[i] as number) : i;
      for (let f = 0; f < values.length; f++) values[f] = hashCell(columns[f], row, numbers[f]);
      const [first, second] = partialKeyTasks(random, values, tasks);
      const task = (sent[first] as number) > (sent[second] as number) ? second : first;
      sent[task] = (sent[task] as number) + 1;
      picked[i] = task;
    }
    cut(batch, tasks, send);
  };
}

/** The two candidates for a key: `Random` seeded with the hash of the key's bytes, four for each value. */
export function partialKeyTasks(random: JavaRandom, values: Int32Array, tasks: number): [number, number] {
  let hash = 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    hash = combine(hash, value >> 24);
    hash = combine(hash, (value << 8) >> 24);
    hash = combine(hash, (value << 16) >> 24);
    hash = combine(hash, (value << 24) >> 24);
  }
  random.seed(hash);
  const first = random.nextInt(tasks);
  const second = random.nextInt(tasks);
  return [first, first === second ? (second + 1) % tasks : second];
}

/** Cuts a batch by the task picked for each live row. Rows keep their order. */
function cut(batch: Batch, tasks: number, send: SendTo): void {
  const live = liveRows(batch);
  const tasksOf = picked;
  const rows = sorted;
  const { selection } = batch;
  const ends = new Uint32Array(tasks + 1);
  for (let i = 0; i < live; i++) {
    const task = (tasksOf[i] as number) + 1;
    ends[task] = (ends[task] as number) + 1;
  }
  for (let task = 0; task < tasks; task++) {
    if (ends[task + 1] === live) {
      send(task, batch);
      return;
    }
  }
  for (let task = 1; task <= tasks; task++) ends[task] = (ends[task] as number) + (ends[task - 1] as number);
  for (let i = 0; i < live; i++) {
    const task = tasksOf[i] as number;
    const at = ends[task] as number;
    rows[at] = selection ? (selection[i] as number) : i;
    ends[task] = at + 1;
  }
  // Each end has moved to where the next task begins.
  let from = 0;
  for (let task = 0; task < tasks; task++) {
    const end = ends[task] as number;
    if (end > from) send(task, takeRows(batch, rows.subarray(from, end)));
    from = end;
  }
}

function javaNumberOf(schema: Schema, name: string): JavaNumber | undefined {
  const type = schema.fields.find((f) => f.name === name)?.type;
  if (type === 'integer' || type === 'time') return 'long';
  return type === 'double' ? 'double' : undefined;
}

function reserve(rows: number): void {
  if (picked.length >= rows) return;
  picked = new Int32Array(rows * 2);
  hashes = new Int32Array(rows * 2);
  sorted = new Uint32Array(rows * 2);
}
