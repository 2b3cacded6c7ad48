import { defineComponent, field } from '@sluice/component';
import {
  boltMetrics,
  fieldNamePattern,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';
import { windowFields } from '../../../windows.ts';

export const spec = defineComponent({
  id: 'storm.bolt.join',
  title: 'Join',
  summary: 'Joins tuples of two streams that have equal keys within a window.',
  docs: [
    'As the `JoinBolt` of Storm: a windowed bolt that, when a window is complete, emits one tuple for each pair of tuples with equal keys. A left join also emits left tuples without a partner, with null in the fields of the right.',
    'A tuple carries all fields of the left stream, then those of the right; a field of the right that the left has too is called `right_` and its name. In a sliding window the same pair comes in every window that holds both.',
    'With several tasks both streams need a fields grouping on the key, so that partners meet in one task. Tuples are acked when they have been taken in, not when they leave the window as in Storm; what a window emits is anchored to nothing.',
  ],
  icon: 'link',
  inputs: [
    { name: 'left', carries: 'storm.tuple', isRequired: true },
    { name: 'right', carries: 'storm.tuple', isRequired: true },
  ],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    type: field.choice({
      label: 'Join',
      help: 'Which tuples come without a partner.',
      choices: ['inner', 'left'],
      choiceLabels: { inner: 'Pairs only', left: 'Pairs, and left tuples without a partner' },
      default: 'inner',
    }),
    leftField: field.text({
      label: 'Left key',
      help: 'Field of the left stream that is compared. Left empty: its first field.',
      placeholder: 'first field',
      pattern: fieldNamePattern,
    }),
    rightField: field.text({
      label: 'Right key',
      help: 'Field of the right stream that is compared. Left empty: its first field.',
      placeholder: 'first field',
      pattern: fieldNamePattern,
    }),
    ...windowFields,
    ...parallelismFields,
    ...testingFields,
  },
});
