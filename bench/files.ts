import { createHash } from 'node:crypto';
import { linkSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Input files made by `bench/make-inputs.ts`. */
export const inputs = resolve(process.env.SLUICE_BENCH_INPUTS ?? '.cache/bench');
export const accessLog = join(inputs, 'access-2m.log');
export const words = join(inputs, 'words-2m.txt');
export const pattern = 'glorp';

/** Lines of an input; the generator writes these many. */
export const recordCount = 2_000_000;

/** A second name for sources that rename what they have read. */
export function linkInto(directory: string, source: string): void {
  linkSync(source, join(directory, 'input.txt'));
}

/** Digest of the files of a directory, one after the other in the order they were made. */
export function digestOf(directory: string): string {
  const hash = createHash('md5');
  const inOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
  for (const name of readdirSync(directory).sort(inOrder)) hash.update(readFileSync(join(directory, name)));
  return hash.digest('hex');
}

/** Digest of word counts, in the form `mawk | sort` gives: `word count`, sorted by bytes. */
export function digestOfCounts(counts: Iterable<readonly [string, number]>): string {
  const lines = [...counts].map(([word, count]) => `${word} ${count}\n`).sort();
  return createHash('md5').update(lines.join('')).digest('hex');
}
