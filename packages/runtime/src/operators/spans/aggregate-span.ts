import type { SpanScope } from '@sluice/ir';
import type { Batch, Column } from '../../batch.ts';
import { copyOf } from '../../keyed/fold.ts';
import { createKeySpace, type KeySpace } from '../../keyed/key-dictionary.ts';
import { type KeyedAggregate, keyBatch } from '../keyed-aggregate.ts';
import type { Emit, Transform } from '../transform.ts';
import { boundColumns } from './bounds.ts';
import type { Bounds, SpanContents } from './span-contents.ts';
import { createSpanTransform } from './span-transform.ts';

/** Partial results by key, in the order keys came, and when the oldest record of them entered the run. */
interface Folded {
  readonly partials: Map<number, unknown>;
  ingestMs: number;
}

interface SavedFolded {
  readonly partials: readonly (readonly [readonly unknown[], unknown])[];
  readonly ingestMs: number;
}

/** Keys nobody holds any more are forgotten when there are more than this and they are the greater part. */
const mostDeadKeys = 65_536;

/** Folds by key within windows over records or time. */
export function createSpanAggregate(keyed: KeyedAggregate, { span }: SpanScope): Transform {
  const { operator, options } = keyed;
  const contents = new FoldedContents(keyed, span);
  const transform = createSpanTransform({ span, contents, inputs: operator.inputs, options });
  return {
    ...transform,
    process(batch, input, emit) {
      transform.process(batch, input, emit);
      if (!contents.isWasteful()) return;
      const saved = transform.snapshot?.();
      contents.forgetKeys();
      transform.restore?.(saved);
      contents.remember();
    },
  };
}

class FoldedContents implements SpanContents<Folded> {
  readonly #keyed: KeyedAggregate;
  readonly #span: SpanScope['span'];
  #keys: KeySpace;
  #ids: Int32Array = new Int32Array(0);
  #values: ArrayLike<unknown> | undefined;
  #ingestMs = 0;
  #mostKeys = mostDeadKeys;

  constructor(keyed: KeyedAggregate, span: SpanScope['span']) {
    this.#keyed = keyed;
    this.#span = span;
    this.#keys = createKeySpace(keyed.operator.key);
  }

  begin(batch: Batch): void {
    this.#ids = this.#keys.ids(batch);
    this.#values = this.#keyed.fold.values?.(batch);
    this.#ingestMs = batch.ingestMs;
  }
  keyOf = (index: number): number => this.#ids[index] as number;
  empty = (): Folded => ({ partials: new Map(), ingestMs: Number.POSITIVE_INFINITY });

  add(pane: Folded, index: number): void {
    const { fold } = this.#keyed;
    const partial = fold.first(this.#values === undefined ? undefined : this.#values[index]);
    if (partial === undefined) return;
    const id = this.#ids[index] as number;
    const before = pane.partials.get(id);
    pane.partials.set(id, before === undefined ? partial : fold.merge(before, partial));
    pane.ingestMs = Math.min(pane.ingestMs, this.#ingestMs);
  }

  merge(panes: readonly Folded[]): Folded {
    const { fold } = this.#keyed;
    const whole = this.empty();
    for (const pane of panes) {
      whole.ingestMs = Math.min(whole.ingestMs, pane.ingestMs);
      for (const [id, partial] of pane.partials) {
        const before = whole.partials.get(id);
        whole.partials.set(id, before === undefined ? this.#copy(partial) : fold.merge(before, partial));
      }
    }
    return whole;
  }

  speak(content: Folded, bounds: Bounds, emit: Emit): void {
    this.#emit([...content.partials], content.ingestMs, bounds, emit);
  }

  speakLate(content: Folded, index: number, bounds: Bounds, emit: Emit): void {
    const id = this.#ids[index] as number;
    if (!content.partials.has(id)) return;
    this.#emit([[id, content.partials.get(id)]], this.#ingestMs, bounds, emit);
  }

  save = (pane: Folded): SavedFolded => ({
    partials: [...pane.partials].map(([id, partial]) => [this.#keys.key(id), this.#copy(partial)]),
    ingestMs: pane.ingestMs,
  });
  load(saved: unknown): Folded {
    const { partials, ingestMs } = saved as SavedFolded;
    return {
      partials: new Map(partials.map(([key, partial]) => [this.#keys.idOf(key), this.#copy(partial)])),
      ingestMs,
    };
  }
  saveKey = (id: number): unknown => this.#keys.key(id);
  loadKey = (saved: unknown): number => this.#keys.idOf(saved as readonly unknown[]);

  /** There are so many keys that it is worth looking which are still in use. */
  isWasteful = (): boolean => this.#keys.size > this.#mostKeys;
  forgetKeys(): void {
    this.#keys = createKeySpace(this.#keyed.operator.key);
  }
  /** Keys that are left are in use: looks again when there are twice as many. */
  remember(): void {
    this.#mostKeys = Math.max(mostDeadKeys, this.#keys.size * 2);
  }

  #copy(partial: unknown): unknown {
    return copyOf(this.#keyed.fold, partial);
  }

  #emit(
    entries: readonly (readonly [number, unknown])[],
    ingestMs: number,
    bounds: Bounds,
    emit: Emit,
  ): void {
    if (entries.length === 0) return;
    const { fold, operator, output } = this.#keyed;
    const ids = entries.map(([id]) => id);
    const results = entries.map(([, partial]) => fold.finish(partial));
    const batch = keyBatch(this.#keyed, this.#keys, { ids, results, ingestMs });
    const added = boundColumns(this.#span, bounds);
    if (added.length === 0) {
      emit(output, batch);
      return;
    }
    const columns = new Map<string, Column>();
    for (const field of operator.key) columns.set(field, batch.columns.get(field) as Column);
    for (const [name, column] of added) columns.set(name, column);
    columns.set(operator.result, batch.columns.get(operator.result) as Column);
    emit(output, { ...batch, columns });
  }
}
