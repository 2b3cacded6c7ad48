import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic, Json } from '@sluice/ir';

function isPositive(value: Json | undefined): boolean {
  return typeof value === 'number' && value > 0;
}

/** Settings that take at-least-once away, or make roots come back for ever. */
export function checkDelivery(system: AppliedSystem): readonly Diagnostic[] {
  const { config } = system;
  const ackers = typeof config.ackers === 'number' ? config.ackers : config.workers;
  if (ackers === 0) return withoutAckers(system);
  return system.components.flatMap((component) => [
    ...(config.enableMessageTimeouts === false
      ? neverTimedOut(component)
      : tooSlow(component, config.messageTimeoutSecs)),
  ]);
}

function withoutAckers(system: AppliedSystem): Diagnostic[] {
  const fix = { label: 'Use ackers', system: system.id, field: 'ackers', value: undefined };
  const found = system.components
    .filter(({ config }) => isPositive(config.failFraction) || isPositive(config.dropFraction))
    .map(
      ({ id, name, config }): Diagnostic => ({
        code: 'STORM_FAULTS_UNTRACKED',
        severity: 'warning',
        message: `${name} fails or drops tuples and the topology has no acker: they are lost.`,
        at: { component: id, field: isPositive(config.failFraction) ? 'failFraction' : 'dropFraction' },
        help: 'Give the topology ackers, so that the spout hears of failures and emits again.',
        fix,
      }),
    );
  if (system.config.maxSpoutPending === undefined) return found;
  return [
    ...found,
    {
      code: 'STORM_PENDING_UNTRACKED',
      severity: 'info',
      message: 'Without ackers nothing is pending: max spout pending has no effect.',
      at: { system: system.id, field: 'maxSpoutPending' },
      fix,
    },
  ];
}

function neverTimedOut({ id, name, config }: AppliedComponent): Diagnostic[] {
  if (!isPositive(config.dropFraction)) return [];
  return [
    {
      code: 'STORM_DROPS_PENDING',
      severity: 'warning',
      message: `${name} drops tuples and message timeouts are off: their roots stay pending for ever.`,
      at: { component: id, field: 'dropFraction' },
      help: 'Switch message timeouts on.',
    },
  ];
}

function tooSlow({ id, name, config }: AppliedComponent, timeoutSecs: Json | undefined): Diagnostic[] {
  const { delayMs } = config;
  if (typeof delayMs !== 'number' || typeof timeoutSecs !== 'number' || delayMs < timeoutSecs * 1000)
    return [];
  return [
    {
      code: 'STORM_DELAY_LONG',
      severity: 'warning',
      message: `${name} takes ${delayMs / 1000} s for a batch and the message timeout is ${timeoutSecs} s: its roots come back again and again.`,
      at: { component: id, field: 'delayMs' },
      help: 'Use a shorter delay or a longer message timeout.',
    },
  ];
}
