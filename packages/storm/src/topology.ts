import { defineSystem, field } from '@sluice/component';

/** The box a topology is drawn in. Field names follow Storm's keys; an empty field leaves Storm's own default. */
export const topology = defineSystem({
  id: 'storm.topology',
  title: 'Storm topology',
  summary: 'Runs spouts and bolts one tuple at a time and tracks every tuple tree until it is acked.',
  docs: [
    'A topology is one stage: every tuple a spout emits is the root of a tree that grows with each tuple a bolt emits while it executes it. When all tuples of the tree have been acked the spout hears `ack`; when one fails, or the message timeout passes, it hears `fail` and emits the root again.',
    'The guarantee is at-least-once: nothing is lost while the spout can emit again, and what had been executed before a failure is executed once more. Embedded spouts emit a failed root again at once, after its third attempt with growing pauses of up to a second.',
  ],
  icon: 'cloud-lightning',
  config: {
    workers: field.integer({
      label: 'Workers',
      help: 'JVM processes the executors are spread over. Embedded runs spread bolts that only compute over as many threads, at most one for each core; spouts, sinks and the tuple trees stay on the first.',
      exportKey: 'topology.workers',
      default: 1,
      min: 1,
      max: 64,
    }),
    ackers: field.integer({
      label: 'Ackers',
      help: 'Acker executors. Left empty: as many as workers. 0 switches tracking off: tuples count as acked when they are emitted, and nothing is ever emitted again.',
      placeholder: 'as workers',
      exportKey: 'topology.acker.executors',
      min: 0,
      max: 64,
    }),
    maxSpoutPending: field.integer({
      label: 'Max spout pending',
      help: 'Most unfinished roots of one spout task; at this number the spout is not asked for more. Left empty: no limit in Storm, 16,384 in embedded runs so that memory stays bounded.',
      placeholder: 'no limit',
      exportKey: 'topology.max.spout.pending',
      min: 1,
    }),
    messageTimeoutSecs: field.integer({
      label: 'Message timeout',
      help: 'A root unfinished for this long fails; it is noticed between one and two timeouts after the emit.',
      exportKey: 'topology.message.timeout.secs',
      unit: 's',
      default: 30,
      min: 1,
    }),
    enableMessageTimeouts: field.boolean({
      label: 'Time out',
      help: 'Off: roots that nobody acks or fails stay pending for ever.',
      exportKey: 'topology.enable.message.timeouts',
      default: true,
      isAdvanced: true,
    }),
    receiveBufferSize: field.integer({
      label: 'Receive queue',
      help: 'Tuples waiting before one executor; when it is full, whoever sends to it waits.',
      exportKey: 'topology.executor.receive.buffer.size',
      unit: 'tuples',
      default: 32768,
      min: 1,
      isAdvanced: true,
    }),
    maxTaskParallelism: field.integer({
      label: 'Max task parallelism',
      help: 'Most tasks any component gets, whatever it asks for.',
      exportKey: 'topology.max.task.parallelism',
      min: 1,
      isAdvanced: true,
    }),
  },
});
