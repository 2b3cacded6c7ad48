import type { AppliedConnection, LoweredOperator, RoutingRequest } from '@sluice/component';
import type { JsonObject } from '@sluice/ir';
import { header } from './semantics/expression-text.ts';

/** The selector settings of one connection, in one form whatever way they were written. */
export interface Mapping {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly isDefault: boolean;
}

/** Reads the mapping of a connection under a multiplexing selector. */
export function mappingOf(config: JsonObject): Mapping {
  const when = texts(config.when);
  const optionalWhen = texts(config.optionalWhen);
  const isOptional = config.isOptional === true;
  return {
    required: isOptional ? [] : when,
    optional: isOptional ? [...when, ...optionalWhen] : optionalWhen,
    isDefault: config.isDefault === true,
  };
}

function texts(value: JsonObject[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** What the channel selector of a source does, as one `route` operator. */
export function route({ component, attached, outgoing }: RoutingRequest): readonly LoweredOperator[] {
  if (!component.spec.id.startsWith('flume.source.') || outgoing.length === 0) return [];
  const selector = attached.find((a) => a.spec.id === 'flume.selector.multiplexing');
  if (selector) return [multiplexing(String(selector.config.header), outgoing)];
  const isOptional = (c: AppliedConnection): boolean => c.config.isOptional === true;
  if (!outgoing.some(isOptional)) return [];
  const ids = (list: readonly AppliedConnection[]): string[] => list.map((c) => c.id);
  return [
    {
      kind: 'route',
      cases: [],
      otherwise: {
        required: ids(outgoing.filter((c) => !isOptional(c))),
        optional: ids(outgoing.filter(isOptional)),
      },
    },
  ];
}

function multiplexing(name: string, outgoing: readonly AppliedConnection[]): LoweredOperator {
  const mappings = outgoing.map((c) => ({ id: c.id, ...mappingOf(c.config) }));
  const defaults = mappings.filter((m) => m.isDefault).map((m) => m.id);
  const values = [...new Set(mappings.flatMap((m) => [...m.required, ...m.optional]))];
  return {
    kind: 'route',
    on: { kind: 'expression', text: header(name), origin: { field: 'header' } },
    cases: values.map((value) => {
      const mapped = mappings.filter((m) => m.required.includes(value)).map((m) => m.id);
      // A value that only optional channels name still goes to the default channels.
      const required = mapped.length > 0 ? mapped : defaults;
      const optional = mappings.filter((m) => m.optional.includes(value)).map((m) => m.id);
      return { value, required, optional: optional.filter((id) => !required.includes(id)) };
    }),
    otherwise: { required: defaults, optional: [] },
  };
}
