import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.rolling-count',
  title: 'Rolling count',
  summary: 'Counts objects over a sliding window and emits all counts at each tick.',
  docs: [
    'As the rolling count bolt of storm-starter: the window is a ring of slots, one for each emit interval. At every tick it emits `obj`, `count` and `actualWindowLengthInSeconds` for each object, then drops the oldest slot. An object whose count has fallen to 0 is emitted once more with 0 and then forgotten.',
    'Counting acks the tuple; what is emitted at a tick is anchored to nothing.',
  ],
  icon: 'timer-reset',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    field: field.text({
      label: 'Field',
      help: 'The field whose values are counted. Left empty: the first field of the tuple.',
      placeholder: 'first field',
    }),
    windowSeconds: field.integer({
      label: 'Window length',
      help: 'Length of the window; a multiple of the emit interval.',
      unit: 's',
      default: 9,
      min: 1,
    }),
    emitFrequencySeconds: field.integer({
      label: 'Emit every',
      help: 'Interval of the tick tuple, in whole seconds.',
      unit: 's',
      default: 3,
      min: 1,
      exportKey: 'topology.tick.tuple.freq.secs',
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
