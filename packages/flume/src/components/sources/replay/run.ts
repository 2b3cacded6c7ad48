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
  /** Records read, and safe, since the start. */
  let given = 0;
  let safe = 0;
  return {
    style: 'pull',
    idleMs: 10,
    read(max) {
      const chunk = reader.read(max);
      if (typeof chunk === 'string') return chunk;
      given += chunk.count;
      return batchOfLines(chunk.text, { ingestMs: context.now() });
    },
    commit() {
      safe = given;
      context.durable.save({ position: reader.commit() });
    },
    commitTo(records) {
      context.durable.save({ position: reader.commit(records - safe) });
      safe = records;
    },
    rollback() {
      context.count('ChannelWriteFail', 1);
      given = safe;
      reader.rollback();
    },
    close: () => undefined,
    replay: reader.control,
  };
});
