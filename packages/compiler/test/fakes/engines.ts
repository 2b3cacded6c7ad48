import {
  createCatalog,
  defineComponent,
  defineSystem,
  type EngineDefinition,
  field,
  type PortSpec,
} from '@sluice/component';
import { elementSchema, eventSchema, tupleSchema } from '@sluice/ir';

/**
 * Three made-up engines, one for each execution model, with nothing in common with the real ones but the contract:
 * what compiles here compiles without the machinery knowing any engine.
 */

const port = (carries: string, more: Partial<PortSpec> = {}): PortSpec => ({ name: 'out', carries, ...more });
const into = (carries: string, more: Partial<PortSpec> = {}): PortSpec => ({
  name: 'in',
  carries,
  isRequired: true,
  ...more,
});
const about = { docs: [], icon: 'box' };

const well = defineComponent({
  id: 'flume.source.well',
  title: 'well',
  summary: 'Gives events.',
  ...about,
  inputs: [],
  outputs: [port('pipe.put', { isRequired: true })],
  config: { depth: field.integer({ label: 'Depth', help: 'How deep.', default: 3, min: 1, max: 9 }) },
});
const tank = defineComponent({
  id: 'flume.channel.tank',
  title: 'tank',
  summary: 'Holds events.',
  ...about,
  inputs: [into('pipe.put')],
  outputs: [port('pipe.take')],
  config: { capacity: field.integer({ label: 'Capacity', help: 'Most events.', default: 10 }) },
});
const tap = defineComponent({
  id: 'flume.sink.tap',
  title: 'tap',
  summary: 'Takes events.',
  ...about,
  inputs: [into('pipe.take', { max: 1 })],
  outputs: [{ name: 'files', carries: 'link.directory' }],
  config: {
    where: field.path({ label: 'Where', help: 'A folder.', of: 'directory', isRequired: true }),
    label: field.expression({ label: 'Label', help: 'A text.', returns: 'string' }),
  },
});
const dye = defineComponent({
  id: 'flume.interceptor.dye',
  title: 'dye',
  summary: 'Sets a header.',
  ...about,
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    colour: field.expression({ label: 'Colour', help: 'A text.', returns: 'string', default: "'red'" }),
  },
});
const valve = defineComponent({
  id: 'flume.selector.valve',
  title: 'valve',
  summary: 'Chooses by a header.',
  ...about,
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {},
});

const pipes: EngineDefinition = {
  id: 'flume',
  title: 'Pipes',
  icon: 'box',
  target: 'flume',
  systems: [
    defineSystem({ id: 'flume.works', title: 'Works', summary: 'Holds pipes.', ...about, config: {} }),
  ],
  components: [well, tank, tap, dye, valve],
  lower: {
    [well.id]: (config) => [{ kind: 'source', run: well.id, config, schema: eventSchema }],
    [tank.id]: (config) => [
      {
        kind: 'buffer',
        medium: 'memory',
        capacity: Number(config.capacity),
        transactionCapacity: 1,
        keepAliveMs: 0,
      },
    ],
    [dye.id]: (config) => [
      {
        kind: 'map',
        keep: true,
        assign: [
          {
            field: { name: 'headers.colour', type: 'string' },
            value: { kind: 'expression', text: String(config.colour), origin: { field: 'colour' } },
          },
        ],
      },
    ],
  },
  groups: [],
  connectionFields: { when: field.list({ label: 'When', help: 'Values.', itemLabel: 'Value', default: [] }) },
  portTypes: {
    'pipe.put': { title: 'Put', hint: 'Wells fill tanks.' },
    'pipe.take': { title: 'Take', hint: 'Tanks feed taps.' },
  },
  rules: [
    (system) =>
      system.components
        .filter((c) => c.spec.id === tank.id && c.config.capacity === 13)
        .map((c) => ({
          code: 'PIPES_UNLUCKY',
          severity: 'warning',
          message: '13 brings bad luck.',
          at: { component: c.id, field: 'capacity' },
        })),
  ],
  routing: ({ attached, outgoing }) =>
    attached.some((a) => a.spec.id === valve.id)
      ? [
          {
            kind: 'route',
            on: { kind: 'expression', text: 'headers.colour' },
            cases: outgoing.flatMap((c) =>
              (c.config.when as readonly string[]).map((value) => ({
                value,
                required: [c.id],
                optional: [],
              })),
            ),
            otherwise: { required: [], optional: [] },
          },
        ]
      : [],
  partitioning: () => ({ kind: 'forward' }),
  stageOf: (component) => ({
    key: `works:${component.id}`,
    stage: { model: 'transactional', delivery: 'at-least-once', batchSize: 1 },
  }),
  parallelism: () => ({ executors: 1, tasks: 1 }),
  unknownIcon: 'box',
};

const hen = defineComponent({
  id: 'storm.spout.hen',
  title: 'hen',
  summary: 'Lays tuples.',
  ...about,
  inputs: [],
  outputs: [port('egg')],
  config: { name: field.text({ label: 'Field', help: 'Name of the field.', default: 'egg' }) },
});
const counter = defineComponent({
  id: 'storm.bolt.counter',
  title: 'counter',
  summary: 'Counts by a field.',
  ...about,
  inputs: [into('egg')],
  outputs: [port('egg')],
  config: { by: field.text({ label: 'By', help: 'A field.', default: 'egg' }) },
});
const sieve = defineComponent({
  id: 'storm.bolt.sieve',
  title: 'sieve',
  summary: 'Lets some tuples through.',
  ...about,
  inputs: [into('egg')],
  outputs: [port('egg')],
  config: {
    test: field.expression({ label: 'Test', help: 'True or false.', returns: 'boolean', isRequired: true }),
  },
});
const basket = defineComponent({
  id: 'storm.bolt.basket',
  title: 'basket',
  summary: 'Keeps tuples.',
  ...about,
  inputs: [into('egg')],
  outputs: [],
  config: {},
});

