import { appendFileSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { type Batch, eventBatch, implementSource, type PullSource, withHeader } from '@sluice/runtime';
import { charsetOf } from '../../../node/decode.ts';
import { LineDeserializer } from '../../../node/line-deserializer.ts';
import {
  checkUnchanged,
  complete,
  makeTracker,
  remove,
  SpoolDirectory,
} from '../../../node/spool-directory.ts';
import { translateJavaRegex } from '../../../semantics/java-regex.ts';
import { spec } from './spec.ts';

/** Where reading goes on after a restart: everything before it is in the channels. */
interface Position {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
  readonly changedMs: number;
}

/** The names of files that have been read, when they are not renamed. */
const doneList = '.flumespool-done.meta';

export const run = implementSource(spec, (config, context): PullSource => {
  const fullMatch = (pattern: string): RegExp =>
    new RegExp(`^(?:${translateJavaRegex(pattern).source})$`, 'u');
  const format = {
    maxLineLength: config.maxLineLength,
    charset: charsetOf(config.inputCharset),
    onBroken: config.decodeErrorPolicy,
  };
  const isTracked = config.trackingPolicy === 'tracker_dir';
  const done = new Set<string>();
  let directory: SpoolDirectory | undefined;
  let tracker = '';
  let open: { readonly reader: LineDeserializer; readonly position: Position } | undefined;
  let committed: Position | undefined;
  /** Records read, and safe, since the start. */
  let given = 0;
  let safe = 0;
  /** Where each record of the newest batch ends in the file, from record `safe` on. */
  let endOf: (index: number) => number = () => 0;
  /** Set after something Flume calls fatal; nothing is read any more. */
  let fault: unknown;
  /** Flume makes one empty event of an empty file, but only of the first file it meets. */
  let isFirst = true;

  function begin(position: Position): void {
    const reader = new LineDeserializer(position.file, position.offset, format, context);
    open = { reader, position };
  }

  /** The end of a file has been reached and all of it is committed. */
  function retire(): void {
    if (!open) return;
    const { position, reader } = open;
    open = undefined;
    reader.close();
    checkUnchanged(position.file, position);
    context.durable.sync();
    if (config.deletePolicy === 'immediate') remove(position.file);
    else if (isTracked) {
      appendFileSync(join(tracker, doneList), `${position.file}\n`);
      done.add(position.file);
    } else complete(position.file, config.fileSuffix);
    committed = undefined;
    context.durable.save({});
  }

  function readBatch(max: number): ReturnType<PullSource['read']> {
    for (;;) {
      if (!open) {
        const next = directory?.next();
        if (!next) return 'idle';
        begin({ file: next.path, offset: 0, size: next.size, changedMs: next.changedMs });
      }
      const { reader, position } = open as NonNullable<typeof open>;
      const from = reader.position;
      const many = reader.readMany(max);
      if (many) {
        isFirst = false;
        const { lines, slab } = many;
        const { starts, ends } = lines;
        given += starts.length;
        endOf = (index) => from + (ends[index] as number) + 1 - (starts[0] as number);
        return { ...withHeaders(eventBatch(lines, undefined, context.now()), position.file), slab };
      }
      const bodies: Uint8Array[] = [];
      const ends: number[] = [];
      while (bodies.length < max) {
        const line = reader.read();
        if (!line) break;
        bodies.push(line.body);
        ends.push(line.end);
      }
      if (bodies.length === 0 && isFirst) {
        bodies.push(new Uint8Array(0));
        ends.push(reader.position);
      }
      isFirst = false;
      if (bodies.length > 0) {
        given += bodies.length;
        endOf = (index) => ends[index] as number;
        return withHeaders(eventBatch(bodies, undefined, context.now()), position.file);
      }
      retire();
    }
  }

  function withHeaders(batch: Batch, path: string): Batch {
    let result = batch;
    const set = (name: string, value: string): void => {
      result = withHeader(result, name, { kind: 'constant', value });
    };
    if (config.fileHeader) set(config.fileHeaderKey, path);
    if (config.basenameHeader) set(config.basenameHeaderKey, basename(path));
    return result;
  }

  function save(offset: number): void {
    if (!open) return;
    committed = { ...open.position, offset };
    context.durable.save({ ...committed });
  }

  return {
    style: 'pull',
    idleMs: config.pollDelay,
    open() {
      const root = context.files.resolve(config.spoolDir, 'write');
      if (isTracked) {
        const place = isAbsolute(config.trackerDir) ? config.trackerDir : join(root, config.trackerDir);
        tracker = makeTracker(context.files.resolve(place, 'write'));
        for (const path of readLines(join(tracker, doneList))) done.add(path);
      }
      directory = new SpoolDirectory({
        directory: root,
        include: fullMatch(config.includePattern),
        ignore: fullMatch(config.ignorePattern),
        suffix: config.fileSuffix,
        isRecursive: config.recursiveDirectorySearch,
        order: config.consumeOrder,
        random: () => context.random(),
        isDone: (path) => done.has(path),
      });
      const saved = context.durable.load() as Position | Record<string, never> | undefined;
      if (saved?.file === undefined) return;
      isFirst = false;
      committed = saved as Position;
      try {
        begin(committed);
      } catch {
        // The file was retired just before the crash, or somebody took it away.
        committed = undefined;
      }
    },
    read(max) {
      if (fault !== undefined) return 'idle';
      try {
        return readBatch(max);
      } catch (error) {
        fault = error;
        context.log(
          'error',
          `FATAL: ${error instanceof Error ? error.message : String(error)} Restart or reconfigure Flume to continue processing.`,
        );
        return 'idle';
      }
    },
    commit() {
      safe = given;
      if (open) save(open.reader.position);
    },
    commitTo(records) {
      if (records > safe) save(endOf(records - safe - 1));
      safe = records;
    },
    rollback() {
      context.count('ChannelWriteFail', 1);
      given = safe;
      if (!open) return;
      const { position, reader } = open;
      reader.close();
      begin({ ...position, offset: committed?.file === position.file ? committed.offset : 0 });
    },
    close() {
      open?.reader.close();
      open = undefined;
    },
  };
});

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
