import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { hasInverse, operatorName } from '../semantics/streams.ts';

/** What keeps state from batch to batch, and what that asks for. */
export function checkState(system: AppliedSystem): readonly Diagnostic[] {
  return [
    ...checkpointMissing(system),
    ...system.components.filter((c) => operatorName(c) === 'reduce-by-key-and-window').flatMap(inverseFields),
    ...system.components.filter((c) => operatorName(c) === 'update-state-by-key').flatMap(combineMissing),
  ];
}

function isStateful(component: AppliedComponent): boolean {
  return hasInverse(component) || ['update-state-by-key', 'map-with-state'].includes(operatorName(component));
}

function checkpointMissing(system: AppliedSystem): Diagnostic[] {
  const names = system.components.filter(isStateful).map((c) => c.name);
  const directory = system.config.checkpointDirectory;
  if (names.length === 0 || (typeof directory === 'string' && directory !== '')) return [];
  return [
    {
      code: 'SPARK_CHECKPOINT_MISSING',
      severity: 'info',
      message: `On Spark ${names.join(', ')} would not start: state needs a checkpoint directory. Here it runs without one.`,
      at: { system: system.id, field: 'checkpointDirectory' },
      help: 'Set a checkpoint directory before you take this program to Spark.',
      fix: {
        label: 'Use "checkpoint"',
        system: system.id,
        field: 'checkpointDirectory',
        value: 'checkpoint',
      },
    },
  ];
}

function inverseFields(component: AppliedComponent): Diagnostic[] {
  const { dropValue, combine } = component.config;
  const isDropping = typeof dropValue === 'number';
  if (!hasInverse(component)) {
    if (!isDropping) return [];
    return [
      {
        code: 'SPARK_DROP_WITHOUT_INVERSE',
        severity: 'warning',
        message: `"Drop value" of ${component.name} does nothing without an inverse: each window starts anew.`,
        at: { component: component.id, field: 'dropValue' },
        help: 'Clear it, or set an inverse.',
        fix: { label: 'Clear it', component: component.id, field: 'dropValue', value: undefined },
      },
    ];
  }
  const found: Diagnostic[] = [];
  if (typeof combine === 'string' && /\b(min|max)\s*\(/.test(combine)) {
    found.push({
      code: 'SPARK_NOT_INVERTIBLE',
      severity: 'error',
      message: `A minimum or maximum cannot be undone, so ${component.name} would give wrong values.`,
      at: { component: component.id, field: 'inverse' },
      help: 'Clear the inverse: each window is then combined anew.',
      fix: { label: 'Clear the inverse', component: component.id, field: 'inverse', value: undefined },
    });
  }
  if (!isDropping) {
    found.push({
      code: 'SPARK_KEYS_NEVER_LEAVE',
      severity: 'info',
      message: `Keys of ${component.name} stay for ever, with the neutral value once they have left the window.`,
      at: { component: component.id, field: 'dropValue' },
      help: 'Name the neutral value in "Drop value"; it is 0 for sums and counts.',
      fix: { label: 'Drop keys at 0', component: component.id, field: 'dropValue', value: 0 },
    });
  }
  return found;
}

function combineMissing(component: AppliedComponent): Diagnostic[] {
  const { fold, combine } = component.config;
  if (fold !== 'combine' || (typeof combine === 'string' && combine.trim() !== '')) return [];
  return [
    {
      code: 'SPARK_COMBINE_MISSING',
      severity: 'error',
      message: `${component.name} combines by an expression, and there is none.`,
      at: { component: component.id, field: 'combine' },
      help: 'Enter an expression of `a` (the state) and `b` (a new value), for example `a + b`.',
    },
  ];
}
