import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.rank',
  title: 'Rank',
  summary: 'Keeps the objects with the highest counts and emits them as a ranking at each tick.',
  docs: [
    'The latest count of an object replaces the one before. At every tick one tuple for each place is emitted: `rank` from 1, then the fields of the tuple that stands there. Objects whose count is 0 leave the ranking.',
    'Rankings compose: rank in several tasks behind a fields grouping on the object, then once more in one task behind a global grouping. An object that has left a ranking leaves the rankings made from it as well; storm-starter would keep its last count there.',
  ],
  icon: 'trophy',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    top: field.integer({
      label: 'Places',
      help: 'How many objects the ranking holds.',
      default: 10,
      min: 1,
      max: 1000,
    }),
    objectField: field.text({
      label: 'Object',
      help: 'The field that says what is ranked. Left empty: the first field of the tuple that is not `rank`.',
      placeholder: 'first field',
    }),
    countField: field.text({
      label: 'Count',
      help: 'The field it is ranked by, highest first.',
      default: 'count',
      isRequired: true,
    }),
    emitFrequencySeconds: field.integer({
      label: 'Emit every',
      help: 'Interval of the tick tuple, in whole seconds.',
      unit: 's',
      default: 2,
      min: 1,
      exportKey: 'topology.tick.tuple.freq.secs',
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
