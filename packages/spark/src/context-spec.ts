import { defineSystem, field } from '@sluice/component';

/** The box of a Spark Streaming application. */
export const contextSpec = defineSystem({
  id: 'spark.context',
  title: 'Streaming context',
  summary: 'A Spark Streaming application: streams cut into batches of a fixed interval.',
  docs: [
    'Every batch interval the records received since the last one become a batch, and each output operation runs once for it, batch after batch. A batch that takes longer than the interval delays the next ones: they queue up, none is skipped or merged.',
    'Batch times are multiples of the interval since the epoch; windows and slides are counted from the first one.',
  ],
  icon: 'flame',
  config: {
    batchIntervalMs: field.integer({
      label: 'Batch interval',
      help: 'How often a batch is made. Windows and slides must be multiples of it.',
      default: 1000,
      min: 50,
      unit: 'ms',
    }),
    blockIntervalMs: field.integer({
      label: 'Block interval',
      help: 'How often received records become a block. A batch gets the blocks finished before it was made.',
      exportKey: 'spark.streaming.blockInterval',
      default: 200,
      min: 10,
      unit: 'ms',
      isAdvanced: true,
    }),
    master: field.text({
      label: 'Master',
      help: 'Where an exported program runs. Each receiver needs a core of its own: `local[n]` must be larger than their number.',
      exportKey: 'spark.master',
      default: 'local[2]',
      pattern: {
        source: 'local(\\[(\\d+|\\*)(,\\s*\\d+)?\\])?|spark://.+|yarn|k8s://.+',
        message: 'use `local[n]`, `spark://host:port`, `yarn` or `k8s://...`.',
      },
    }),
    checkpointDirectory: field.path({
      label: 'Checkpoint directory',
      help: 'Where an exported program keeps state. Spark needs it for updateStateByKey and for windows with an inverse.',
      exportKey: 'spark.streaming.checkpoint.directory',
      of: 'directory',
      placeholder: 'checkpoint',
      isAdvanced: true,
    }),
  },
});
