import { createHash } from 'node:crypto';
import { linkSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Input files made by `bench/make-inputs.ts`. */
export const inputs = resolve(process.env.SLUICE_BENCH_INPUTS ?? '.cache/bench');
export const accessLog = join(inputs, 'access-2m.log');
export const words = join(inputs, 'words-2m.txt');
/** The same words five times over, so that warming up is a small part of the whole. */
export const words5 = join(inputs, 'words-10m.txt');
/** 500,000 lines of 12 words, a million of them distinct, and four times over. */
export const manyWords = join(inputs, 'words-1m.txt');
export const manyWords4 = join(inputs, 'words-1m-4.txt');
/** 300,000 tweets, one JSON text a line. */
export const tweets = join(inputs, 'tweets-300k.jsonl');
export const pattern = 'glorp';

/** Lines of an input; the generator writes these many. */
export const recordCount = 2_000_000;

/** How often the fast cases read their input, so that warming up is a small part of the whole. */
export const copies = 20;

/** How often the access log is read. */
export const logCopies = 4;

/** Second names for sources that rename what they have read; the input is read so many times. */
export function linkInto(directory: string, source: string, copies = 1): void {
  for (let copy = 0; copy < copies; copy++) linkSync(source, join(directory, `input-${copy}.txt`));
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
