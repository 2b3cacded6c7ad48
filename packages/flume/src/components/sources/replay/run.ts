import { createReplayReader, type ReplayReader } from '@sluice/connectors';
import { batchOfLines, implementSource } from '@sluice/runtime';
import { spec } from './spec.ts';

/** Records of a replay that does not say how many. */
const defaultCount = 1_000_000;

export const run = implementSource(spec, (config, context) => {
  const saved = context.durable.load() as { readonly position?: number } | undefined;
  const reader: ReplayReader = createReplayReader({
    dataset: config.dataset,
    data: context.openDataset(config.dataset, config.seed),
    total: config.count ?? defaultCount,
    rate: config.rate,
    isLooping: config.isLooping,
    now: () => context.now(),
    ...(saved?.position === undefined ? {} : { position: saved.position }),
  });
  return {
    style: 'pull',
    idleMs: 10,
    read(max) {
      const chunk = reader.read(Math.min(max, config.batchSize));
      if (typeof chunk === 'string') return chunk;
      return batchOfLines(chunk.text, { ingestMs: context.now() });
    },
    commit() {
      context.durable.save({ position: reader.commit() });
    },
    rollback() {
      context.count('ChannelWriteFail', 1);
      reader.rollback();
    },
    close: () => undefined,
    replay: reader.control,
  };
});
