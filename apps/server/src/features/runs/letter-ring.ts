import type { DeadLetter, DeadLetters } from '@sluice/protocol';
import type { EngineLetter } from '../../engine/messages.ts';

const keptLetters = 500;

/** The last 500 dead letters of a run, numbered. */
export function createLetterRing(): {
  add(letters: readonly EngineLetter[]): void;
  all(): DeadLetters;
} {
  let kept: DeadLetter[] = [];
  let total = 0;
  return {
    add(letters) {
      const numbered = letters.map((letter) => {
        total += 1;
        return { sequence: total, ...letter };
      });
      kept = [...kept, ...numbered].slice(-keptLetters);
    },
    all: () => ({ letters: kept, total }),
  };
}
