import type { Batch } from '@sluice/runtime';
import { implementSink, liveRows, readCell, rowAt, selectRows } from '@sluice/runtime';
import { BucketFiles, bucketKey } from '../../../node/bucket-files.ts';
import type { BucketWriter } from '../../../node/bucket-writer.ts';
import { machineName } from '../../../node/machine.ts';
import { BucketPath, type EscapeValues, sanitizeEscapeValue } from '../../../semantics/bucket-path.ts';
import { bodyBytes, serializeText } from '../../../semantics/text-serializer.ts';
import { ZoneClock } from '../../../semantics/zoned-time.ts';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  if (config.fileType !== 'DataStream') {
    throw new Error(`Embedded runs write DataStream text only, not ${config.fileType}.`);
  }
  const clock = new ZoneClock(config.timeZone || undefined);
  const rounding = config.round ? { unit: config.roundUnit, value: config.roundValue } : undefined;
  const path = new BucketPath(config.path, clock, rounding);
  const prefix = new BucketPath(config.filePrefix, clock, rounding);
  const serializer = {
    hasHeaders: config.serializer === 'HEADER_AND_TEXT',
    appendNewline: config.appendNewline,
  };
  let files: BucketFiles | undefined;
  let replaced = 0;

  function valuesOf(batch: Batch, row: number): EscapeValues {
    const read = (name: string): string | undefined => {
      const value = readCell(batch, `headers.${name}`, row);
      return value === undefined || value === null ? undefined : String(value);
    };
    const safe = new Map<string, string | undefined>();
    return {
      timestamp: config.useLocalTimeStamp ? String(Math.floor(context.now())) : read('timestamp'),
      machine: machineName,
      header: (name) => {
        if (safe.has(name)) return safe.get(name);
        const value = read(name);
        const clean = value === undefined ? undefined : sanitizeEscapeValue(value);
        if (clean !== value) replaced++;
        safe.set(name, clean);
        return clean;
      },
    };
  }

  const headers = [...new Set([...path.headers, ...prefix.headers])];
  const needsTime = path.needsTime || prefix.needsTime;
  const needsMs = /%t/.test(config.path + config.filePrefix);
  let last: { readonly key: string; readonly bucket: BucketWriter } | undefined;

  /** Neighbouring events mostly belong together: equal keys name one bucket. */
  function keyOf(values: EscapeValues): string {
    const time = needsTime ? (values.timestamp ?? '') : '';
    const names = headers.map((name) => values.header(name) ?? '').join('/');
    return `${needsMs ? time : time.slice(0, -3)}/${names}`;
  }

  function bucketOf(batch: Batch, row: number): BucketWriter {
    const values = valuesOf(batch, row);
    const key = keyOf(values);
    if (last?.key === key) return last.bucket;
    const bucket = findBucket(values);
    last = { key, bucket };
    return bucket;
  }

  function findBucket(values: EscapeValues): BucketWriter {
    const [directory, name] = [path.fill(values), prefix.fill(values)];
    return (files as BucketFiles).bucket(bucketKey(directory, name), () => ({
      directory: context.files.resolve(directory, 'write'),
      prefix: name,
      suffix: config.fileSuffix ?? '',
      inUsePrefix: config.inUsePrefix ?? '',
      inUseSuffix: config.emptyInUseSuffix ? '' : config.inUseSuffix,
    }));
  }

  /** All events of a batch go to one bucket when nothing in the path comes from the events. */
  const isFixed =
    path.headers.length + prefix.headers.length === 0 &&
    (config.useLocalTimeStamp || !(path.needsTime || prefix.needsTime));

  function writeTo(bucket: BucketWriter, batch: Batch): void {
    const rows = liveRows(batch);
    for (let from = 0; from < rows; ) {
      if (bucket.prepare()) files?.note();
      let to = Math.min(rows, from + bucket.room);
      let bytes = bodyBytes(batch, from, to);
      if (bytes >= bucket.byteRoom) {
        bytes = 0;
        to = from;
        while (to < rows && to - from < bucket.room && bytes < bucket.byteRoom) {
          bytes += bodyBytes(batch, to, to + 1);
          to++;
        }
      }
      bucket.append(serializeText(batch, { from, to }, serializer), to - from, bytes);
      files?.wrote(to - from);
      from = to;
    }
  }

  return {
    batchSize: config.batchSize,
    delivered: () => files?.events ?? 0,
    open() {
      files = new BucketFiles({
        limits: {
          count: config.rollCount,
          bytes: config.rollSize,
          intervalMs: config.rollInterval * 1000,
          idleMs: config.idleTimeout * 1000,
        },
        maxOpen: config.maxOpenFiles,
        hasLineEnds: config.appendNewline,
        context,
      });
    },
    write(batch) {
      const rows = liveRows(batch);
      last = undefined;
      files?.closeDue();
      if (rows > 0) {
        if (isFixed) writeTo(bucketOf(batch, rowAt(batch, 0)), batch);
        else for (const [bucket, part] of split(batch, bucketOf)) writeTo(bucket, part);
        files?.commit();
      }
      if (replaced > 0) context.count('EscapeValuesReplaced', replaced);
      replaced = 0;
    },
    tick() {
      files?.closeDue();
    },
    close() {
      files?.closeAll();
    },
  };
});

/** The events of each bucket, in order. */
function split(
  batch: Batch,
  bucketOf: (batch: Batch, row: number) => BucketWriter,
): Map<BucketWriter, Batch> {
  const rows = new Map<BucketWriter, number[]>();
  for (let i = 0; i < liveRows(batch); i++) {
    const row = rowAt(batch, i);
    const bucket = bucketOf(batch, row);
    const list = rows.get(bucket);
    if (list) list.push(row);
    else rows.set(bucket, [row]);
  }
  return new Map([...rows].map(([bucket, list]) => [bucket, selectRows(batch, Uint32Array.from(list))]));
}
