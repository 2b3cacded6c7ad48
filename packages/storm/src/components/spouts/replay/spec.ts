import { defineComponent, field } from '@sluice/component';
import { fieldNamePattern, parallelismFields, spoutMetrics, tupleOutput } from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.spout.replay',
  title: 'Data-set replay',
  summary: 'Emits the records of a demo data set, each as one tuple.',
  docs: [
    'Record `i` depends only on the seed and on `i`, so a failed or timed-out root is emitted again exactly as it was. The message id is the position of the record.',
    'With several tasks the records are dealt out in blocks: each is emitted by one task.',
  ],
  icon: 'droplets',
  inputs: [],
  outputs: [tupleOutput],
  targets: {
    storm: { can: 'with-difference', difference: 'The data set becomes a file the spout reads.' },
  },
  guarantee: 'at-least-once',
  nodeMetrics: spoutMetrics,
  config: {
    dataset: field.dataset({
      label: 'Data set',
      help: 'What is replayed.',
      default: 'sentences',
    }),
    outputField: field.text({
      label: 'Output field',
      help: 'Name of the tuple field that carries the record; for `tweets` it holds the JSON text.',
      default: 'line',
      isRequired: true,
      pattern: fieldNamePattern,
    }),
    rate: field.number({
      label: 'Rate',
      help: 'Records per second. 0 is the natural rate of the data set, -1 as fast as possible.',
      unit: 'records/s',
      default: 0,
      min: -1,
      isLive: true,
    }),
    count: field.integer({
      label: 'Records',
      help: 'How many records are replayed. Left empty: the whole data set.',
      placeholder: 'all',
      unit: 'records',
      min: 1,
    }),
    seed: field.integer({
      label: 'Seed',
      help: 'Equal seeds give equal records, byte for byte.',
      default: 1,
      min: 0,
    }),
    isLooping: field.boolean({
      label: 'Loop',
      help: 'Start over at the end.',
      default: false,
      isLive: true,
    }),
    ...parallelismFields,
  },
});
