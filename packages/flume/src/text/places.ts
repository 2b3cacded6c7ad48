import type { TextRange } from '@sluice/ir';

/** Says where offsets of a text stand. The text is looked through once, however many are asked for. */
export class Places {
  /** Offsets at which lines begin, ascending; the first is 0. */
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) this.#starts.push(i + 1);
    }
  }

  /** The range between two offsets; the text has no id yet when it is read. */
  range(start: number, end: number): TextRange {
    const [line, column] = this.#position(start);
    const [endLine, endColumn] = this.#position(end);
    return { text: '', line, column, endLine, endColumn };
  }

  #position(offset: number): [line: number, column: number] {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - (this.#starts[low] as number) + 1];
  }
}
