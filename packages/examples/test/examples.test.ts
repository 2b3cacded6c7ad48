import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { check, compile, explain } from '@sluice/compiler';
import { createCatalog } from '@sluice/component';
import { type Box, parseFlow, printFlow } from '@sluice/flow';
import { flume } from '@sluice/flume';
import { spark } from '@sluice/spark';
import { storm } from '@sluice/storm';
import { describe, expect, test } from 'vitest';
import { examples } from '../src/index.ts';

const catalog = createCatalog([flume, storm, spark]);
const folder = new URL('../src/', import.meta.url);
const golden = new URL('./golden/', import.meta.url);

/** Compares with a golden file, or writes it when `UPDATE_GOLDEN=1`. */
function expectGolden(name: string, content: string): void {
  const file = new URL(name, golden);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, content);
  expect(content).toBe(readFileSync(file, 'utf8'));
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('every file is in the list, and the list covers each engine twice and a crossing', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.flow.json'));
  expect(examples.map((e) => `${e.id}.flow.json`).sort()).toEqual(files.sort());
  for (const engine of ['flume', 'storm', 'spark'] as const) {
    expect(examples.filter((e) => e.engines.includes(engine)).length).toBeGreaterThanOrEqual(2);
  }
  expect(examples.some((e) => e.engines.length > 1)).toBe(true);
});

describe.each(examples)('$id', ({ id, title, summary, flow }) => {
  test('reads, and prints back byte for byte', () => {
    const text = readFileSync(new URL(`${id}.flow.json`, folder), 'utf8');
    const reading = parseFlow(text);
    expect(reading.problems).toBeUndefined();
    expect(printFlow(flow)).toBe(text);
    expect(title).not.toBe('');
    expect(summary).toMatch(/\.$/);
  });

  test('compiles without a word', () => {
    expect(check(flow, { catalog })).toEqual([]);
  });

  test('means what it meant', () => {
    const { program } = compile(flow, { catalog, name: id });
    expectGolden(`${id}.ir.json`, `${JSON.stringify(program, null, 2)}\n`);
    expectGolden(`${id}.ir.txt`, program === undefined ? '' : explain(program));
  });

  test('nothing overlaps, and everything lies on the grid inside its system', () => {
    const boxes: Box[] = [];
    for (const [component, { type, system, host }] of Object.entries(flow.components)) {
      if (host !== undefined) continue;
      const place = flow.layout.components[component];
      const around = flow.layout.systems[system];
      expect(place, component).toBeDefined();
      expect(around, system).toBeDefined();
      if (place === undefined || around === undefined) continue;
      expect([place.x % 16, place.y % 16]).toEqual([0, 0]);
      const box: Box = { ...place, width: type.includes('.channel.') ? 216 : 208, height: 128 };
      expect(box.x).toBeGreaterThanOrEqual(around.x + 16);
      expect(box.y).toBeGreaterThanOrEqual(around.y + 46);
      expect(box.x + box.width).toBeLessThanOrEqual(around.x + around.width - 16);
      expect(box.y + box.height).toBeLessThanOrEqual(around.y + around.height - 8);
      for (const other of boxes) expect(overlap(box, other), component).toBe(false);
      boxes.push(box);
    }
    const systems = Object.values(flow.layout.systems);
    for (const [i, a] of systems.entries()) {
      for (const b of systems.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    }
  });

  test('starts by itself with numbers that move', () => {
    const types = Object.values(flow.components).map((c) => c.type);
    const own = types.some((t) => /\.(replay|seq)$/.test(t));
    // The classic agent waits for a person with netcat, as the guides have it.
    expect(own || id === 'classic-agent').toBe(true);
  });
});
