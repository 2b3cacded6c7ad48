import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { batchOfLines, eventBatch, type Sink } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asSink, create, FakeContext } from '../../../../test/fake-context.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { config: { path: '/tmp' } })).toEqual([]);
});

let directory = '';
let context = new FakeContext();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-hdfs-'));
  context = new FakeContext();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const plain = { fileType: 'DataStream', rollCount: 0, rollSize: 0, rollInterval: 0 };

function open(config: object = {}): Sink {
  const full = { path: join(directory, 'out'), ...plain, ...config };
  const sink = asSink(create(run, spec, { config: full, context }));
  void sink.open?.();
  return sink;
}

const lines = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `${from + i}`);
const write = (sink: Sink, ...texts: string[]): void => {
  void sink.write(batchOfLines(texts.map((text) => `${text}\n`).join(''), { ingestMs: 0 }), {});
};

function files(base = directory): { [path: string]: string } {
  const found: { [path: string]: string } = {};
  for (const name of readdirSync(base).sort()) {
    const path = join(base, name);
    if (statSync(path).isDirectory()) Object.assign(found, files(path));
    else found[relative(directory, path)] = readFileSync(path, 'utf8');
  }
  return found;
}

const t = 1_339_527_274_123;

describe('hdfs', () => {
  it('counts names up from the millisecond after it opened, with a suffix while a file is open', () => {
    const sink = open({ rollCount: 10 });
    write(sink, ...lines(25));
    expect(Object.keys(files())).toEqual([
      `out/FlumeData.${t + 1}`,
      `out/FlumeData.${t + 2}`,
      `out/FlumeData.${t + 3}.tmp`,
    ]);
    void sink.close();
    expect(Object.values(files()).map((content) => content.split('\n').length - 1)).toEqual([10, 10, 5]);
    expect(Object.keys(files()).at(-1)).toBe(`out/FlumeData.${t + 3}`);
    expect(Object.values(files()).join('')).toBe(`${lines(25).join('\n')}\n`);
  });

  it('rolls before the event after the one that reaches the size', () => {
    const sink = open({ rollSize: 6 });
    write(sink, 'aaa', 'bbb', 'ccccccccc', 'd');
    void sink.close();
    expect(Object.values(files())).toEqual(['aaa\nbbb\n', 'ccccccccc\n', 'd\n']);
  });

  it('rolls by time and when idle, without being written to', () => {
    const sink = open({ rollInterval: 30, idleTimeout: 7 });
    write(sink, 'a');
    context.nowMs += 6999;
    void sink.tick?.();
    expect(Object.keys(files())).toEqual([`out/FlumeData.${t + 1}.tmp`]);
    context.nowMs += 1;
    void sink.tick?.();
    expect(Object.keys(files())).toEqual([`out/FlumeData.${t + 1}`]);
    for (let i = 0; i < 7; i++) {
      write(sink, `${i}`);
      context.nowMs += 5000;
      void sink.tick?.();
    }
    expect(Object.values(files())).toEqual(['a\n', '0\n1\n2\n3\n4\n5\n', '6\n']);
  });

  it('names files and directories as it is told', () => {
    const sink = open({
      path: `file://${join(directory, '%Y-%m-%d', '%{kind}', 'x%{missing}')}`,
      filePrefix: 'web-%H',
      fileSuffix: '.txt',
      inUsePrefix: '_',
      inUseSuffix: '.part',
      timeZone: 'UTC',
    });
    void sink.write(
      eventBatch(
        ['a', 'b'],
        [
          { timestamp: `${t}`, kind: 'k' },
          { timestamp: `${t}`, kind: 'l' },
        ],
        0,
      ),
      {},
    );
    expect(Object.keys(files())).toEqual([
      `2012-06-12/k/x/_web-18.${t + 1}.txt.part`,
      `2012-06-12/l/x/_web-18.${t + 1}.txt.part`,
    ]);
    void sink.close();
    expect(files()).toEqual({
      [`2012-06-12/k/x/web-18.${t + 1}.txt`]: 'a\n',
      [`2012-06-12/l/x/web-18.${t + 1}.txt`]: 'b\n',
    });
  });

  it('takes the time from the header, or from the clock when told to, and rounds it', () => {
    const config = {
      path: join(directory, '%H%M'),
      timeZone: 'UTC',
      round: true,
      roundUnit: 'minute',
      roundValue: 10,
    };
    const byHeader = open(config);
    expect(() => byHeader.write(eventBatch(['x'], [{}], 0), {})).toThrow('Expected timestamp');
    void byHeader.write(eventBatch(['x'], [{ timestamp: '0' }], 0), {});
    const byClock = open({ ...config, useLocalTimeStamp: true });
    write(byClock, 'y');
    expect(Object.keys(files()).map((path) => path.split('/')[0])).toEqual(['0000', '1850']);
  });

  it.each([
    '../../x',
    'a/b',
    '..',
    '.',
    '...',
    '',
    'a\0b',
    'a\r\nb',
    '%{x}',
    '\u202Egpj',
    '/etc/passwd',
    'C:\\x',
    '~',
    'x'.repeat(300),
    '%2e%2e%2f',
    '\uFF0E\uFF0E',
    ' ',
    '-rf',
    '$(x)',
  ])('keeps an event whose header is %j inside the directory', (value) => {
    const sink = open({ path: join(directory, 'in', '%{h}', 'deep'), filePrefix: '%{h}' });
    void sink.write(eventBatch(['x'], [{ h: value }], 0), {});
    void sink.close();
    const paths = Object.keys(files());
    expect(paths.length).toBe(1);
    expect(paths[0]).toMatch(/^in\/([A-Za-z0-9_-][A-Za-z0-9._-]*\/)?deep\/[A-Za-z0-9._-]+$/);
    expect(paths[0]?.split('/').every((part) => part.length <= 160)).toBe(true);
    const isClean = /^[A-Za-z0-9_-]{0,128}$/.test(value);
    expect(context.counted.get('EscapeValuesReplaced') ?? 0).toBe(isClean ? 0 : 1);
  });

  it('closes the file used longest ago when too many are open', () => {
    const sink = open({ path: join(directory, '%{h}'), maxOpenFiles: 2 });
    for (const h of ['a', 'b', 'a', 'c']) void sink.write(eventBatch(['x'], [{ h }], 0), {});
    const isOpen = Object.keys(files()).map((path) => `${path[0]}${path.endsWith('.tmp') ? ' open' : ''}`);
    expect(isOpen).toEqual(['a open', 'b', 'c open']);
    void sink.close();
    expect(Object.keys(files()).some((path) => path.endsWith('.tmp'))).toBe(false);
  });

  it('does not write over a file that is there', () => {
    const sink = open();
    write(sink, 'a');
    void sink.close();
    const other = open();
    write(other, 'b');
    void other.close();
    expect(Object.values(files())).toEqual(['a\n', 'b\n']);
  });

  it('refuses what it cannot write', () => {
    expect(() => open({ fileType: 'SequenceFile' })).toThrow('DataStream text only');
  });

  it('finds hundreds of open files again after a kill, and what was written to them', () => {
    const many = Array.from({ length: 400 }, (_, i) => `bucket ${i} ${'x'.repeat(40)}`);
    const config = { path: join(directory, '%{h}') };
    const sink = open(config);
    void sink.write(
      eventBatch(
        many.map((_, i) => `event ${i}`),
        many.map((h) => ({ h })),
        0,
      ),
      {},
    );
    expect(Object.keys(files()).every((name) => name.endsWith('.tmp'))).toBe(true);
    context.nowMs += 1;
    const next = open(config);
    expect(next.delivered?.()).toBe(400);
    expect(Object.keys(files()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(Object.values(files()).sort()).toEqual(many.map((_, i) => `event ${i}\n`).sort());
  });

  it('survives kills: left-over files are finished, nothing is torn, every delivered line is there once', () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('write' as const),
        headers: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 }),
      }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 4000, 40_000) }),
      fc.record({
        do: fc.constant('kill' as const),
        whole: fc.integer({ min: 0, max: 3 }),
        torn: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.constantFrom(0, 3), (plan, rollCount) => {
        rmSync(directory, { recursive: true, force: true });
        context = new FakeContext();
        const config = { path: join(directory, '%{h}'), rollCount, rollInterval: 30, idleTimeout: 3 };
        let sink = open(config);
        let next = 0;
        const written: string[] = [];
        for (const action of plan) {
          if (action.do === 'write') {
            const texts = action.headers.map(() => `line ${next++}`);
            void sink.write(
              eventBatch(
                texts,
                action.headers.map((h) => ({ h })),
                0,
              ),
              {},
            );
            written.push(...texts);
          } else if (action.do === 'wait') {
            context.nowMs += action.ms;
            void sink.tick?.();
          } else {
            const noted = (context.state as { files?: string[][] } | undefined)?.files ?? [];
            const path = noted[0]?.[0];
            if (path !== undefined) {
              const texts = Array.from({ length: action.whole }, () => `line ${next++}`);
              appendFileSync(path, texts.map((text) => `${text}\n`).join('') + (action.torn ? 'torn' : ''));
              written.push(...texts);
            }
            context.nowMs += 1;
            sink = open(config);
            const found = existsSync(directory) ? Object.keys(files()) : [];
            expect(found.filter((name) => name.endsWith('.tmp'))).toEqual([]);
          }
          const content = existsSync(directory) ? Object.values(files()).join('') : '';
          expect(
            content
              .split('\n')
              .filter((text) => text !== '')
              .sort(),
          ).toEqual([...written].sort());
          expect(sink.delivered?.()).toBe(written.length);
        }
        void sink.close();
        const left = existsSync(directory) ? Object.keys(files()) : [];
        expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
