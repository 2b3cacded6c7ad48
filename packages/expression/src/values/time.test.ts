import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatTime,
  isReadable,
  parseTime,
  parseTimePattern,
  type TimePattern,
  timePatternOf,
} from './time.ts';

const pattern = (text: string): TimePattern => {
  const made = timePatternOf(text);
  if (!made) throw new Error(text);
  return made;
};
const iso = pattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
const anyTime = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });

describe('printing', () => {
  test('the calendar is that of the platform', () => {
    fc.assert(
      fc.property(anyTime, (ms) => {
        expect(formatTime(ms, iso)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 3_000 },
    );
  });

  test('weekdays and days of the year too', () => {
    fc.assert(
      fc.property(anyTime, (ms) => {
        const date = new Date(ms);
        const weekday = date.toUTCString().slice(0, 3);
        const first = new Date(0);
        first.setUTCFullYear(date.getUTCFullYear(), 0, 1);
        const day = Math.floor((ms - first.getTime()) / 86_400_000) + 1;
        expect(formatTime(ms, pattern('EEE DDD'))).toBe(`${weekday} ${String(day).padStart(3, '0')}`);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([-62_135_596_800_001, 253_402_300_800_000, 0.5, Number.NaN])('%d has no text', (ms) => {
    expect(formatTime(ms, iso)).toBe(null);
  });
});

describe('reading', () => {
  test.each([
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    'yyyyMMddHHmmssSSS',
    'dd/MMM/yyyy:HH:mm:ss.SSS Z',
    "SSS ss mm HH dd MM yyyy '!'",
  ])('%s reads what it prints', (text) => {
    fc.assert(
      fc.property(anyTime, (ms) => {
        expect(parseTime(formatTime(ms, pattern(text)) ?? '', pattern(text))).toBe(ms);
      }),
      { numRuns: 800 },
    );
  });

  test('every date that does not exist is refused, every one that does is read', () => {
    const days = pattern('yyyy-MM-dd');
    for (const year of [1900, 2000, 2014, 2016, 2100]) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const date = new Date(Date.UTC(year, month - 1, day));
          const isReal = month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && day >= 1;
          expect(parseTime(text, days), text).toBe(isReal ? date.getTime() : null);
        }
      }
    }
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseTime(text, iso)).toBe(null);
      }),
    );
  });
});

describe('patterns', () => {
  test.each([
    ['yyyy', ['yyyy']],
    ['yyyyMM', ['yyyy', 'MM']],
    ["'yyyy'", ['=yyyy']],
    ["''", ["='"]],
    ["'it''s' HH", ["=it's ", 'HH']],
    ['HH:mm', ['HH', '=:', 'mm']],
    ['😀HH', ['=😀', 'HH']],
  ])('%s', (text, expected) => {
    const parts = parseTimePattern(text)?.map((part) =>
      part.kind === 'text' ? `=${part.text}` : part.letters,
    );
    expect(parts).toEqual(expected);
  });

  test.each(['', 'yy', 'YYYY', 'M', 'MMMM', 'h', 'a', 'T', "'open", "HH'", 'ZZ', 'X'])(
    '%j is none',
    (text) => {
      expect(parseTimePattern(text)).toBeUndefined();
      expect(timePatternOf(text)).toBeUndefined();
    },
  );

  test.each<[string, boolean]>([
    ['yyyy-MM', true],
    ['yyyy yyyy', false],
    ['MM MMM', false],
    ['Z XXX', false],
    ['EEE dd', false],
    ['DDD', false],
    [':', false],
  ])('%s can be read by: %s', (text, expected) => {
    expect(isReadable(parseTimePattern(text) ?? [])).toBe(expected);
  });
});
