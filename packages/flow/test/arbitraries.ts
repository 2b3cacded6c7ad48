import fc from 'fast-check';
import {
  addComponent,
  addSystem,
  attach,
  configure,
  connect,
  disconnect,
  duplicate,
  emptyFlow,
  type Flow,
  moveComponents,
  moveSystem,
  moveToSystem,
  newId,
  newName,
  reconnect,
  removeComponents,
  removeSystem,
  rename,
  renameFlow,
  reorderAttached,
  resizeSystem,
  setExtra,
  setText,
} from '../src/index.ts';

/** An edit with its choices made as numbers, so that it fits whatever flow it meets. */
export type Step = (flow: Flow) => Flow;

function pick(ids: readonly string[], at: number): string | undefined {
  return ids.length === 0 ? undefined : ids[at % ids.length];
}
const systems = (flow: Flow): string[] => Object.keys(flow.systems);
const hosts = (flow: Flow): string[] =>
  Object.keys(flow.components).filter((id) => flow.components[id]?.host === undefined);

const value = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.array(fc.record({ name: fc.string(), value: fc.string() }), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('x', 'y'), fc.integer()),
);
const name = fc.constantFrom('src', 'sink', 'sink1', 'Mein Kanal', 'été', '', '__proto__');
const n = fc.nat(1_000);
const field = fc.constantFrom('capacity', 'path', 'when', 'hasOwnProperty');
const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });

/** Runs `edit` with an id of the flow, or leaves the flow alone when there is none. */
function withOne(
  ids: (flow: Flow) => readonly string[],
  at: number,
  edit: (flow: Flow, id: string) => Flow,
): Step {
  return (flow) => {
    const id = pick(ids(flow), at);
    return id === undefined ? flow : edit(flow, id);
  };
}
const anyConnection = (flow: Flow): string[] => Object.keys(flow.connections);

/** Edits that make things. */
export const additions: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(name, place).map(
    ([label, at]): Step =>
      (flow) =>
        addSystem(flow, {
          id: newId(flow, label),
          type: 'flume.agent',
          name: label,
          box: { ...at, width: 100, height: 80 },
        }),
  ),
  fc.tuple(name, n, place, value).map(([label, at, position, config]) =>
    withOne(systems, at, (flow, system) =>
      addComponent(flow, {
        id: newId(flow, label),
        type: 'flume.source.seq',
        name: newName(flow, system, label),
        system,
        position,
        config: { a: config },
      }),
    ),
  ),
  fc
    .tuple(name, n)
    .map(([label, at]) =>
      withOne(hosts, at, (flow, host) =>
        attach(flow, { id: newId(flow, label), type: 'flume.interceptor.host', name: label, host }),
      ),
    ),
  fc.tuple(n, n).map(([a, b]) =>
    withOne(hosts, a, (flow, from) =>
      connect(flow, {
        id: newId(flow, 'wire'),
        from: { component: from, port: 'out' },
        to: { component: pick(hosts(flow), b) ?? from, port: 'in' },
      }),
    ),
  ),
  fc
    .tuple(n, n)
    .map(([a, b]) => withOne(hosts, a, (flow, id) => duplicate(flow, [id, pick(hosts(flow), b) ?? id]).flow)),
);

/** Edits of properties of what is there. */
export const settings: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(n, field, fc.option(value, { nil: undefined })).map(([at, name, setting]) =>
    withOne(
      (f) => Object.keys(f.components),
      at,
      (flow, component) => configure(flow, { component }, { field: name, value: setting }),
    ),
  ),
  fc
    .tuple(n, field, value)
    .map(([at, name, setting]) =>
      withOne(systems, at, (flow, system) => configure(flow, { system }, { field: name, value: setting })),
    ),
  fc
    .tuple(n, field, value)
    .map(([at, name, setting]) =>
      withOne(anyConnection, at, (flow, connection) =>
        configure(flow, { connection }, { field: name, value: setting }),
      ),
    ),
  fc.tuple(n, field, fc.option(fc.string(), { nil: undefined })).map(([at, key, text]) =>
    withOne(
      (f) => Object.keys(f.components),
      at,
      (flow, component) => setExtra(flow, { component }, { key, value: text }),
    ),
  ),
  fc.tuple(n, name).map(([at, label]) =>
    withOne(
      (f) => Object.keys(f.components),
      at,
      (flow, id) => rename(flow, id, label),
    ),
  ),
  fc.tuple(name, fc.string()).map(
    ([label, summary]): Step =>
      (flow) =>
        renameFlow(flow, `${label}!`, summary),
  ),
  fc.string().map(
    (content): Step =>
      (flow) =>
        setText(flow, 'agent-text', { language: 'properties', content }),
  ),
  fc.tuple(n, n).map(([at, order]) =>
    withOne(hosts, at, (flow, host) =>
      reorderAttached(
        flow,
        host,
        Object.keys(flow.components).filter((_, i) => (i + order) % 2 === 0),
      ),
    ),
  ),
  fc.tuple(n, n).map(([a, b]) =>
    withOne(anyConnection, a, (flow, id) => {
      const to = pick(hosts(flow), b);
      return to === undefined ? flow : reconnect(flow, id, { to: { component: to, port: 'in' } });
    }),
  ),
);

/** Edits of the layout. */
export const moves: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(n, place).map(([at, to]) => withOne(hosts, at, (flow, id) => moveComponents(flow, { [id]: to }))),
  fc.tuple(n, place).map(([at, by]) => withOne(systems, at, (flow, id) => moveSystem(flow, id, by))),
  fc
    .tuple(n, place)
    .map(([at, to]) =>
      withOne(systems, at, (flow, id) => resizeSystem(flow, id, { ...to, width: 320, height: 200 })),
    ),
);

/** Edits that take away. */
export const removals: fc.Arbitrary<Step> = fc.oneof(
  n.map((at) =>
    withOne(
      (f) => Object.keys(f.components),
      at,
      (flow, id) => removeComponents(flow, [id, 'nothing']),
    ),
  ),
  n.map((at) => withOne(anyConnection, at, (flow, id) => disconnect(flow, [id]))),
  n.map((at) => withOne(systems, at, (flow, id) => removeSystem(flow, id))),
  fc.tuple(n, n).map(([a, b]) =>
    withOne(hosts, a, (flow, id) => {
      const system = pick(systems(flow), b);
      return system === undefined ? flow : moveToSystem(flow, [id], system);
    }),
  ),
);

/** Any edit; making things is likeliest, so that there is something to edit. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { arbitrary: additions, weight: 5 },
    { arbitrary: settings, weight: 3 },
    { arbitrary: moves, weight: 2 },
    { arbitrary: removals, weight: 1 },
  ),
  { minLength: 1, maxLength: 40 },
);

/** A flow somebody drew. */
export const flows: fc.Arbitrary<Flow> = steps.map((list) =>
  list.reduce((flow, step) => step(flow), emptyFlow('test')),
);
