import type { ComponentSpec, Drawing, DrawnComponent, DrawnConnection, FieldSpec } from '@sluice/component';
import type { Json } from '@sluice/ir';
import fc from 'fast-check';
import { flume } from '../src/index.ts';

/** Values a text can say: Flume trims them and takes an empty one for none. */
const saidText = fc
  .string({
    unit: fc.constantFrom(...'abcXYZ09 .:=#!\\/$%{}[]()^*+?|"\'-_\t', 'é', '中', '\u{1f30a}'),
    minLength: 1,
    maxLength: 20,
  })
  .map((text) => text.trim())
  .filter((text) => text !== '');

const word = fc
  .stringMatching(/^[a-zA-Z][a-zA-Z0-9_-]{0,8}$/)
  .filter((name) => !(name in {}) && name !== 'prototype');

function valueOf(spec: FieldSpec): fc.Arbitrary<Json> {
  switch (spec.type) {
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(0, spec.min ?? 0), max: Math.min(spec.max ?? 100_000, 100_000) });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...spec.choices);
    case 'list':
      return fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
    case 'dataset':
      return fc.constantFrom('access-log', 'tweets');
    default:
      return saidText;
  }
}

/** A config with some fields set, none of them to its default: the form a document keeps. */
function configOf(spec: ComponentSpec): fc.Arbitrary<DrawnComponent['config']> {
  const fields = Object.entries(spec.config).map(([name, field]) =>
    fc.option(valueOf(field), { nil: undefined, freq: 2 }).map((value) => [name, field, value] as const),
  );
  return fc.tuple(...fields).map((list) => {
    const config: { [name: string]: Json } = {};
    for (const [name, field, value] of list) {
      const isDefault = JSON.stringify(value) === JSON.stringify(field.default);
      if (value !== undefined && !isDefault) config[name] = value;
      // Flume knows no default for what it demands; the form of a document that lacks it is the empty text.
    }
    return config;
  });
}

const extras = fc.dictionary(
  fc.tuple(fc.constantFrom('zz', 'custom', 'x-y'), word).map((parts) => parts.join('.')),
  saidText,
  { maxKeys: 2 },
);

const specsOf = (kind: string): readonly ComponentSpec[] =>
  flume.components.filter((spec) => spec.id.startsWith(`flume.${kind}.`));

interface Part {
  readonly component: DrawnComponent;
  readonly attached: readonly DrawnComponent[];
}

function component(kind: string, system: string): fc.Arbitrary<Omit<DrawnComponent, 'name'>> {
  const unknown = fc.constantFrom('com.example.Custom', 'kafka.like', 'thing');
  const known = fc.constantFrom(...specsOf(kind)).chain((spec) =>
    fc.record({ config: configOf(spec), extra: extras }).map(({ config, extra }) => ({
      type: spec.id,
      system,
      config,
      ...(Object.keys(extra).length > 0 ? { extra: { ...extra } } : {}),
    })),
  );
  const strange = fc.tuple(unknown, extras).map(([type, extra]) => ({
    type: `flume.${kind}.${type}`,
    system,
    config: {},
    ...(Object.keys(extra).length > 0 ? { extra: { ...extra } } : {}),
  }));
  return fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: strange });
}

function source(
  system: string,
): fc.Arbitrary<
  Omit<Part, 'attached'> & { readonly attached: readonly Omit<DrawnComponent, 'name' | 'host'>[] }
> {
  const selector = fc.option(fc.constantFrom('flume.selector.replicating', 'flume.selector.multiplexing'), {
    nil: undefined,
  });
  return fc
    .record({
      own: component('source', system),
      selector,
      header: word,
      interceptors: fc.array(component('interceptor', system), { maxLength: 3 }),
    })
    .map(({ own, selector: type, header, interceptors }) => ({
      component: { ...own, name: '' },
      attached: [
        ...interceptors,
        ...(type === undefined
          ? []
          : [{ type, system, config: type.endsWith('multiplexing') ? { header } : {} }]),
      ],
    }));
}

const selectorValue = fc.constantFrom('404', '200', 'a.b', 'CZ', 'x y', 'é');

/** Settings of a connection that a selector of this kind can say. */
function settings(selector: string | undefined): fc.Arbitrary<DrawnConnection['config']> {
  if (selector !== 'flume.selector.multiplexing') {
    return fc.boolean().map((isOptional): DrawnConnection['config'] => (isOptional ? { isOptional } : {}));
  }
  const values = fc.uniqueArray(selectorValue, { maxLength: 2 });
  return fc.record({ when: values, optionalWhen: values, isDefault: fc.boolean() }).map((given) => {
    const config: { [field: string]: Json } = {};
    const isOptional = given.when.length === 0 && given.optionalWhen.length > 0;
    const when = isOptional ? given.optionalWhen : given.when;
    if (when.length > 0) config.when = when;
    if (given.isDefault) config.isDefault = true;
    if (isOptional) config.isOptional = true;
    else if (given.optionalWhen.length > 0) config.optionalWhen = given.optionalWhen;
    return config;
  });
}

/** A drawing of one agent that says only what a text can say. Names are unique within a kind, as in Flume. */
export const anyAgent: fc.Arbitrary<Drawing> = fc
  .record({
    agent: word,
    sources: fc.array(source('agent'), { maxLength: 3 }),
    channels: fc.array(component('channel', 'agent'), { minLength: 1, maxLength: 3 }),
    sinks: fc.array(component('sink', 'agent'), { maxLength: 3 }),
    names: fc.uniqueArray(word, { minLength: 24, maxLength: 24 }),
    wires: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
    optional: fc.infiniteStream(settings('flume.selector.multiplexing')),
    plain: fc.infiniteStream(settings(undefined)),
  })
  .map(({ agent, sources, channels, sinks, names, wires, optional, plain }) => {
    const components: { [id: string]: DrawnComponent } = {};
    const connections: { [id: string]: DrawnConnection } = {};
    let next = 0;
    const name = (): string => names[next++] as string;
    channels.forEach((channel, i) => {
      components[`c${i}`] = { ...channel, name: name() };
    });
    const connect = (from: string, to: string, config: DrawnConnection['config']): void => {
      connections[`${from}-${to}`] = {
        from: { component: from, port: 'out' },
        to: { component: to, port: 'in' },
        config,
      };
    };
    sources.forEach(({ component: own, attached }, i) => {
      const id = `r${i}`;
      components[id] = { ...own, name: name() };
      const selector = attached.find((a) => a.type.startsWith('flume.selector.'));
      attached.forEach((a, order) => {
        const isSelector = a === selector;
        components[`${id}a${order}`] = {
          ...a,
          name: isSelector ? (a.type.split('.').at(-1) as string) : name(),
          host: id,
          order,
        };
      });
      const stream = selector?.type === 'flume.selector.multiplexing' ? optional : plain;
      channels.forEach((_, c) => {
        const wire = (wires[i * 3 + c] as number) % 3;
        if (wire > 0) connect(id, `c${c}`, stream.next().value as DrawnConnection['config']);
      });
    });
    sinks.forEach((sink, i) => {
      components[`k${i}`] = { ...sink, name: name() };
      const wire = (wires[9 + i] as number) % (channels.length + 1);
      if (wire < channels.length) connect(`c${wire}`, `k${i}`, {});
    });
    return {
      texts: {},
      systems: { agent: { type: 'flume.agent', name: agent, config: {} } },
      components,
      connections,
    };
  });
