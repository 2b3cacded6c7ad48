import type { Dataset } from '../dataset.ts';
import { mix, next } from '../random.ts';
import { sentences } from './spec.ts';
import { vocabulary, wordTable } from './vocabulary.ts';

/** Opens the sentences of a seed: 4 to 15 lower-case words each, no punctuation. */
export function openSentences(seed: number): Dataset {
  return { title: sentences.title, naturalRate: sentences.naturalRate, total: sentences.total, lines };

  function lines(from: number, count: number): string {
    let text = '';
    for (let i = from; i < from + count; i++) {
      let state = mix(seed, i, 103) | 1;
      const words = 4 + ((state >>> 8) % 12);
      for (let w = 0; w < words; w++) {
        state = next(state);
        if (w > 0) text += ' ';
        text += vocabulary[wordTable[state >>> 16] as number];
      }
      text += '\n';
    }
    return text;
  }
}
