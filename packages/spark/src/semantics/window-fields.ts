import { field } from '@sluice/component';

/** Window length, in seconds as Spark programs write it. */
export const windowSeconds = field.number({
  label: 'Window duration',
  help: 'How far back each result reaches. It must be a multiple of the batch interval (of the slide of the stream it reads).',
  exportKey: 'windowDuration',
  unit: 's',
  default: 60,
  min: 0.001,
});

/** Slide of the window, in seconds. */
export const slideSeconds = field.number({
  label: 'Slide duration',
  help: 'How often a result comes. It must be a multiple of the batch interval (of the slide of the stream it reads).',
  exportKey: 'slideDuration',
  unit: 's',
  default: 1,
  min: 0.001,
});

/** Milliseconds of a duration field given in seconds. */
export function toMs(seconds: number): number {
  return Math.round(seconds * 1000);
}
