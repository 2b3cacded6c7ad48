import { createReplayReader } from '@sluice/connectors';
import { batchOfLines, implementSource } from '@sluice/runtime';
import { dealtRecords, dealtTotal } from '../../../semantics/dealt-records.ts';
import { SafePositions } from '../../../semantics/safe-positions.ts';
import { Saver } from '../../../semantics/saver.ts';
import { spec } from './spec.ts';

const totalWhenUnknown = 1_000_000;
const idleMs = 20;

export const run = implementSource(spec, (config, context) => {
  const { task, tasks } = context;
  const data = context.openDataset(config.dataset, config.seed);
  const saved = context.durable.load();
  const start = typeof saved?.position === 'number' ? saved.position : 0;
  const records = dealtRecords(data, task, tasks);
  const reader = createReplayReader({
    dataset: config.dataset,
    data: { naturalRate: data.naturalRate / tasks, lines: (from, count) => records.lines(from, count) },
    total: dealtTotal(config.count ?? data.total ?? totalWhenUnknown, task, tasks),
    rate: config.rate > 0 ? config.rate / tasks : config.rate,
    isLooping: config.isLooping,
    position: start,
    now: () => context.now(),
  });
  const positions = new SafePositions(start);
  const saver = new Saver((position) => context.durable.save({ position }), context.now);
  return {
    style: 'pull',
    idleMs,
    replay: reader.control,
    read(max) {
      const chunk = reader.read(max);
      if (typeof chunk === 'string') return chunk;
      positions.read(chunk.count, chunk.from + chunk.count);
      return batchOfLines(chunk.text, { field: config.outputField, ingestMs: context.now() });
    },
    commitTo(count) {
      if (positions.commitTo(count)) saver.offer(positions.position);
    },
    close() {
      saver.offer(positions.position, true);
    },
  };
});
