import { type PutResult, readRecords } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { asPush, create, FakeContext } from '../../../../test/fake-context.ts';
import { lower } from './lower.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower, config: { port: 8080 } })).toEqual([]);
});

let stop: (() => void | Promise<void>) | undefined;
afterEach(async () => stop?.());

async function start(result?: PutResult) {
  const events: { readonly headers: object; readonly body: string }[] = [];
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const config = { port, bind: 'localhost' };
    const source = asPush(create(run, spec, { config, context: new FakeContext() }));
    try {
      await source.start({
        put(batch, transaction) {
          expect(transaction).toBe('all');
          for (const { headers, body } of readRecords(batch)) {
            events.push({ headers: { ...(headers as object) }, body: String(body) });
          }
          return result ?? { accepted: batch.rows };
        },
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    stop = () => source.stop();
    const post = async (body: string | Uint8Array, type = 'application/json', method = 'POST') => {
      const init = method === 'GET' ? { method } : { method, body, headers: { 'content-type': type } };
      return (await fetch(`http://localhost:${port}/any/path`, init as RequestInit)).status;
    };
    return { post, events };
  }
}

describe('http', () => {
  it('takes an array of events as one transaction', async () => {
    const { post, events } = await start();
    const body = JSON.stringify([{ headers: { a: '1' }, body: 'caf\u00e9' }, { body: 'b' }, {}]);
    expect(await post(body)).toBe(200);
    expect(events).toEqual([
      { headers: { a: '1' }, body: 'caf\u00e9' },
      { headers: {}, body: 'b' },
      { headers: {}, body: '' },
    ]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no array', '{"body":"x"}', 400],
    ['no event', '[1]', 400],
    ['a body that is no text', '[{"body":{"a":1}}]', 400],
    ['a header that is no text', '[{"headers":{"a":[]},"body":""}]', 400],
    ['a header that would change what objects are', '[{"headers":{"__proto__":"x"},"body":""}]', 400],
    ['nothing', '', 500],
    ['an empty array', '[]', 200],
  ])('answers %s', async (_, body, status) => {
    const { post, events } = await start();
    expect(await post(body)).toBe(status);
    expect(events).toEqual([]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('answers 503 when a channel refuses', async () => {
    const { post } = await start({ accepted: 0, error: { code: 'RUN_CHANNEL_FULL', message: 'full' } });
    expect(await post('[{"body":"x"}]')).toBe(503);
  });

  it('reads the Unicode encodings and no others', async () => {
    const { post, events } = await start();
    const text = '[{"body":"\u4e2d"}]';
    const utf16 = Buffer.from(text, 'utf16le').swap16();
    expect(await post(utf16, 'application/json; charset=UTF-16')).toBe(200);
    expect(await post(text, 'application/json; charset=iso-8859-1')).toBe(500);
    expect(events).toEqual([{ headers: {}, body: '\u4e2d' }]);
  });

  it('does not read more than 1 MiB, nor other methods', async () => {
    const { post, events } = await start();
    expect(await post(`[{"body":"${'x'.repeat(1024 * 1024)}"}]`)).toBe(413);
    expect(await post('[{"body":"x"}]', 'application/json', 'PUT')).toBe(405);
    expect(events).toEqual([]);
  });
});
