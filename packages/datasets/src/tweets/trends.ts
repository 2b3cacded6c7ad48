import { mix } from '../random.ts';
import { hashtags } from './vocabulary.ts';

/** Trends at any time. */
const slots = 8;
/** Records the shortest trend lasts: 30 s at 1x; each further slot lives 1,000 records longer. */
const shortest = 6000;

/**
 * The hashtag a draw of the trends gives at a record, or -1 while the drawn slot is quiet. Each slot has its own
 * period; within it a tag rises, peaks in the middle and fades, then another one takes the slot.
 */
export function trendingTag(seed: number, index: number, draw: number): number {
  const slot = slotOf(draw & 0xff);
  const length = shortest + slot * 1000;
  const moved = index + slot * 2311;
  const period = Math.floor(moved / length);
  const phase = (moved - period * length) / length;
  const strength = 1 - Math.abs(2 * phase - 1);
  if (((draw >>> 8) & 0xff) / 256 > strength) return -1;
  return mix(seed, period, 200 + slot) % hashtags.length;
}

/** Slot 0 takes half of the draws, slot 1 a quarter, and so on. */
function slotOf(byte: number): number {
  return Math.min(Math.clz32(byte << 24), slots - 1);
}
