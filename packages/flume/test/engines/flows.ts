import { createCatalog, type Drawing } from '@sluice/component';
import { examples } from '@sluice/examples';
import { flume, flumeProperties } from '../../src/index.ts';

const catalog = createCatalog([flume]);

/** One exported file with the components a real agent should make of it. */
export interface ExportedAgent {
  readonly example: string;
  readonly agent: string;
  readonly content: string;
  readonly expected: { readonly sources: string; readonly channels: string; readonly sinks: string };
}

/** Every Flume agent of every example, exported. */
export function exportedExamples(): ExportedAgent[] {
  return examples.flatMap(({ id, flow }) => exportedAgents(id, flow));
}

/** The agents of one drawing, exported; each agent has a file of its own. */
export function exportedAgents(example: string, drawing: Drawing): ExportedAgent[] {
  const { files } = flumeProperties.export(drawing, catalog);
  return Object.entries(drawing.systems)
    .filter(([, system]) => system.type === 'flume.agent')
    .map(([id, { name }]) => {
      const file = files.find((f) => f.path === `${name}.properties`);
      if (!file) throw new Error(`${example}: no file for ${name}`);
      const names = (kind: string): string =>
        Object.values(drawing.components)
          .filter((c) => c.system === id && c.host === undefined && c.type.startsWith(`flume.${kind}.`))
          .map((c) => c.name)
          .sort()
          .join(' ');
      const expected = { sources: names('source'), channels: names('channel'), sinks: names('sink') };
      return { example, agent: name, content: file.content, expected };
    });
}

/** An example with some of its fields changed: `{ 'sink2.path': 'data/x' }`. */
export function exampleWith(
  id: string,
  changes: { readonly [field: string]: string | number | boolean },
): Drawing & { readonly name: string } {
  const example = examples.find((e) => e.id === id);
  if (!example) throw new Error(`There is no example ${id}`);
  const flow = structuredClone(example.flow) as unknown as {
    components: { [id: string]: { config: { [field: string]: unknown }; type: string } };
  };
  for (const [place, value] of Object.entries(changes)) {
    const [component, field] = place.split('.') as [string, string];
    const found = flow.components[component];
    if (!found) throw new Error(`${id} has no component ${component}`);
    if (field === 'type') {
      found.type = String(value);
      found.config = {};
    } else found.config[field] = value;
  }
  return flow as unknown as Drawing & { readonly name: string };
}

/** A drawing with every component of the catalog at least once. */
export function everyComponent(): Drawing {
  const required: { readonly [id: string]: { readonly [field: string]: string | number | string[] } } = {
    'flume.channel.file': { checkpointDir: '/tmp/checkpoint', dataDirs: '/tmp/one,/tmp/two' },
    'flume.source.exec': { command: 'cat /dev/null' },
    'flume.source.http': { port: 44900 },
    'flume.source.netcat': { port: 44901 },
    'flume.source.spooldir': { spoolDir: '/tmp', trackerDir: 'tracker' },
    'flume.source.replay': { dataset: 'access-log', count: 10 },
    'flume.sink.file_roll': { directory: '/tmp' },
    'flume.sink.hdfs': { path: 'file:///tmp/%Y/%{host}', fileType: 'DataStream', useLocalTimeStamp: 'true' },
    'flume.interceptor.regex_extractor': { regex: '^(\\d+) (\\d+)', headers: ['one', 'two'] },
    'flume.interceptor.search_replace': { searchPattern: 'a(b)', replaceString: 'x$1' },
    'flume.selector.multiplexing': { header: 'one' },
  };
  const components: { [id: string]: Drawing['components'][string] } = {};
  const connections: { [id: string]: Drawing['connections'][string] } = {};
  const config = (id: string): Drawing['components'][string]['config'] => ({ ...required[id] });
  const add = (id: string, type: string, host?: string): void => {
    components[id] = {
      type,
      name: id,
      system: 'all',
      config: config(type),
      ...(host ? { host, order: Object.keys(components).length } : {}),
    };
  };
  const connect = (
    from: string,
    to: string,
    settings: Drawing['connections'][string]['config'] = {},
  ): void => {
    connections[`${from}-${to}`] = {
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config: settings,
    };
  };
  add('c1', 'flume.channel.memory');
  add('c2', 'flume.channel.memory');
  add('c3', 'flume.channel.file');
  for (const { id } of flume.components) {
    const [, kind, name] = id.split('.') as [string, string, string];
    if (kind === 'source') {
      add(name, id);
      connect(name, 'c1', name === 'seq' ? { when: ['1', 'a.b'], isDefault: true } : {});
      connect(name, 'c2', name === 'seq' ? { when: ['2'], optionalWhen: ['3'] } : { isOptional: true });
    } else if (kind === 'sink') {
      add(`to-${name}`, id);
      connect('c1', `to-${name}`);
    } else if (kind === 'interceptor') add(name, id, 'seq');
  }
  add('by-one', 'flume.selector.multiplexing', 'seq');
  add('to-all', 'flume.selector.replicating', 'netcat');
  add('drain', 'flume.sink.null');
  connect('c2', 'drain');
  add('drain-file', 'flume.sink.null');
  connect('c3', 'drain-file');
  return {
    texts: {},
    systems: { all: { type: 'flume.agent', name: 'all', config: {} } },
    components,
    connections,
  };
}
