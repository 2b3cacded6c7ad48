import { batchOfLines, implementSource, liveRows } from '@sluice/runtime';
import { spec } from './spec.ts';

export const run = implementSource(spec, (config, context) => {
  const total = config.totalEvents ?? Number.MAX_SAFE_INTEGER;
  let next = 0;
  let committed = 0;
  return {
    style: 'pull',
    read(max) {
      if (next >= total) return 'end';
      const count = Math.min(max, total - next);
      let text = '';
      for (let i = 0; i < count; i++) text += `${next + i}\n`;
      next += count;
      const batch = batchOfLines(text, { ingestMs: context.now() });
      return liveRows(batch) > 0 ? batch : 'idle';
    },
    commit() {
      committed = next;
    },
    commitTo(records) {
      committed = records;
    },
    rollback() {
      context.count('ChannelWriteFail', 1);
      next = committed;
    },
    close: () => undefined,
  };
});
