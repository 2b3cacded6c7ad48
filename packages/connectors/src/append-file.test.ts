import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppendFile } from './append-file.ts';
import { listFiles } from './directory.ts';
import { FileReader } from './file-reader.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-files-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string): string => join(directory, name);
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a file that grows', () => {
  it('is created once, with its directories, and keeps what is written', () => {
    const file = AppendFile.create(at('a/b/c'), { makeDirectories: true });
    file.write(bytes('one\n'));
    file.write(bytes('two\n'));
    expect(file.size).toBe(8);
    file.sync();
    file.close();
    expect(readFileSync(at('a/b/c'), 'utf8')).toBe('one\ntwo\n');
    expect(() => AppendFile.create(at('a/b/c'))).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(AppendFile.reopen(at('missing'))).toBeUndefined();
  });

  it('finds line ends and counts lines across blocks', () => {
    const line = `${'x'.repeat(40_000)}\n`;
    writeFileSync(at('f'), `${line.repeat(5)}torn${'y'.repeat(90_000)}`);
    const file = AppendFile.reopen(at('f')) as AppendFile;
    expect(file.lastLineEnd()).toBe(5 * line.length);
    expect(file.lastLineEnd(line.length - 1)).toBe(0);
    expect(file.countLines(0)).toBe(5);
    expect(file.countLines(line.length, 3 * line.length)).toBe(2);
    file.truncate(file.lastLineEnd());
    file.write(bytes('z\n'));
    file.close();
    expect(readFileSync(at('f'), 'utf8')).toBe(`${line.repeat(5)}z\n`);
  });

  it('does not follow links', () => {
    writeFileSync(at('target'), 'secret');
    symlinkSync(at('target'), at('link'));
    expect(() => AppendFile.reopen(at('link'))).toThrow(expect.objectContaining({ code: 'ELOOP' }));
    expect(() => new FileReader(at('link'))).toThrow(expect.objectContaining({ code: 'ELOOP' }));
    expect(listFiles(directory).map((file) => file.name)).toEqual(['target']);
  });

  it('is read from any place on', () => {
    writeFileSync(at('f'), '0123456789');
    const reader = new FileReader(at('f'), 4);
    const target = new Uint8Array(4);
    expect([reader.read(target), Buffer.from(target).toString()]).toEqual([4, '4567']);
    expect([reader.read(target), reader.position]).toEqual([2, 10]);
    expect(reader.read(target)).toBe(0);
    expect(reader.status().size).toBe(10);
    reader.close();
  });
});
