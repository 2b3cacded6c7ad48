import { createReplayReader } from '@sluice/connectors';
import { batchOfLines, implementSource } from '@sluice/runtime';
import { spec } from './spec.ts';

/** Records the demo data sets hold when they do not say. */
const defaultTotal = 1_000_000;

export const run = implementSource(spec, (config, context) => {
  const data = context.openDataset(config.dataset, config.seed);
  const saved = context.durable.load()?.position;
  const reader = createReplayReader({
    dataset: config.dataset,
    data,
    total: Math.min(config.count ?? Number.POSITIVE_INFINITY, data.total ?? defaultTotal),
    rate: config.rate,
    isLooping: config.isLooping,
    ...(typeof saved === 'number' ? { position: saved } : {}),
    now: () => context.now(),
  });
  /** Records whose batches are done. */
  let safe = 0;
  return {
    style: 'pull',
    idleMs: 20,
    read: (max) => {
      const chunk = reader.read(max);
      return typeof chunk === 'string'
        ? chunk
        : batchOfLines(chunk.text, { field: 'value', ingestMs: context.now() });
    },
    commitTo: (records) => {
      context.durable.save({ position: reader.commit(records - safe) });
      safe = records;
    },
    rollback: () => reader.rollback(),
    close: () => {},
    replay: reader.control,
  };
});