const farm: EngineDefinition = {
  id: 'storm',
  title: 'Farm',
  icon: 'box',
  target: 'storm',
  systems: [
    defineSystem({
      id: 'storm.farm',
      title: 'Farm',
      summary: 'Holds hens.',
      ...about,
      config: { hands: field.integer({ label: 'Hands', help: 'How many.', default: 2, min: 1 }) },
    }),
  ],
  components: [hen, counter, sieve, basket],
  lower: {
    [hen.id]: (config) => [
      {
        kind: 'source',
        run: hen.id,
        config,
        schema: tupleSchema([
          { name: String(config.name), type: 'string' },
          { name: 'weight', type: 'integer' },
        ]),
      },
    ],
    [counter.id]: (config) => [
      {
        kind: 'aggregate',
        key: [String(config.by)],
        fold: { kind: 'count' },
        scope: { kind: 'record' },
        result: 'count',
      },
    ],
    [sieve.id]: (config) => [
      {
        kind: 'filter',
        predicate: { kind: 'expression', text: String(config.test), origin: { field: 'test' } },
      },
    ],
  },
  groups: [],
  connectionFields: { by: field.text({ label: 'By', help: 'A field.' }) },
  portTypes: { egg: { title: 'Egg', hint: 'Eggs go into bolts.' } },
  rules: [],
  routing: () => [],
  partitioning: ({ config }) =>
    typeof config.by === 'string'
      ? { kind: 'hash', fields: [config.by], function: 'java' }
      : { kind: 'shuffle' },
  stageOf: (_, system) => ({
    key: `farm:${system.id}`,
    stage: {
      model: 'tuple-tree',
      delivery: 'at-most-once',
      workers: Number(system.config.hands),
      ackers: 0,
      messageTimeoutMs: 1,
    },
  }),
  parallelism: () => ({ executors: 2, tasks: 4 }),
  unknownIcon: 'box',
};

const folder = defineComponent({
  id: 'spark.input.folder',
  title: 'folder',
  summary: 'Reads a folder.',
  ...about,
  inputs: [{ name: 'files', carries: 'link.directory', max: 1 }],
  outputs: [port('day')],
  config: { from: field.path({ label: 'From', help: 'A folder.', of: 'directory', isRequired: true }) },
});
const reducer = defineComponent({
  id: 'spark.transformation.reducer',
  title: 'reducer',
  summary: 'Sums pairs.',
  ...about,
  inputs: [into('day')],
  outputs: [port('day')],
  config: {
    combine: field.expression({
      label: 'Combine',
      help: 'Two to one.',
      returns: 'any',
      scope: 'combine',
      default: 'a + b',
    }),
  },
});
const pairs = defineComponent({
  id: 'spark.transformation.pairs',
  title: 'pairs',
  summary: 'Makes pairs.',
  ...about,
  inputs: [into('day')],
  outputs: [port('day')],
  config: {
    key: field.expression({ label: 'Key', help: 'The key.', returns: 'any', default: 'value' }),
    value: field.expression({ label: 'Value', help: 'The value.', returns: 'any', default: '1' }),
  },
});
const wall = defineComponent({
  id: 'spark.output.wall',
  title: 'wall',
  summary: 'Shows records.',
  ...about,
  inputs: [into('day')],
  outputs: [],
  config: {},
});

const calendar: EngineDefinition = {
  id: 'spark',
  title: 'Calendar',
  icon: 'box',
  target: 'spark',
  systems: [defineSystem({ id: 'spark.year', title: 'Year', summary: 'Holds days.', ...about, config: {} })],
  components: [folder, reducer, pairs, wall],
  lower: {
    [folder.id]: (config) => [{ kind: 'source', run: folder.id, config, schema: elementSchema('string') }],
    [pairs.id]: (config) => [
      {
        kind: 'key-by',
        key: { kind: 'expression', text: String(config.key), origin: { field: 'key' } },
        value: { kind: 'expression', text: String(config.value), origin: { field: 'value' } },
      },
    ],
    [reducer.id]: (config) => [
      {
        kind: 'aggregate',
        key: ['key'],
        fold: { kind: 'combine', of: { kind: 'expression', text: 'value' }, text: String(config.combine) },
        scope: { kind: 'batch' },
        result: 'value',
      },
    ],
  },
  groups: [],
  connectionFields: {},
  portTypes: { day: { title: 'Day', hint: 'Days go on.' } },
  rules: [],
  routing: () => [],
  partitioning: () => ({ kind: 'forward' }),
  stageOf: (_, system) => ({
    key: system.id,
    stage: {
      model: 'micro-batch',
      delivery: 'exactly-once',
      batchIntervalMs: 1000,
      blockIntervalMs: 200,
    },
  }),
  parallelism: () => ({ executors: 1, tasks: 1 }),
  unknownIcon: 'box',
};

/** The catalog of the made-up engines. */
export const fakes = createCatalog([pipes, farm, calendar]);
