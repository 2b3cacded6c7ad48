import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchOfLines, eventBatch, type Sink } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asSink, create, FakeContext } from '../../../../test/fake-context.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { config: { directory: '/tmp' } })).toEqual([]);
});

let directory = '';
let context = new FakeContext();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-roll-'));
  context = new FakeContext();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function open(config: object = {}): Sink {
  const sink = asSink(create(run, spec, { config: { directory, ...config }, context }));
  void sink.open?.();
  return sink;
}

const write = (sink: Sink, ...lines: string[]): void => {
  void sink.write(batchOfLines(lines.map((line) => `${line}\n`).join(''), { ingestMs: 0 }), {});
};
const files = (): { [name: string]: string } =>
  Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
  );

describe('file_roll', () => {
  it('names files after the start and a number, and turns to a new one with the next batch when due', () => {
    const sink = open();
    write(sink, 'a', 'b');
    context.nowMs += 29_999;
    write(sink, 'c');
    context.nowMs += 1;
    write(sink, 'd');
    void sink.close();
    expect(files()).toEqual({ '1339527274123-1': 'a\nb\nc\n', '1339527274123-2': 'd\n' });
  });

  it('leaves empty files behind while nothing arrives', () => {
    const sink = open();
    void sink.tick?.();
    context.nowMs += 30_000;
    void sink.tick?.();
    context.nowMs += 95_000;
    void sink.tick?.();
    expect(files()).toEqual({ '1339527274123-1': '', '1339527274123-2': '', '1339527274123-3': '' });
  });

  it('keeps one file when the interval is 0', () => {
    const sink = open({ rollInterval: 0 });
    write(sink, 'a');
    context.nowMs += 1e9;
    write(sink, 'b');
    expect(files()).toEqual({ '1339527274123-1': 'a\nb\n' });
  });

  it('writes headers, no line ends, a prefix and an extension when asked to', () => {
    const sink = open({
      serializer: 'HEADER_AND_TEXT',
      appendNewline: false,
      prefix: 'web-',
      extension: 'log',
    });
    void sink.write(eventBatch(['x', 'y'], [{ b: '2', a: '1' }, {}], 0), {});
    expect(files()).toEqual({ 'web-1339527274123-1.log': '{a=1, b=2} x{} y' });
  });

  it('puts the time of each file into its name when asked to', () => {
    const sink = open({ pathManager: 'ROLLTIME' });
    write(sink, 'a');
    expect(Object.keys(files())[0]).toMatch(/^2012061[123]\d{4}34-1$/);
  });

  it('does not take the file of another sink that began in the same millisecond', () => {
    const [one, other] = [
      open(),
      asSink(create(run, spec, { config: { directory }, context: new FakeContext() })),
    ];
    void other.open?.();
    write(one, 'one');
    write(other, 'other');
    expect(files()).toEqual({ '1339527274123-1': 'one\n', '1339527274123-2': 'other\n' });
  });

  it('survives kills: no torn line, every line it says it delivered is in a file, none twice', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('write' as const), lines: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ do: fc.constant('roll' as const) }),
      fc.record({ do: fc.constant('tick' as const) }),
      // Killed in the middle of a write: some of a batch is in the file, and perhaps half a line.
      fc.record({
        do: fc.constant('kill' as const),
        whole: fc.integer({ min: 0, max: 3 }),
        torn: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (plan) => {
        rmSync(directory, { recursive: true, force: true });
        context = new FakeContext();
        let sink = open();
        let next = 0;
        const line = (): string => `line ${next++}`;
        const written: string[] = [];
        let last = '';
        for (const action of plan) {
          if (action.do === 'write') {
            const lines = Array.from({ length: action.lines }, line);
            write(sink, ...lines);
            written.push(...lines);
          } else if (action.do === 'roll') context.nowMs += 30_000;
          else if (action.do === 'tick') void sink.tick?.();
          else {
            last = String((context.state as { file?: string } | undefined)?.file ?? '');
            const lines = last === '' ? [] : Array.from({ length: action.whole }, line);
            if (last !== '') {
              appendFileSync(last, lines.map((l) => `${l}\n`).join('') + (action.torn ? 'torn' : ''));
            }
            written.push(...lines);
            context.nowMs += 1;
            sink = open();
          }
          const content = Object.values(files()).join('');
          expect(content).not.toContain('torn');
          expect(
            content
              .split('\n')
              .filter((l) => l !== '')
              .sort(),
          ).toEqual([...written].sort());
          expect(sink.delivered?.()).toBe(written.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('cuts everything that was not noted when events have no line ends', () => {
    const sink = open({ appendNewline: false });
    write(sink, 'abc');
    appendFileSync(String((context.state as { file: string }).file), 'torn');
    const again = open({ appendNewline: false });
    expect(again.delivered?.()).toBe(1);
    expect(Object.values(files())).toEqual(['abc']);
  });
});
