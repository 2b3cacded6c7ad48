import { describe, expect, it } from 'vitest';
import { defineComponent } from './component-spec.ts';
import { KnownConnections, refuseAmong, refuseConnection } from './connect.ts';
import type { Drawing } from './drawing.ts';
import { attachedTo, attachments } from './drawing.ts';
import { createCatalog, type EngineDefinition } from './engine.ts';

const base = { summary: 'X.', docs: [], icon: 'x', config: {} };
const components = [
  defineComponent({
    ...base,
    id: 'fake.source.s',
    title: 's',
    inputs: [],
    outputs: [{ name: 'out', carries: 'fake.put' }],
  }),
  defineComponent({
    ...base,
    id: 'fake.channel.c',
    title: 'c',
    inputs: [{ name: 'in', carries: 'fake.put' }],
    outputs: [{ name: 'out', carries: 'fake.take' }],
  }),
  defineComponent({
    ...base,
    id: 'fake.sink.k',
    title: 'k',
    inputs: [{ name: 'in', carries: 'fake.take', max: 1 }],
    outputs: [],
  }),
];
const engine = {
  id: 'fake',
  components,
  systems: [],
  portTypes: {
    'fake.put': { title: 'put', hint: 'A source writes to channels.' },
    'fake.take': { title: 'take', hint: 'A channel feeds sinks.' },
  },
} as unknown as EngineDefinition;
const catalog = createCatalog([engine]);

const component = (type: string, system = 'a'): Drawing['components'][string] => ({
  type,
  name: type.split('.')[2] ?? '',
  system,
  config: {},
});
const drawing: Drawing = {
  texts: {},
  systems: {},
  components: {
    s: component('fake.source.s'),
    c: component('fake.channel.c'),
    c2: component('fake.channel.c'),
    k: component('fake.sink.k'),
    far: component('fake.channel.c', 'b'),
    odd: component('fake.sink.mystery'),
  },
  connections: {
    one: { from: { component: 's', port: 'out' }, to: { component: 'c', port: 'in' }, config: {} },
    two: { from: { component: 'c', port: 'out' }, to: { component: 'k', port: 'in' }, config: {} },
  },
};
const refuse = (from: string, to: string, ignore?: string): string | undefined =>
  refuseConnection(
    catalog,
    drawing,
    { from: { component: from, port: 'out' }, to: { component: to, port: 'in' } },
    ignore,
  );

describe('refuseConnection', () => {
  it('lets a source feed a channel', () => expect(refuse('s', 'c2')).toBeUndefined());
  it('says why a source cannot feed a sink', () =>
    expect(refuse('s', 'k')).toBe('s is a source and k is a sink. A source writes to channels.'));
  it('says that a sink has no output', () => expect(refuse('k', 'c')).toBe('k is a sink and has no output.'));
  it('refuses a loop to itself', () => expect(refuse('c', 'c')).toBe('c cannot feed itself.'));
  it('refuses the same connection twice', () => expect(refuse('s', 'c')).toContain('connected already'));
  it('refuses a second channel for a sink', () =>
    expect(refuse('c2', 'k')).toContain('already takes from one component'));
  it('does not count the connection being moved', () => expect(refuse('c2', 'k', 'two')).toBeUndefined());
  it('refuses an edge between systems', () => expect(refuse('s', 'far')).toContain('different systems'));
  it('leaves unknown components alone', () => expect(refuse('c', 'odd')).toBeUndefined());
  it('answers when an end is gone', () => expect(refuse('s', 'gone')).toContain('no longer exists'));
});

describe('refuseAmong', () => {
  it('says what refuseConnection says, for all ends there are', () => {
    const known = new KnownConnections();
    for (const connection of Object.values(drawing.connections)) known.add(connection);
    const ids = [...Object.keys(drawing.components), 'gone'];
    const ports = ids.flatMap((id) => ['in', 'out'].map((port) => ({ component: id, port })));
    for (const from of ports) {
      for (const to of ports) {
        expect(refuseAmong(catalog, drawing, { from, to }, known)).toBe(
          refuseConnection(catalog, drawing, { from, to }),
        );
      }
    }
  });
});

describe('createCatalog', () => {
  it('refuses two components with one id', () =>
    expect(() => createCatalog([engine, engine])).toThrow('declared twice'));
});

describe('attachedTo', () => {
  it('orders by order, then id', () => {
    const i = (order?: number): Drawing['components'][string] => ({
      type: 'fake.interceptor.i',
      name: 'i',
      system: 'a',
      config: {},
      host: 's',
      ...(order === undefined ? {} : { order }),
    });
    const host: Drawing = {
      ...drawing,
      components: { ...drawing.components, z: i(0), y: i(1), x: i(1), w: i() },
    };
    expect(attachedTo(host, 's')).toEqual(['w', 'z', 'x', 'y']);
    expect(attachments(host)('s')).toEqual(['w', 'z', 'x', 'y']);
    expect(attachments(host)('c')).toEqual([]);
  });
});
