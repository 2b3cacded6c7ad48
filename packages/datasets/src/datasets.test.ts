import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasets, openDataset } from './index.ts';

/** SHA-256 of the first 10,000 lines under seed 1. A change here breaks every replay people have seen. */
const golden: { readonly [name: string]: string } = {
  'access-log': '48c9e07996accbd054300e3312d8065331ae1e6a696a3f2498142d5e02c3360c',
  sentences: 'f69966cb7e34e42a011610933cadca9e4ac75b1180970df361d291be4c9a3f78',
  tweets: 'f56ae9b9b417fa21f5a1e74a55078866518bce8dee12f99cf44d649db61bc5b7',
};

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

describe.each(datasets)('$name', ({ name, total, naturalRate }) => {
  const opened = openDataset(name, 1);

  it('is byte-identical for seed 1', () => {
    const hash = createHash('sha256').update(opened.lines(0, 10_000)).digest('hex');
    expect(hash).toBe(golden[name]);
  });

  it('differs for another seed', () => {
    expect(openDataset(name, 2).lines(0, 5)).not.toBe(opened.lines(0, 5));
  });

  it('holds at least a million records and says so', () => {
    expect(total).toBeGreaterThanOrEqual(1_000_000);
    expect(opened.total).toBe(total);
    expect(opened.naturalRate).toBe(naturalRate);
    expect(linesOf(opened.lines(total - 3, 3))).toHaveLength(3);
  });

  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: total - 200 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (from, k, rest) => {
          const whole = opened.lines(from, k + rest);
          expect(opened.lines(from, k) + opened.lines(from + k, rest)).toBe(whole);
          expect(linesOf(whole)).toHaveLength(k + rest);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('access-log', () => {
  const lines = linesOf(openDataset('access-log', 1).lines(0, 50_000));
  const pattern =
    /^(\d+\.\d+\.\d+\.\d+) - (\S+) \[(\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000)\] "(GET|POST) (\S+) HTTP\/1\.1" (\d{3}) (\d+|-) "([^"]*)" "([^"]+)"$/;
  const rows = lines.map((line) => pattern.exec(line));

  it('is in combined log format', () => {
    expect(lines.filter((_, i) => rows[i] === null)).toEqual([]);
  });

  it('has the usual mix of statuses', () => {
    const share = (status: string): number => rows.filter((r) => r?.[6] === status).length / rows.length;
    expect(share('200')).toBeCloseTo(0.87, 1);
    expect(share('304')).toBeGreaterThan(0.05);
    expect(share('404')).toBeGreaterThan(0.03);
    expect(share('500')).toBeGreaterThan(0.005);
  });

  it('has few popular pages and clients and many rare ones', () => {
    for (const column of [1, 5]) {
      const counts = frequencies(rows.map((r) => r?.[column] ?? ''));
      expect(counts.length).toBeGreaterThan(900);
      expect((counts[0] ?? 0) / rows.length).toBeGreaterThan(0.07);
      expect(sum(counts.slice(0, 100)) / rows.length).toBeGreaterThan(0.5);
    }
  });

  it('never goes back in time', () => {
    const far = linesOf(openDataset('access-log', 1).lines(1_500_000, 3000));
    const seconds = [...lines.filter((_, i) => i % 50 === 0), ...far].map((l) => {
      const stamp = pattern.exec(l)?.[3] ?? '';
      return Date.parse(stamp.replace(/^(\d+)\/(\w+)\/(\d+):/, '$1 $2 $3 '));
    });
    expect(seconds.every((s, i) => i === 0 || s >= (seconds[i - 1] as number))).toBe(true);
  });
});

describe('tweets', () => {
  interface Tweet {
    readonly text: string;
    readonly user: { readonly screen_name: string; readonly followers_count: number };
    readonly entities: {
      readonly hashtags: readonly { readonly text: string; readonly indices: [number, number] }[];
    };
  }
  const opened = openDataset('tweets', 1);
  const window = (from: number): Tweet[] =>
    linesOf(opened.lines(from, 12_000)).map((line) => JSON.parse(line) as Tweet);
  const top = (from: number): string[] => {
    const counts = new Map<string, number>();
    for (const tweet of window(from)) {
      for (const { text } of tweet.entities.hashtags) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 10)
      .map(([tag]) => tag);
  };

  it('points at its hashtags', () => {
    for (const tweet of window(0)) {
      for (const { text, indices } of tweet.entities.hashtags) {
        expect(tweet.text.slice(...indices)).toBe(`#${text}`);
      }
    }
  });

  it('is not only ASCII', () => {
    expect(window(0).some((t) => /[぀-ヿ]/u.test(t.text))).toBe(true);
    expect(window(0).some((t) => /\p{Extended_Pictographic}/u.test(t.text))).toBe(true);
  });

  it('has trends: the top of a minute changes, its head does not', () => {
    const tops = [0, 12_000, 24_000, 36_000].map(top);
    for (let i = 1; i < tops.length; i++) {
      const kept = (tops[i] as string[]).filter((tag) => tops[i - 1]?.includes(tag));
      expect(kept.length).toBeLessThan(10);
      expect(kept.length).toBeGreaterThan(3);
    }
    expect(new Set(tops.flat()).size).toBeGreaterThan(14);
    expect(tops.every((t) => t.includes('news'))).toBe(true);
  });

  it('has few authors many follow', () => {
    const followers = window(0)
      .map((t) => t.user.followers_count)
      .sort((a, b) => b - a);
    expect(followers[0]).toBeGreaterThan(100_000);
    expect(followers[Math.floor(followers.length / 2)]).toBeLessThan(5000);
  });
});

describe('sentences', () => {
  it('follows Zipf: the second word comes about half as often as the first', () => {
    const counts = frequencies(openDataset('sentences', 1).lines(0, 20_000).trim().split(/\s+/));
    expect(counts.length).toBeGreaterThan(3000);
    expect((counts[1] as number) / (counts[0] as number)).toBeGreaterThan(0.35);
    expect((counts[1] as number) / (counts[0] as number)).toBeLessThan(0.65);
  });
});

describe('openDataset', () => {
  it('names the known ones when it is asked for another', () => {
    expect(() => openDataset('nope', 1)).toThrow('There is no data set "nope". Known are access-log');
    expect(() => openDataset('toString', 1)).toThrow();
  });
});

function frequencies(values: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
