import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PullSource, readRecords } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asPull, create, FakeContext } from '../../../../test/fake-context.ts';
import { lower } from './lower.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower, config: { spoolDir: '/tmp' } })).toEqual([]);
});

let directory = '';
let context = new FakeContext();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-spool-'));
  context = new FakeContext();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array, age = 0): void {
  const path = join(directory, name);
  writeFileSync(path, content);
  utimesSync(path, 1_700_000_000 - age, 1_700_000_000 - age);
}

function open(config: object = {}): PullSource {
  const source = asPull(create(run, spec, { config: { spoolDir: directory, ...config }, context }));
  void source.open?.();
  return source;
}

type Record = { readonly body: string; readonly headers: { readonly [name: string]: string } };

/** Reads and commits until there is nothing more. */
function readAll(source: PullSource, max = 1000): Record[] {
  const records: Record[] = [];
  for (;;) {
    const batch = source.read(max);
    if (typeof batch === 'string') return records;
    records.push(...(readRecords(batch) as unknown as Record[]));
    source.commit?.();
  }
}

const bodies = (records: readonly Record[]): string[] => records.map((record) => record.body);
const names = (): string[] => readdirSync(directory).sort();

describe('spooldir', () => {
  it('reads files from the oldest on and renames them when they are done', () => {
    file('new', 'c\nd', 1);
    file('old', 'a\nb\n', 9);
    file('.hidden', 'x\n');
    file('done.COMPLETED', 'x\n');
    const source = open();
    expect(bodies(readAll(source))).toEqual(['a', 'b', 'c', 'd']);
    expect(names()).toEqual(['.hidden', 'done.COMPLETED', 'new.COMPLETED', 'old.COMPLETED']);
    file('later', 'e\n');
    expect(bodies(readAll(source))).toEqual(['e']);
  });

  it('orders as it is told, equal times by name', () => {
    file('b', 'b\n', 5);
    file('a', 'a\n', 5);
    file('c', 'c\n', 1);
    expect(bodies(readAll(open({ consumeOrder: 'youngest' })))).toEqual(['c', 'a', 'b']);
  });

  it('keeps to the patterns, ignore before include', () => {
    for (const name of ['a.log', 'b.log', 'b.txt']) file(name, `${name}\n`);
    const source = open({ includePattern: '.*\\.log', ignorePattern: 'b.*' });
    expect(bodies(readAll(source))).toEqual(['a.log']);
  });

  it('looks into sub-directories when told to', () => {
    mkdirSync(join(directory, 'sub'));
    file('sub/x', 'deep\n');
    expect(bodies(readAll(open()))).toEqual([]);
    expect(bodies(readAll(open({ recursiveDirectorySearch: true })))).toEqual(['deep']);
  });

  it('deletes, or remembers in the tracker directory, instead of renaming', () => {
    file('a', 'a\n');
    readAll(open({ deletePolicy: 'immediate' }));
    expect(names()).toEqual([]);
    file('b', 'b\n');
    expect(bodies(readAll(open({ trackingPolicy: 'tracker_dir' })))).toEqual(['b']);
    expect(names()).toEqual(['.flumespool', 'b']);
    expect(bodies(readAll(open({ trackingPolicy: 'tracker_dir' })))).toEqual([]);
  });

  it('says in headers which file a line is from', () => {
    file('name', 'a\n');
    const [event] = readAll(open({ fileHeader: true, basenameHeader: true }));
    expect({ ...event?.headers }).toEqual({ file: join(directory, 'name'), basename: 'name' });
  });

  it('cuts long lines and keeps carriage returns', () => {
    file('a', 'abcdef\nxy\r\n');
    expect(bodies(readAll(open({ maxLineLength: 3 })))).toEqual(['abc', 'def', '', 'xy\r', '']);
  });

  it('makes one empty event of an empty file, but only of the first', () => {
    file('a', '', 9);
    file('b', '', 5);
    expect(bodies(readAll(open()))).toEqual(['']);
    expect(names()).toEqual(['a.COMPLETED', 'b.COMPLETED']);
  });

  it('stops for good when a file changes or a name comes back', () => {
    file('a', 'a\n');
    const source = open();
    expect(typeof source.read(10)).toBe('object');
    source.commit?.();
    appendFileSync(join(directory, 'a'), 'b\n');
    expect(source.read(10)).not.toBe('end');
    source.commit?.();
    readAll(source);
    expect(context.logged.join()).toMatch(/^FATAL: File has (been modified|changed size)/);

    rmSync(join(directory, 'a'));
    context = new FakeContext();
    file('b', 'b\n');
    file('b.COMPLETED', 'old\n');
    readAll(open());
    expect(context.logged.join()).toMatch(/re-used with different files/);
    expect(names()).toEqual(['b', 'b.COMPLETED']);
  });

  it('treats broken characters as it is told', () => {
    const broken = Buffer.from([0x61, 0xff, 0x62, 0x0a]);
    file('a', broken);
    expect(bodies(readAll(open({ decodeErrorPolicy: 'REPLACE' })))).toEqual(['a\uFFFDb']);
    context = new FakeContext();
    file('b', broken);
    expect(bodies(readAll(open({ decodeErrorPolicy: 'IGNORE' })))).toEqual(['ab']);
    context = new FakeContext();
    file('c', broken);
    expect(bodies(readAll(open()))).toEqual([]);
    expect(context.logged.join()).toMatch(/FATAL: .*not utf-8 text/);
  });

  it('loses nothing and doubles at most a batch, whenever it is refused or killed', () => {
    const anyLines = fc.array(
      fc.string({ unit: 'grapheme', maxLength: 9 }).map((s) => s.replace(/[\n\r]/g, '')),
      {
        maxLength: 12,
      },
    );
    const steps = fc.array(fc.constantFrom('commit', 'commit', 'refuse', 'kill', 'kill-uncommitted'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.array(anyLines, { maxLength: 4 }),
        steps,
        fc.integer({ min: 1, max: 4 }),
        (files, plan, max) => {
          rmSync(directory, { recursive: true });
          mkdirSync(directory);
          context = new FakeContext();
          const filled = files.filter((lines) => lines.length > 0);
          filled.forEach((lines, i) => file(`f${i}`, lines.map((line) => `${line}\n`).join(''), 100 - i));
          let source = open();
          const taken: string[] = [];
          for (const step of plan) {
            const batch = source.read(max);
            if (typeof batch === 'string') break;
            if (step === 'refuse') {
              source.rollback?.();
              continue;
            }
            if (step !== 'kill-uncommitted') {
              taken.push(...bodies(readRecords(batch) as unknown as Record[]));
              source.commit?.();
            }
            if (step.startsWith('kill')) source = open();
          }
          taken.push(...bodies(readAll(source, max)));
          expect(taken).toEqual(filled.flat());
        },
      ),
      { numRuns: 60 },
    );
  });
});
