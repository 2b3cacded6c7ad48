import { eventBatch, type Implementation, readHeaders, readRecords, textColumn } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { drawAgent, startAgent } from './run-agent.ts';

/** Characters of a body that a regular expression looks at. */
const most = 64 * 1024;

/** Sends one body through an interceptor; gives what arrives at the sink. */
async function through(
  type: string,
  config: { readonly [field: string]: never },
  body: string,
): Promise<{ readonly body: string; readonly headers: object } | undefined> {
  let hasSent = false;
  let seen: { readonly body: string; readonly headers: object } | undefined;
  const source: Implementation = {
    kind: 'source',
    create: () => ({
      style: 'pull',
      read: () => {
        if (hasSent) return 'end';
        hasSent = true;
        return eventBatch(textColumn([body]), [{}], 0);
      },
      close: () => {},
    }),
  };
  const sink: Implementation = {
    kind: 'sink',
    create: () => ({
      write: (batch) => {
        const record = readRecords(batch)[0];
        if (record)
          seen = { body: String(record.body), headers: { ...readHeaders(batch, batch.selection?.[0] ?? 0) } };
      },
      close: () => {},
    }),
  };
  const drawing = drawAgent({
    source: { type: 'flume.source.seq' },
    attached: [{ type, config }],
    sink: { type: 'flume.sink.null' },
  });
  const { host, run } = await startAgent(drawing, { 'flume.source.seq': source, 'flume.sink.null': sink });
  await host.untilDone();
  await run.stop(1000);
  return seen;
}

describe('regular expressions over long bodies', () => {
  const early = `${'x'.repeat(most - 6)}needle tail`;
  const late = `${'x'.repeat(most - 5)}needle tail`;

  it('regex_filter looks at the first 64 KiB', async () => {
    const config = { regex: 'nee?dle' } as never;
    expect((await through('flume.interceptor.regex_filter', config, early))?.body).toBe(early);
    expect(await through('flume.interceptor.regex_filter', config, late)).toBeUndefined();
  });

  it('regex_extractor looks at the first 64 KiB', async () => {
    const config = { regex: '(nee?dle)', headers: ['found'] } as never;
    expect((await through('flume.interceptor.regex_extractor', config, early))?.headers).toEqual({
      found: 'needle',
    });
    expect((await through('flume.interceptor.regex_extractor', config, late))?.headers).toEqual({});
  });

  it('search_replace replaces in the first 64 KiB and keeps the rest as it is', async () => {
    const config = { searchPattern: 'nee?dle', replaceString: 'pin' } as never;
    const replaced = await through('flume.interceptor.search_replace', config, `${early} needle`);
    expect(replaced?.body).toBe(`${'x'.repeat(most - 6)}pin tail needle`);
    expect((await through('flume.interceptor.search_replace', config, late))?.body).toBe(late);
  });
});
