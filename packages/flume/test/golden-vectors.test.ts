import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Batch,
  eventBatch,
  forEachRow,
  type Implementation,
  readCell,
  readHeaders,
} from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { LineDeserializer } from '../src/node/line-deserializer.ts';
import { BucketPath } from '../src/semantics/bucket-path.ts';
import { dumpEvent } from '../src/semantics/event-dump.ts';
import { translateJavaRegex, translateReplacement } from '../src/semantics/java-regex.ts';
import { serializeText } from '../src/semantics/text-serializer.ts';
import { ZoneClock } from '../src/semantics/zoned-time.ts';
import { FakeContext } from './fake-context.ts';
import all from './golden/runtime-vectors.json' with { type: 'json' };
import { drawAgent, startAgent } from './run-agent.ts';

/** What the classes of Flume 1.11.0 gave for an input; the keys depend on the group. */
interface Vector {
  readonly group: string;
  // The vectors of a group are alike; each test knows the shape of its own.
  readonly [key: string]: unknown;
}

const vectors = all as readonly Vector[];
const group = (name: string): readonly Vector[] => vectors.filter((v) => v.group === name);

const pathHeaders: { readonly [name: string]: string } = { host: 'h$1\\x', 'a.b-c': 'dot' };

function fill(vector: Vector, path: BucketPath): string {
  const values = {
    header: (name: string) => pathHeaders[name],
    machine: () => 'here',
    timestamp: vector.timestamp === null ? undefined : (vector.timestamp as string),
  };
  try {
    return path.fill(values);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The message of an exception in a vector, which has its class before it. */
const withoutClass = (text: unknown): string => String(text).replace(/^EXC [\w.]+: /, '');

describe('escapes of paths', () => {
  it.each(group('bucketpath'))('$in in $tz', (vector) => {
    const path = new BucketPath(vector.in as string, new ZoneClock(vector.tz as string));
    expect(fill(vector, path)).toBe(withoutClass(vector.out));
  });

  it.each(group('bucketpath-round'))('round down to $value $unit', (vector) => {
    const rounding = { unit: vector.unit as 'second' | 'minute' | 'hour', value: vector.value as number };
    const path = new BucketPath('%Y-%m-%d %H:%M:%S %s %t', new ZoneClock('UTC'), rounding);
    expect(fill(vector, path)).toBe(vector.out);
  });

  it.each(group('bucketpath-error'))('timestamp $timestamp', (vector) => {
    const path = new BucketPath((vector.in as string | undefined) ?? '%Y', new ZoneClock('UTC'));
    expect(fill(vector, path)).toBe(withoutClass(vector.out));
  });
});

describe('lines of the logger', () => {
  it.each(group('logger'))('$body_hex, at most $max bytes', ({ body_hex: body, max, out }) => {
    const headers = String(out).includes('{k=v}') ? { k: 'v' } : {};
    expect(dumpEvent(headers, Buffer.from(body as string, 'hex'), max as number)).toBe(out);
  });
});

describe('the TEXT serializer', () => {
  it.each(group('serializer'))('appendNewline $appendNewline', ({ events, appendNewline, out }) => {
    const list = events as readonly { headers: { [name: string]: string }; body: string }[];
    const batch = eventBatch(
      list.map((e) => e.body),
      list.map((e) => e.headers),
      0,
    );
    const format = { hasHeaders: false, appendNewline: appendNewline as boolean };
    const bytes = serializeText(batch, { from: 0, to: list.length }, format);
    expect(Buffer.from(bytes).toString()).toBe(out);
  });
});

describe('the LINE deserializer', () => {
  it.each(group('line-deserializer'))('$in at most $maxLineLength', ({ in: text, maxLineLength, events }) => {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-lines-'));
    try {
      const path = join(directory, 'file');
      writeFileSync(path, text as string);
      const format = {
        maxLineLength: maxLineLength as number,
        charset: 'utf-8',
        onBroken: 'FAIL',
      } as const;
      const reader = new LineDeserializer(path, 0, format, new FakeContext());
      const found: string[] = [];
      for (let line = reader.read(); line; line = reader.read())
        found.push(Buffer.from(line.body).toString());
      reader.close();
      expect(found).toEqual(events);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

interface Event {
  readonly headers: { readonly [name: string]: string | null };
  readonly body: string;
}

/** A source of given events, and a sink that notes what reaches each component. */
function fakes(events: readonly Event[], seen: Map<string, Event[]>): { [id: string]: Implementation } {
  let isRead = false;
  return {
    'flume.source.seq': {
      kind: 'source',
      create: (_config, context) => ({
        style: 'pull',
        read() {
          if (isRead) return 'end';
          isRead = true;
          const headers = events.map((e) => e.headers as { [name: string]: string });
          return eventBatch(
            events.map((e) => e.body),
            headers,
            context.now(),
          );
        },
        close: () => undefined,
      }),
    },
    'flume.sink.null': {
      kind: 'sink',
      create: (_config, context) => ({
        write(batch: Batch) {
          const list = seen.get(context.component) ?? [];
          seen.set(context.component, list);
          forEachRow(batch, (row) =>
            list.push({
              headers: { ...readHeaders(batch, row) },
              body: String(readCell(batch, 'body', row)),
            }),
          );
        },
        close: () => undefined,
      }),
    },
  };
}

/** The config of our interceptor for the properties of Flume's. */
function interceptorConfig(
  type: string,
  config: { readonly [key: string]: string },
): { [name: string]: never } {
  const own: { [name: string]: unknown } = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === 'serializers') own.headers = value.split(' ').map((s) => config[`serializers.${s}.name`]);
    else if (!key.startsWith('serializers.'))
      own[key] = value === 'true' ? true : value === 'false' ? false : value;
  }
  expect(Object.keys(own).length, type).toBeGreaterThanOrEqual(0);
  return own as { [name: string]: never };
}

describe('interceptors', () => {
  const running = group('interceptor').filter((v) => typeof v.out !== 'string');
  it.each(running)('$type $config', async (vector) => {
    const { type, config, headers, body, out } = vector as unknown as Event & {
      readonly type: string;
      readonly config: { readonly [key: string]: string };
      readonly out: Event | null;
    };
    const seen = new Map<string, Event[]>();
    const drawing = drawAgent({
      source: { type: 'flume.source.seq' },
      attached: [{ type: `flume.interceptor.${type}`, config: interceptorConfig(type, config) }],
      sink: { type: 'flume.sink.null' },
    });
    const { host, run } = await startAgent(drawing, fakes([{ headers, body }], seen));
    await host.untilDone();
    await run.stop(1000);
    const [event] = seen.get('to-c1') ?? [];
    if (out === null) expect(event).toBeUndefined();
    else {
      // Flume leaves a header with a null value for a group that took no part; here the event has no such header.
      const kept = Object.entries(out.headers).filter(([, value]) => value !== null);
      expect(event).toEqual({ headers: Object.fromEntries(kept), body: out.body });
    }
  });

  it('refuses a replacement with a group that does not exist before the run', () => {
    const [vector] = group('interceptor').filter((v) => typeof v.out === 'string');
    const { searchPattern, replaceString } = vector?.config as { [key: string]: string };
    const { groups } = translateJavaRegex(searchPattern as string);
    expect(translateReplacement(replaceString as string, groups).problems).toEqual([
      'The replacement uses group 9, the expression has 0.',
    ]);
  });
});

/** Connection settings for the properties of a selector. */
function settingsOf(config: { readonly [key: string]: string }, channel: string): { [field: string]: never } {
  const values = (prefix: string): string[] =>
    Object.entries(config)
      .filter(([key, names]) => key.startsWith(prefix) && names.split(' ').includes(channel))
      .map(([key]) => key.slice(prefix.length));
  return {
    when: values('mapping.'),
    optionalWhen: values('optional.'),
    isDefault: (config.default ?? '').split(' ').includes(channel),
    isOptional: (config.optional ?? '').split(' ').includes(channel),
  } as unknown as { [field: string]: never };
}

describe('channel selectors', () => {
  const selectors = [...group('multiplexing'), ...group('replicating')];
  it.each(selectors)('$group $header_value', async (vector) => {
    const config = vector.config as { readonly [key: string]: string };
    const channels = (vector.channels as readonly string[] | undefined) ?? ['c1', 'c2', 'c3'];
    const isMultiplexing = vector.group === 'multiplexing';
    const seen = new Map<string, Event[]>();
    const drawing = drawAgent({
      source: { type: 'flume.source.seq' },
      attached: [
        isMultiplexing
          ? { type: 'flume.selector.multiplexing', config: { header: config.header as string } }
          : { type: 'flume.selector.replicating' },
      ],
      channels: Object.fromEntries(channels.map((c) => [c, settingsOf(config, c)])),
      sink: { type: 'flume.sink.null' },
    });
    const headers = isMultiplexing ? { state: vector.header_value as string } : {};
    const { host, run } = await startAgent(drawing, fakes([{ headers, body: 'x' }], seen));
    await host.untilDone();
    await run.stop(1000);
    const expected = [...(vector.required as string[]), ...(vector.optional as string[])];
    expect([...seen.keys()].sort()).toEqual(expected.map((c) => `to-${c}`).sort());
  });
});
