import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** A rolling window is a ring of at least two slots, each as long as the emit interval. */
export function checkWindows(system: AppliedSystem): readonly Diagnostic[] {
  return system.components.filter((c) => c.spec.id === 'storm.bolt.rolling-count').flatMap(checkWindow);
}

function checkWindow({ id, name, config }: AppliedComponent): Diagnostic[] {
  const { windowSeconds: window, emitFrequencySeconds: every } = config;
  if (typeof window !== 'number' || typeof every !== 'number' || every < 1) return [];
  const at = { component: id, field: 'windowSeconds' };
  if (window < 2 * every) {
    return [
      {
        code: 'STORM_WINDOW_SHORT',
        severity: 'error',
        message: `The window of ${name}, ${window} s, has less than two slots of ${every} s; the bolt does not start.`,
        at,
        help: `Use ${2 * every} s or more, or emit more often.`,
        fix: { label: `Use ${2 * every} s`, component: id, field: 'windowSeconds', value: 2 * every },
      },
    ];
  }
  if (window % every === 0) return [];
  const used = Math.floor(window / every) * every;
  return [
    {
      code: 'STORM_WINDOW_NOT_MULTIPLE',
      severity: 'warning',
      message: `The window of ${name}, ${window} s, is not a multiple of ${every} s; it covers ${used} s.`,
      at,
      help: `Use ${used} s or ${used + every} s.`,
      fix: { label: `Use ${used} s`, component: id, field: 'windowSeconds', value: used },
    },
  ];
}
