import { connect } from 'node:net';
import { liveRows, type PutResult, readRecords } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { asPush, create, FakeContext } from '../../../../test/fake-context.ts';
import { lower } from './lower.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower })).toEqual([]);
});

let stop: (() => void | Promise<void>) | undefined;
afterEach(async () => stop?.());

const freePort = (): number => 20_000 + Math.floor(Math.random() * 20_000);

/** Starts a source on a free port; `refuse` says which lines the channels refuse. */
async function start(config: object = {}, refuse: (body: string) => string | undefined = () => undefined) {
  const bodies: string[] = [];
  const put = (batch: Parameters<typeof readRecords>[0]): PutResult => {
    const lines = readRecords(batch).map((record) => String(record.body));
    for (const [accepted, line] of lines.entries()) {
      const message = refuse(line);
      if (message !== undefined) return { accepted, error: { code: 'RUN_CHANNEL_FULL', message } };
      bodies.push(line);
    }
    return { accepted: liveRows(batch) };
  };
  for (;;) {
    const port = freePort();
    const source = asPush(create(run, spec, { config: { port, ...config }, context: new FakeContext() }));
    try {
      await source.start({ put });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    stop = () => source.stop();
    return { port, bodies };
  }
}

/** Sends bytes and half-closes; gives all that comes back until the source closes too. */
function talk(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, 'localhost');
    let answer = '';
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      answer += bytes.toString();
    });
    socket.on('close', () => resolve(answer));
    for (const part of parts) socket.write(part);
    socket.end();
  });
}

describe('netcat', () => {
  it('answers each line, the empty one too, and keeps carriage returns', async () => {
    const { port, bodies } = await start();
    expect(await talk(port, 'hello\n\nsecond\r\n')).toBe('OK\nOK\nOK\n');
    expect(bodies).toEqual(['hello', '', 'second\r']);
  });

  it('drops what has no line end when the connection closes', async () => {
    const { port, bodies } = await start();
    expect(await talk(port, 'whole\nhalf')).toBe('OK\n');
    expect(bodies).toEqual(['whole']);
  });

  it('puts lines together that arrive in pieces', async () => {
    const { port, bodies } = await start();
    const text = Buffer.from('caf\u00e9 \u{1f30a}\nnext\n');
    const pieces = Array.from(text, (_, i) => text.subarray(i, i + 1));
    expect(await talk(port, ...pieces)).toBe('OK\nOK\n');
    expect(bodies).toEqual(['caf\u00e9 \u{1f30a}', 'next']);
  });

  it('counts the line end: 511 characters fit into 512, 512 do not', async () => {
    const { port, bodies } = await start();
    const failed = 'FAILED: Event exceeds the maximum length (512 chars, including newline)\n';
    expect(await talk(port, `${'x'.repeat(511)}\n`)).toBe('OK\n');
    expect(await talk(port, `first\n${'y'.repeat(512)}\nthird\n`)).toBe(`OK\n${failed}`);
    expect(await talk(port, 'z'.repeat(700))).toBe(failed);
    expect(bodies).toEqual(['x'.repeat(511), 'first']);
  });

  it('counts characters, not bytes', async () => {
    const { port, bodies } = await start();
    expect(await talk(port, `${'\u4e2d'.repeat(511)}\n`)).toBe('OK\n');
    expect(await talk(port, `${'\u4e2d'.repeat(512)}\n`)).toMatch(/^FAILED/);
    expect(bodies).toEqual(['\u4e2d'.repeat(511)]);
  });

  it('answers FAILED for a refused line and goes on', async () => {
    const { port, bodies } = await start({}, (line) => (line === 'no' ? 'Channel full' : undefined));
    expect(await talk(port, 'a\nno\nb\nno\n')).toBe('OK\nFAILED: Channel full\nOK\nFAILED: Channel full\n');
    expect(bodies).toEqual(['a', 'b']);
  });

  it('is silent when asked to be', async () => {
    const { port, bodies } = await start({ ackEveryEvent: false });
    expect(await talk(port, 'a\nb\n')).toBe('');
    expect(bodies).toEqual(['a', 'b']);
  });

  it('reads other character sets', async () => {
    const { port, bodies } = await start({ encoding: 'iso-8859-1' });
    await talk(port, Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
    expect(bodies).toEqual(['caf\u00e9']);
  });

  it('does not listen where the server does not allow it', async () => {
    const context = new FakeContext();
    context.capabilities = { exec: false, isPortAllowed: () => false };
    const source = asPush(create(run, spec, { config: { bind: '0.0.0.0' }, context }));
    await expect(source.start({ put: () => ({ accepted: 0 }) })).rejects.toMatchObject({
      code: 'RUN_PORT_REFUSED',
    });
  });

  it('holds a bounded part of an endless line', async () => {
    const { port } = await start();
    const before = process.memoryUsage.rss();
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const answer = await talk(port, ...Array.from({ length: 30 }, () => chunk)).catch(() => 'reset');
    expect(answer === 'reset' || answer.startsWith('FAILED')).toBe(true);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
  });
});
