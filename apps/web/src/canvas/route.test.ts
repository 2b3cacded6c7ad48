import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointAlong, rateX, routeEdge, wordsX } from './route.ts';

const place = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
});

describe('the way of an edge', () => {
  it('is straight between ports that line up', () => {
    const { points, words, label } = routeEdge({ x: 0, y: 22 }, { x: 80, y: 22 });
    expect(points).toEqual([
      { x: 0, y: 22 },
      { x: 80, y: 22 },
    ]);
    expect(label).toEqual({ x: 40, y: 22 });
    expect(words.y).toBeLessThan(label.y);
  });

  it('goes from end to end at right angles and has the length it says', () => {
    fc.assert(
      fc.property(place, place, fc.integer({ min: 12, max: 60 }), (from, to, bend) => {
        const { points, length, path } = routeEdge(from, to, { bend });
        expect(points[0]).toEqual(from);
        expect(points.at(-1)).toEqual(to);
        expect(path).not.toContain('NaN');
        let sum = 0;
        for (let i = 1; i < points.length; i++) {
          const [a, b] = [points[i - 1], points[i]];
          if (!a || !b) continue;
          expect(Math.min(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeLessThan(1);
          sum += Math.hypot(a.x - b.x, a.y - b.y);
        }
        expect(length).toBeCloseTo(sum, 6);
        expect(pointAlong(points, 0)).toEqual(from);
        expect(pointAlong(points, length).x).toBeCloseTo(to.x, 6);
      }),
    );
  });

  it('leaves to the right and arrives from the left', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const { points } = routeEdge(from, to);
        const [, second] = points;
        const last = points.at(-2);
        expect(second?.x ?? 0).toBeGreaterThanOrEqual(from.x);
        expect(last?.x ?? 0).toBeLessThanOrEqual(to.x);
      }),
    );
  });

  it('goes back between the rows, clear of both nodes', () => {
    const from = { x: 1000, y: 100 };
    const to = { x: 0, y: 300 };
    const { points } = routeEdge(from, to, { below: 100, targetBelow: 80 });
    const back = points[2]?.y ?? 0;
    expect(back).toBeGreaterThan(from.y + 100);
    expect(back).toBeLessThan(to.y - 22);
  });
});

describe('the rate of an edge', () => {
  it('stands over the line, and under it where the way comes from above', () => {
    expect(routeEdge({ x: 0, y: 22 }, { x: 80, y: 22 }).rateSide).toBe('above');
    expect(routeEdge({ x: 0, y: 222 }, { x: 80, y: 22 }).rateSide).toBe('above');
    expect(routeEdge({ x: 0, y: 22 }, { x: 80, y: 222 }).rateSide).toBe('below');
  });

  it('keeps clear of the node the edge turns to', () => {
    const route = routeEdge({ x: 0, y: 22 }, { x: 64, y: 222 });
    expect(rateX(route, 20)).toBe(route.label.x);
    expect(rateX(route, 48) + 24).toBe(56);
    expect(rateX(routeEdge({ x: 0, y: 22 }, { x: 40, y: 22 }), 48)).toBe(20);
  });
});

describe('the words of an edge', () => {
  const bend = 52;

  it('stand across the way down and keep clear of the node it leads to', () => {
    const route = routeEdge({ x: 0, y: 22 }, { x: 88, y: 150 }, { bend });
    expect(route.wordsSide).toBe('across');
    expect(wordsX(route, 30)).toBe(52);
    expect(wordsX(route, 104) + 104 / 2).toBe(78);
  });

  it('keep clear of the node they come from when there is room', () => {
    const route = routeEdge({ x: 0, y: 22 }, { x: 208, y: 150 });
    expect(wordsX(route, 104) - 104 / 2).toBe(8);
  });

  it('stand beside the rate of an edge that goes back, so that those of the next row stay readable', () => {
    const route = routeEdge({ x: 1000, y: 100 }, { x: 0, y: 300 });
    expect(route.wordsSide).toBe('beside');
    expect(route.words.y).toBeLessThan(route.label.y);
    expect(wordsX(route, 500)).toBe(route.words.x);
  });
});
