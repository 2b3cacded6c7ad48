import { defineComponent, field } from '@sluice/component';
import { boltInput, boltMetrics, testingFields } from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.view',
  title: 'View',
  summary: 'Shows the last tuple of each key as a table or as bars.',
  docs: [
    'Keeps the last tuple for each key and shows them ordered by a value, highest first. Keyed by all fields but the value it shows running counts; keyed by `rank` it shows a ranking.',
  ],
  icon: 'table-2',
  inputs: [boltInput],
  outputs: [],
  targets: { storm: { can: 'with-difference', difference: 'Exported as a bolt that logs its tuples.' } },
  nodeMetrics: boltMetrics,
  config: {
    keyFields: field.list({
      label: 'Key',
      help: 'Fields that say which row a tuple replaces. Left empty: all fields but the value.',
      placeholder: 'all but the value',
      default: [],
      itemLabel: 'Field',
    }),
    valueField: field.text({
      label: 'Value',
      help: 'The field rows are ordered by. Left empty: the last number among the fields.',
      placeholder: 'last number',
    }),
    columns: field.list({
      label: 'Columns',
      help: 'Fields shown, in order. Left empty: all fields but the value, then the value.',
      placeholder: 'all fields',
      default: [],
      itemLabel: 'Field',
    }),
    presentation: field.choice({
      label: 'Show as',
      help: 'Bars draw the value of the first columns.',
      choices: ['table', 'bars'],
      default: 'bars',
      choiceLabels: { table: 'Table', bars: 'Bars' },
    }),
    ...testingFields,
  },
});
