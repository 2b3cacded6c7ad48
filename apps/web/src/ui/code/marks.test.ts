import { describe, expect, it } from 'vitest';
import type { CodeMark } from './code.ts';
import { hintsOf, toMarkers } from './marks.ts';

const text = 'a1.sources = s\n  a1.sources.s.port = x  \r\n\na1.sinks = k';

describe('marks as markers', () => {
  it('cover what is written on the line when they have no columns', () => {
    expect(
      toMarkers([{ severity: 'error', message: 'No port.', code: 'FIELD_RANGE', line: 2 }], text),
    ).toEqual([
      {
        severity: 8,
        message: 'No port.',
        code: 'FIELD_RANGE',
        startLineNumber: 2,
        startColumn: 3,
        endLineNumber: 2,
        endColumn: 24,
      },
    ]);
  });

  it('keep a range over lines', () => {
    const [marker] = toMarkers(
      [{ severity: 'warning', message: 'Twice.', line: 1, column: 4, endLine: 2, endColumn: 5 }],
      text,
    );
    expect(marker).toMatchObject({
      severity: 4,
      startLineNumber: 1,
      startColumn: 4,
      endLineNumber: 2,
      endColumn: 5,
    });
  });

  it('are at least one character wide, and inside the text', () => {
    expect(toMarkers([{ severity: 'info', message: 'Empty.', line: 3 }], text)[0]).toMatchObject({
      startLineNumber: 3,
      startColumn: 1,
      endColumn: 2,
    });
    expect(toMarkers([{ severity: 'info', message: 'Far.', line: 99 }], text)[0]).toMatchObject({
      startLineNumber: 4,
      endLineNumber: 4,
      endColumn: 13,
    });
  });
});

it('the words behind a line are those of its worst mark', () => {
  const marks: CodeMark[] = [
    { severity: 'warning', message: 'Odd.', line: 2 },
    { severity: 'error', message: 'Wrong.', line: 2 },
    { severity: 'warning', message: 'Odd too.', line: 2 },
    { severity: 'info', message: 'By the way.', line: 5 },
  ];
  expect(hintsOf(marks)).toEqual([
    { line: 2, text: 'Wrong.' },
    { line: 5, text: 'By the way.' },
  ]);
});
