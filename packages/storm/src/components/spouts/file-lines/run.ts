import { FileReader } from '@sluice/connectors';
import { bytesBatch, implementSource, LineSplitter } from '@sluice/runtime';
import { SafePositions } from '../../../semantics/safe-positions.ts';
import { Saver } from '../../../semantics/saver.ts';
import { spec } from './spec.ts';

export const run = implementSource(spec, (config, context) => {
  const splitter = new LineSplitter({ memory: context });
  const saved = context.durable.load();
  const start = typeof saved?.position === 'number' ? saved.position : 0;
  const positions = new SafePositions(start);
  const saver = new Saver((position) => context.durable.save({ position }), context.now);
  let reader: FileReader | undefined;

  /** Bytes are read until there is a line or the file has no more. */
  function nextLines(from: FileReader, max: number) {
    for (;;) {
      const lines = splitter.take(max);
      if (lines) return lines;
      const count = from.read(splitter.space());
      if (count === 0) return config.isFollowing ? undefined : splitter.end();
      splitter.filled(count);
    }
  }

  return {
    style: 'pull',
    open() {
      // One task reads; others would emit the same lines once more.
      if (context.task > 0) return;
      reader = new FileReader(context.files.resolve(config.path, 'read'), start);
      if (reader.status().size < start) reader.position = 0;
    },
    read(max) {
      if (reader === undefined) return 'end';
      const lines = nextLines(reader, max);
      if (lines === undefined) return config.isFollowing ? 'idle' : 'end';
      positions.read(lines.starts.length, reader.position - splitter.pendingBytes);
      const { slab } = splitter;
      slab.retain();
      const fields = { field: config.outputField, hasHeaders: false, ingestMs: context.now() };
      return { ...bytesBatch(lines, fields), slab };
    },
    commitTo(records) {
      if (positions.commitTo(records)) saver.offer(positions.position);
    },
    close() {
      saver.offer(positions.position, true);
      reader?.close();
      if (reader) splitter.close();
      reader = undefined;
    },
  };
});
