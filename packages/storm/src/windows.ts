import { field } from '@sluice/component';
import type { Span } from '@sluice/ir';

/** How long the windows of a windowed bolt are, as `withWindow(length, slide)` takes it. */
export const windowFields = {
  measure: field.choice({
    label: 'Windows of',
    help: 'What the length of a window counts.',
    choices: ['duration', 'count'],
    choiceLabels: { duration: 'Time', count: 'Tuples' },
    default: 'duration',
  }),
  windowSeconds: field.number({
    label: 'Window length',
    help: 'For windows of time: how far back a window reaches.',
    unit: 's',
    default: 10,
    min: 0.001,
  }),
  slideSeconds: field.number({
    label: 'Slide',
    help: 'For windows of time: how often there is one. Left empty: as long as the window (tumbling).',
    placeholder: 'tumbling',
    unit: 's',
    min: 0.001,
  }),
  windowTuples: field.integer({
    label: 'Window length',
    help: 'For windows of tuples: how many tuples a window holds.',
    unit: 'tuples',
    default: 100,
    min: 1,
  }),
  slideTuples: field.integer({
    label: 'Slide',
    help: 'For windows of tuples: after how many tuples there is one. Left empty: as long as the window (tumbling).',
    placeholder: 'tumbling',
    unit: 'tuples',
    min: 1,
  }),
} as const;

/** What `windowFields` say. */
export interface WindowConfig {
  readonly measure: 'duration' | 'count';
  readonly windowSeconds: number;
  readonly slideSeconds?: number | undefined;
  readonly windowTuples: number;
  readonly slideTuples?: number | undefined;
}

/** Windows of time by the clock, or of the last tuples of the task. Without a slide they are tumbling. */
export function windowOf(config: WindowConfig): Span {
  if (config.measure === 'count') {
    const length = config.windowTuples;
    const slide = config.slideTuples ?? length;
    return { shape: { kind: 'sliding', length, slide }, measure: { kind: 'count', per: 'task' } };
  }
  const length = Math.round(config.windowSeconds * 1000);
  const slide = config.slideSeconds === undefined ? length : Math.round(config.slideSeconds * 1000);
  return { shape: { kind: 'sliding', length, slide }, measure: { kind: 'processing-time' } };
}
