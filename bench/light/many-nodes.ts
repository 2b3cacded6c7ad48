import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const triples = 100;
const columns = 5;

/** Records a second of each source. */
export const rate = 20;

/** Writes a flow of 100 sources, channels and sinks into a project folder; gives its id. */
export function writeManyNodes(project: string): string {
  const components: { [id: string]: object } = {};
  const connections: { [id: string]: object } = {};
  const places: { [id: string]: { x: number; y: number } } = {};
  const add = (id: string, type: string, x: number, y: number, config: object): void => {
    components[id] = { type, name: id, system: 'agent', config };
    places[id] = { x, y };
  };
  const connect = (from: string, to: string): void => {
    connections[`${from}-${to}`] = {
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config: {},
    };
  };
  for (let i = 0; i < triples; i += 1) {
    const [x, y] = [32 + (i % columns) * 960, 64 + Math.floor(i / columns) * 128];
    add(`r${i}`, 'flume.source.replay', x, y, { dataset: 'access-log', seed: i, rate, batchSize: 1 });
    add(`c${i}`, 'flume.channel.memory', x + 304, y, { capacity: 1000, transactionCapacity: 100 });
    add(`k${i}`, 'flume.sink.null', x + 608, y, {});
    connect(`r${i}`, `c${i}`);
    connect(`c${i}`, `k${i}`);
  }
  const size = { width: 32 + columns * 960, height: 96 + Math.ceil(triples / columns) * 128 };
  const flow = {
    version: { major: 1, minor: 0 },
    name: 'Three hundred',
    summary: '',
    texts: {},
    systems: { agent: { type: 'flume.agent', name: 'agent', config: {} } },
    components,
    connections,
    layout: { components: places, systems: { agent: { x: 0, y: 0, ...size } } },
  };
  writeFileSync(join(project, 'three-hundred.flow.json'), JSON.stringify(flow));
  return 'three-hundred';
}
