/** What a data set is, for the palette, the docs and the replay bar. */
export interface DatasetSpec {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Records per second at 1x. */
  readonly naturalRate: number;
  /** Records on demand. */
  readonly total: number;
}

/** A reproducible stream of text records with random access: record `i` is a function of seed and `i`. */
export interface Dataset {
  readonly title: string;
  readonly naturalRate: number;
  readonly total: number;
  /** Records [from, from + count), each ended by `\n`. */
  lines(from: number, count: number): string;
}

/** Thrown for a name that is no data set. */
export class DatasetUnknownError extends Error {
  readonly code = 'RUN_DATASET_UNKNOWN';

  constructor(name: string, known: readonly string[]) {
    super(`There is no data set "${name}". Known are ${known.join(', ')}.`);
    this.name = 'DatasetUnknownError';
  }
}
