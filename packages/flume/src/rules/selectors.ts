import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { mappingOf } from '../routing.ts';
import { ofKind } from './neighbours.ts';

/** Channel selectors and the values on the connections of their sources. */
export function checkSelectors(system: AppliedSystem): readonly Diagnostic[] {
  return ofKind(system, 'source').flatMap((source) => {
    const selectors = system.attached(source.id).filter((a) => a.spec.id.startsWith('flume.selector.'));
    const [selector, second] = selectors;
    if (second) return [tooMany(source, second)];
    return selector?.spec.id === 'flume.selector.multiplexing'
      ? multiplexing(system, source, selector)
      : withoutSelector(system, source);
  });
}

function tooMany(source: AppliedComponent, second: AppliedComponent): Diagnostic {
  return {
    code: 'FLUME_SELECTOR_REPEATED',
    severity: 'error',
    message: `${source.name} has more than one channel selector.`,
    at: { component: second.id },
    help: 'Remove one of them.',
  };
}

function multiplexing(
  system: AppliedSystem,
  source: AppliedComponent,
  selector: AppliedComponent,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const outgoing = system.connections.filter((c) => c.from.component === source.id);
  const mappings = outgoing.map((c) => ({ id: c.id, ...mappingOf(c.config) }));
  if (outgoing.length > 0 && mappings.every((m) => m.required.length + m.optional.length === 0)) {
    found.push({
      code: 'FLUME_SELECTOR_WITHOUT_MAPPING',
      severity: 'error',
      message: `${source.name} chooses channels by the header ${String(selector.config.header)}, but no connection names a value.`,
      at: { component: selector.id },
      help: 'Enter the values on the connections to the channels.',
    });
  } else if (outgoing.length > 0 && !mappings.some((m) => m.isDefault)) {
    const first = outgoing[0]?.id as string;
    found.push({
      code: 'FLUME_SELECTOR_WITHOUT_DEFAULT',
      severity: 'warning',
      message: `${source.name} drops events whose ${String(selector.config.header)} no connection names, and reports them as delivered.`,
      at: { component: selector.id },
      help: 'Make one connection the default.',
      fix: {
        label: 'Make the first connection the default',
        connection: first,
        field: 'isDefault',
        value: true,
      },
    });
  }
  for (const mapping of mappings) {
    if (mapping.isDefault || mapping.required.length + mapping.optional.length > 0) continue;
    found.push({
      code: 'FLUME_CONNECTION_UNUSED',
      severity: 'warning',
      message: 'No event takes this connection: it has no value and is not the default.',
      at: { connection: mapping.id, field: 'when' },
      help: 'Enter a value or make it the default.',
    });
  }
  return [...found, ...badValues(mappings)];
}

/** A value becomes a part of a property's name, which Flume trims. */
function badValues(
  mappings: readonly {
    readonly id: string;
    readonly required: readonly string[];
    readonly optional: readonly string[];
  }[],
): Diagnostic[] {
  return mappings.flatMap(({ id, required, optional }) =>
    [...required, ...optional]
      .filter((value) => value.trim() !== value || value === '')
      .map((value) => ({
        code: 'FLUME_SELECTOR_VALUE_BLANK' as const,
        severity: 'error' as const,
        message: `The value ${JSON.stringify(value)} is empty or has blanks at an end; Flume would never see it.`,
        at: { connection: id, field: 'when' },
        help: 'Remove the blanks.',
      })),
  );
}

function withoutSelector(system: AppliedSystem, source: AppliedComponent): Diagnostic[] {
  return system.connections
    .filter((c) => c.from.component === source.id)
    .filter((c) => {
      const { required, optional, isDefault } = mappingOf(c.config);
      return isDefault || required.length + optional.length > 0;
    })
    .map((c) => ({
      code: 'FLUME_SELECTOR_MISSING',
      severity: 'warning',
      message: `The values on this connection have no effect: ${source.name} has no multiplexing selector.`,
      at: { connection: c.id, field: 'when' },
      help: `Add a multiplexing selector to ${source.name}.`,
    }));
}
