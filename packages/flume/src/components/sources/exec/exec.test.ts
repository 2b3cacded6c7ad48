import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PutResult, readRecords } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import { describe, expect, it, vi } from 'vitest';
import { asPush, create, FakeContext } from '../../../../test/fake-context.ts';
import { lower } from './lower.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower, config: { command: 'date' } })).toEqual([]);
});

function start(config: object, result?: (bodies: readonly string[]) => PutResult | undefined) {
  const context = new FakeContext();
  context.capabilities = { exec: true, isPortAllowed: () => true };
  const batches: string[][] = [];
  const source = asPush(create(run, spec, { config: { ...config }, context }));
  void source.start({
    put(batch) {
      const bodies = readRecords(batch).map((record) => String(record.body));
      batches.push(bodies);
      return result?.(bodies) ?? { accepted: bodies.length };
    },
  });
  return { batches, context, source };
}

const ended = (context: FakeContext): boolean =>
  context.logged.some((line) => line.startsWith('Command ended'));

describe('exec', () => {
  it('is off unless the server allows it', () => {
    const source = asPush(create(run, spec, { config: { command: 'echo x' }, context: new FakeContext() }));
    expect(() => source.start({ put: () => ({ accepted: 0 }) })).toThrow(
      expect.objectContaining({ code: 'RUN_EXEC_REFUSED' }),
    );
  });

  it('makes an event of each line, the last one without a line end too', async () => {
    const { batches, context } = start({ command: 'printf a\\r\\nb\\n\\nlast', batchSize: 2 });
    await vi.waitFor(() => expect(ended(context)).toBe(true), 20_000);
    expect(batches).toEqual([['a', 'b'], [''], ['last']]);
  });

  it.each([
    '; touch CANARY',
    '$(touch CANARY)',
    '`touch CANARY`',
    '| touch CANARY',
    '&& touch CANARY',
    '> CANARY',
    '\n touch CANARY',
  ])('does not let a shell see %s', async (payload) => {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-exec-'));
    const canary = join(directory, 'canary');
    const { context } = start({ command: `echo x ${payload.replace('CANARY', canary)}` });
    await vi.waitFor(() => expect(ended(context)).toBe(true), 20_000);
    const { existsSync } = await import('node:fs');
    expect(existsSync(canary)).toBe(false);
    rmSync(directory, { recursive: true });
  });

  it('gives the whole command to a shell that is named, and no environment', async () => {
    const { batches, context } = start({ command: 'echo "$HOME|$PATH" | tr a-z A-Z', shell: '/bin/sh -c' });
    await vi.waitFor(() => expect(ended(context)).toBe(true), 20_000);
    expect(batches).toEqual([['|/USR/LOCAL/BIN:/USR/BIN:/BIN']]);
  });

  it('loses what is left when a channel refuses, and kills the command', async () => {
    const { batches, context } = start({ command: 'yes', batchSize: 5 }, (bodies) =>
      batches.length > 3
        ? { accepted: 0, error: { code: 'X', message: `full ${bodies.length}` } }
        : undefined,
    );
    await vi.waitFor(() => expect(ended(context)).toBe(true), 20_000);
    expect(batches.length).toBe(4);
    expect(context.logged.some((line) => /lines lost: full/.test(line))).toBe(true);
  });

  it('starts an ended command again when asked to', async () => {
    const { batches, source } = start({ command: 'echo again', restart: true, restartThrottle: 1 });
    await vi.waitFor(() => expect(batches.length).toBeGreaterThan(2), 20_000);
    await source.stop();
  });
});
