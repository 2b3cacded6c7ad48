import type { Kernels } from '@sluice/kernels';
import type { Column } from '../batch.ts';
import { decodeAscii } from '../text.ts';
import { WordTable } from './word-table.ts';

/** Words of a table that another thread has not been told of yet, in the order of their numbers. */
export interface WordNews {
  /** The table, by a number of its thread. */
  readonly table: number;
  /** Number of the first of them. */
  readonly from: number;
  /** The words with a space between; empty when there are none. */
  readonly words: Uint8Array;
}

const none = new Uint8Array(0);

/**
 * What other threads know of the word tables of this one. Words cross a thread once; afterwards their numbers do.
 */
export class WordLinks {
  readonly #keys = new Map<WordTable, number>();
  /** Words known, by thread and table. */
  readonly #known = new Map<number, Map<number, number>>();

  /** What has to be said before numbers of a table mean anything to a thread. */
  news(table: WordTable, to: number): WordNews {
    let key = this.#keys.get(table);
    if (key === undefined) this.#keys.set(table, (key = this.#keys.size));
    let known = this.#known.get(to);
    if (known === undefined) this.#known.set(to, (known = new Map()));
    const from = known.get(key) ?? 0;
    const size = table.size;
    known.set(key, size);
    return { table: key, from, words: size === from ? none : table.list(from) };
  }

  /** A thread is gone, and knows nothing when it comes back. */
  forget(to: number): void {
    this.#known.delete(to);
  }
}

/** Word tables of other threads, as far as they have been told of. */
export class WordMirrors {
  readonly #kernels: Kernels;
  readonly #mirrors = new Map<number, Map<number, Mirror>>();

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  /** Takes news of a thread and gives the column that its numbers make. */
  column(from: number, news: WordNews, ids: Int32Array): Column {
    let mirrors = this.#mirrors.get(from);
    if (mirrors === undefined) this.#mirrors.set(from, (mirrors = new Map()));
    let mirror = mirrors.get(news.table);
    if (mirror === undefined) mirrors.set(news.table, (mirror = new Mirror(this.#kernels)));
    mirror.learn(news);
    return mirror.column(ids);
  }

  /** A thread is gone; its tables begin anew. */
  forget(from: number): void {
    this.#mirrors.delete(from);
  }
}

class Mirror {
  readonly #table: WordTable;
  /** Words the table has no room for. */
  readonly #more: string[] = [];

  constructor(kernels: Kernels) {
    this.#table = new WordTable(kernels);
  }

  learn({ from, words }: WordNews): void {
    if (words.length === 0) return;
    const size = this.#table.size + this.#more.length;
    if (from !== size) throw new Error(`Words from ${from} on, but ${size} are known`);
    const rest = this.#more.length > 0 ? 0 : this.#table.adopt(words);
    if (rest === undefined) return;
    const texts = decodeAscii(words, 0, words.length).split(' ');
    this.#more.push(...texts.slice(rest));
  }

  column(ids: Int32Array): Column {
    if (this.#more.length === 0) return { kind: 'word', ids, table: this.#table };
    const size = this.#table.size;
    const textOf = (id: number): string =>
      id < size ? this.#table.text(id) : (this.#more[id - size] as string);
    return { kind: 'value', values: Array.from(ids, textOf) };
  }
}
