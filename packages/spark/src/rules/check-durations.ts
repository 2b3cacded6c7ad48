import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { hasInverse, isWindowed, streamsOf } from '../semantics/streams.ts';
import { toMs } from '../semantics/window-fields.ts';

const codes = {
  windowSeconds: 'SPARK_WINDOW_NOT_MULTIPLE',
  slideSeconds: 'SPARK_SLIDE_NOT_MULTIPLE',
} as const;

/** Window and slide must be positive multiples of the slide of the parent stream, as Spark's constructors demand. */
export function checkDurations(system: AppliedSystem): readonly Diagnostic[] {
  const streams = streamsOf(system);
  const batchMs = Number(system.config.batchIntervalMs);
  return system.components.filter(isWindowed).flatMap((component) => {
    const parent = streams.parents(component.id)[0];
    const unitMs = parent ? streams.slideMs(parent.id) : batchMs;
    if (!(unitMs > 0)) return [];
    const of =
      parent && unitMs !== batchMs
        ? `the slide of ${parent.name}, ${seconds(unitMs)}`
        : `the batch interval, ${seconds(unitMs)}`;
    const found = (['windowSeconds', 'slideSeconds'] as const).flatMap((field) =>
      notMultiple(component, { field, unitMs, of }),
    );
    return found.length > 0 ? found : gaps(component);
  });
}

interface Check {
  readonly field: 'windowSeconds' | 'slideSeconds';
  readonly unitMs: number;
  readonly of: string;
}

function notMultiple(component: AppliedComponent, { field, unitMs, of }: Check): Diagnostic[] {
  const value = component.config[field];
  if (typeof value !== 'number' || !(value > 0)) return [];
  const ms = toMs(value);
  if (ms > 0 && ms % unitMs === 0) return [];
  const nearest = Math.max(1, Math.round(ms / unitMs)) * unitMs;
  const label = field === 'windowSeconds' ? 'window' : 'slide';
  return [
    {
      code: codes[field],
      severity: 'error',
      message: `The ${label} of ${component.name}, ${seconds(ms)}, is not a multiple of ${of}.`,
      at: { component: component.id, field },
      help: `Use ${seconds(nearest)}, or change the batch interval of the streaming context.`,
      fix: { label: `Use ${seconds(nearest)}`, component: component.id, field, value: nearest / 1000 },
    },
  ];
}

function gaps(component: AppliedComponent): Diagnostic[] {
  const { windowSeconds: window, slideSeconds: slide } = component.config;
  if (typeof window !== 'number' || typeof slide !== 'number' || slide <= window) return [];
  const label = seconds(toMs(window));
  const fix = { label: `Slide by ${label}`, component: component.id, field: 'slideSeconds', value: window };
  if (hasInverse(component)) {
    return [
      {
        code: 'SPARK_INVERSE_GAPS',
        severity: 'error',
        message: `${component.name} slides further than its window, and with an inverse Spark then keeps values of records that are in no window.`,
        at: { component: component.id, field: 'slideSeconds' },
        help: `Slide by ${label} or less.`,
        fix,
      },
    ];
  }
  return [
    {
      code: 'SPARK_WINDOW_GAPS',
      severity: 'warning',
      message: `${component.name} looks back ${label} every ${seconds(toMs(slide))}: records in between are in no window.`,
      at: { component: component.id, field: 'slideSeconds' },
      help: 'Make the slide as long as the window, or shorter.',
      fix,
    },
  ];
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
