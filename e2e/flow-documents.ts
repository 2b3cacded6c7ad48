/** A component of a flow that a test makes: its type, its settings and where it is drawn. */
interface Part {
  readonly type: string;
  readonly config?: object;
}

/**
 * A flow document of one system. `wires` are `from > to`, in the order of the flow; components are named like their
 * ids and stand side by side.
 */
export function flowOf(
  name: string,
  system: { readonly type: string; readonly config?: object },
  parts: {
    readonly components: { readonly [id: string]: Part };
    readonly wires: { readonly [wire: string]: object };
  },
): object {
  const ids = Object.keys(parts.components);
  const connections = Object.entries(parts.wires).map(([wire, config]) => {
    const [from = '', to = ''] = wire.split(' > ');
    return [
      `${from}-${to}`,
      { from: { component: from, port: 'out' }, to: { component: to, port: 'in' }, config },
    ];
  });
  return {
    version: { major: 1, minor: 0 },
    name,
    summary: '',
    texts: {},
    systems: { main: { type: system.type, name: 'main', config: system.config ?? {} } },
    components: Object.fromEntries(
      Object.entries(parts.components).map(([id, { type, config = {} }]) => [
        id,
        { type, name: id, system: 'main', config },
      ]),
    ),
    connections: Object.fromEntries(connections),
    layout: {
      components: Object.fromEntries(ids.map((id, place) => [id, { x: 32 + place * 288, y: 64 }])),
      systems: { main: { x: 0, y: 0, width: 32 + ids.length * 288, height: 208 } },
    },
  };
}

/** A Flume agent that replays a data set into one memory channel and on to one sink. */
export function replayInto(
  name: string,
  options: { readonly replay: object; readonly sink: Part; readonly channel?: object },
): object {
  return flowOf(
    name,
    { type: 'flume.agent' },
    {
      components: {
        requests: { type: 'flume.source.replay', config: { dataset: 'access-log', ...options.replay } },
        held: {
          type: 'flume.channel.memory',
          config: { capacity: 100_000, transactionCapacity: 10_000, ...options.channel },
        },
        files: options.sink,
      },
      wires: { 'requests > held': {}, 'held > files': {} },
    },
  );
}
