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
    return {
      shape: shapeOf(config.windowTuples, config.slideTuples),
      measure: { kind: 'count', per: 'task' },
    };
  }
  const ms = (seconds: number): number => Math.round(seconds * 1000);
  const slide = config.slideSeconds === undefined ? undefined : ms(config.slideSeconds);
  return { shape: shapeOf(ms(config.windowSeconds), slide), measure: { kind: 'processing-time' } };
}

function shapeOf(length: number, slide: number | undefined): Span['shape'] {
  if (slide === undefined || slide === length) return { kind: 'tumbling', length };
  return { kind: 'sliding', length, slide };
}
