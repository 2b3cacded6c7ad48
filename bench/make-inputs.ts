import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { openDataset } from '@sluice/datasets';
import { createRandom } from '@sluice/runtime';
import { accessLog, inputs, pattern, recordCount, words } from './files.ts';

/** Writes the inputs once; the same bytes on every machine. */
mkdirSync(inputs, { recursive: true });
write(accessLog, (from, count) => openDataset('access-log', 1).lines(from, count));
write(words, wordLines());

function write(path: string, lines: (from: number, count: number) => string): void {
  if (existsSync(path)) return;
  const file = openSync(`${path}.part`, 'w');
  const step = 10_000;
  for (let from = 0; from < recordCount; from += step) writeSync(file, lines(from, step));
  closeSync(file);
  renameSync(`${path}.part`, path);
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
