import { mkdirSync } from 'node:fs';
import { implementSink, liveRows } from '@sluice/runtime';
import { type FileNames, RollingFiles } from '../../../node/rolling-files.ts';
import { serializeText } from '../../../semantics/text-serializer.ts';
import { ZoneClock } from '../../../semantics/zoned-time.ts';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  const extension = config.extension ? `.${config.extension}` : '';
  const prefix = config.prefix ?? '';
  const clock = config.pathManager === 'ROLLTIME' ? new ZoneClock() : undefined;
  const names = (startMs: number): FileNames => ({
    name: (index, nowMs) => `${prefix}${clock ? compactTime(clock, nowMs) : startMs}-${index}${extension}`,
  });
  const serializer = {
    hasHeaders: config.serializer === 'HEADER_AND_TEXT',
    appendNewline: config.appendNewline,
  };
  let files: RollingFiles | undefined;
  return {
    batchSize: config.batchSize,
    isAtomic: true,
    delivered: () => files?.events ?? 0,
    open() {
      const directory = context.files.resolve(config.directory, 'write');
      mkdirSync(directory, { recursive: true });
      files = new RollingFiles({
        directory,
        names,
        rollIntervalMs: config.rollInterval * 1000,
        hasLineEnds: config.appendNewline,
        context,
      });
    },
    write(batch) {
      const rows = liveRows(batch);
      files?.write(serializeText(batch, { from: 0, to: rows }, serializer), rows);
    },
    tick() {
      files?.turn();
    },
    close() {
      files?.close();
    },
  };
});

/** `yyyyMMddHHmmss` on the machine's clock. */
function compactTime(clock: ZoneClock, ms: number): string {
  const t = clock.read(ms);
  return [t.year, t.month, t.day, t.hour, t.minute, t.second].map((n) => String(n).padStart(2, '0')).join('');
}
