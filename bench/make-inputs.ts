import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { openDataset } from '@sluice/datasets';
import { createRandom } from '@sluice/runtime';
import {
  accessLog,
  inputs,
  manyWords,
  manyWords4,
  pattern,
  recordCount,
  tweets,
  words,
  words5,
} from './files.ts';

/** Writes the inputs once; the same bytes on every machine. */
mkdirSync(inputs, { recursive: true });
write(accessLog, (from, count) => openDataset('access-log', 1).lines(from, count));
write(words, wordLines());
write(tweets, (from, count) => openDataset('tweets', 1).lines(from, count), 300_000);
write(manyWords, manyWordLines(), 500_000);
repeat(words, words5, 5);
repeat(manyWords, manyWords4, 4);

function write(path: string, lines: (from: number, count: number) => string, records = recordCount): void {
  if (existsSync(path)) return;
  const file = openSync(`${path}.part`, 'w');
  const step = 10_000;
  for (let from = 0; from < records; from += step) writeSync(file, lines(from, step));
  closeSync(file);
  renameSync(`${path}.part`, path);
}

function repeat(source: string, path: string, times: number): void {
  if (existsSync(path)) return;
  const bytes = readFileSync(source);
  const file = openSync(`${path}.part`, 'w');
  for (let time = 0; time < times; time++) writeSync(file, bytes);
  closeSync(file);
  renameSync(`${path}.part`, path);
}

/** Lines of 12 words, evenly drawn from a million. */
function manyWordLines(): (from: number, count: number) => string {
  let state = 1;
  return (_from, count) => {
    let text = '';
    for (let line = 0; line < count; line++) {
      for (let word = 0; word < 12; word++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        text += `${((state >>> 4) % 1_000_000).toString(36)}${word === 11 ? '\n' : ' '}`;
      }
    }
    return text;
  };
}

/** Lines of 100 bytes with the newline, of 10,000 words drawn by Zipf's law; about one line in 80 has the pattern. */
function wordLines(): (from: number, count: number) => string {
  const random = createRandom(1, 'words');
  const vocabulary = Array.from({ length: 10_000 }, () => {
    const letters = 2 + Math.floor(random() * 7);
    return Array.from({ length: letters }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join(
      '',
    );
  });
  let total = 0;
  const upTo = vocabulary.map((_, rank) => {
    total += 1 / (rank + 1);
    return total;
  });
  const draw = (): string => {
    const at = random() * total;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return vocabulary[low] as string;
  };
  return (_from, count) => {
    let text = '';
    for (let i = 0; i < count; i++) {
      let line = random() < 1 / 80 ? pattern : draw();
      for (let word = draw(); line.length + word.length < 99; word = draw()) line += ` ${word}`;
      text += `${line.padEnd(99)}\n`;
    }
    return text;
  };
}
