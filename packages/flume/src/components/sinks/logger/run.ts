import {
  columnOf,
  encodeUtf8,
  forEachRow,
  implementSink,
  readBytes,
  readHeaders,
  readText,
} from '@sluice/runtime';
import { dumpEvent } from '../../../semantics/event-dump.ts';
import { spec } from './spec.ts';

export const run = implementSink(spec, (_config, context) => ({
  // Flume takes them one by one; as printing cannot fail, nobody can tell the difference.
  batchSize: 100,
  write(batch) {
    const body = columnOf(batch, 'body');
    forEachRow(batch, (row) => {
      const bytes = readBytes(body, row) ?? encodeUtf8(readText(body, row));
      context.print(`Event: ${dumpEvent(readHeaders(batch, row), bytes)}`);
    });
  },
  close: () => undefined,
}));
