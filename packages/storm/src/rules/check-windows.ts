import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/**
 * A rolling window is a ring of at least two slots, each as long as the emit interval. The tuples of a window and its
 * slide must be able to wait: no longer than the message timeout, no more than may be pending.
 */
export function checkWindows(system: AppliedSystem): readonly Diagnostic[] {
  return system.components.flatMap((component) => {
    if (component.spec.id === 'storm.bolt.rolling-count') return checkWindow(component);
    return 'windowTuples' in component.spec.config ? checkWaiting(component, system) : [];
  });
}

function checkWaiting({ id, name, config }: AppliedComponent, system: AppliedSystem): Diagnostic[] {
  const isCount = config.measure === 'count';
  const [window, slide] = isCount
    ? [config.windowTuples, config.slideTuples]
    : [config.windowSeconds, config.slideSeconds];
  const isTimed = system.config.enableMessageTimeouts !== false;
  const most = isCount
    ? system.config.maxSpoutPending
    : isTimed
      ? system.config.messageTimeoutSecs
      : undefined;
  if (typeof window !== 'number' || typeof most !== 'number') return [];
  const whole = window + (typeof slide === 'number' ? slide : window);
  if (whole <= most) return [];
  const unit = isCount ? 'tuples' : 's';
  const limit = isCount ? 'max spout pending' : 'the message timeout';
  const field = isCount ? 'maxSpoutPending' : 'messageTimeoutSecs';
  return [
    {
      code: 'STORM_WINDOW_WAITS',
      severity: 'error',
      message: `Window and slide of ${name} are ${whole} ${unit} together, more than ${limit} (${most} ${unit}); Storm does not take the topology.`,
      at: { component: id, field: isCount ? 'windowTuples' : 'windowSeconds' },
      help: `Make the window shorter, or raise ${limit} to ${Math.ceil(whole)}.`,
      fix: { label: `Raise it to ${Math.ceil(whole)}`, system: system.id, field, value: Math.ceil(whole) },
    },
  ];
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
