import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.map-with-state',
  title: 'mapWithState',
  summary: 'Keeps state for each key, changed by every record, and gives something for each record.',
  docs: [
    'Records of a key are taken one after another. For each, "State" says what the state becomes: `a` is the state so far, null when the key has none, and `b` the value of the record. A state of null removes the key.',
    'What a record gives is an expression of `key` and `value`, where `value` is what the state has become; null after a removal. "Gives something when" leaves records out. The other choice is the whole state after each batch, as `stateSnapshots()`.',
    'A batch costs as much as it has records, unlike updateStateByKey, which touches all keys. Keys do not time out here. On Spark it needs a checkpoint directory.',
  ],
  icon: 'database-zap',
  exportType: 'mapWithState',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    update: field.expression({
      label: 'State',
      help: '`a` is the state of the key or null, `b` the value of the record; null removes the state.',
      returns: 'any',
      scope: 'combine',
      default: 'a == null ? b : a + b',
      isRequired: true,
    }),
    gives: field.choice({
      label: 'Gives',
      help: 'Something for each record, or the whole state after each batch.',
      choices: ['mapped', 'snapshots'],
      choiceLabels: { mapped: 'A result for each record', snapshots: 'All keys with their state' },
      default: 'mapped',
    }),
    when: field.expression({
      label: 'Gives something when',
      help: 'Over `key` and `value`, the state after the record. Left empty: always.',
      returns: 'boolean',
      placeholder: 'always',
    }),
    result: field.expression({
      label: 'Result',
      help: 'What a record gives: an expression of `key` and `value`, the state after the record.',
      returns: 'any',
      default: '[key, value]',
      isRequired: true,
    }),
  },
  nodeMetrics: inOutMetrics,
});
