import { describe, expect, it } from 'vitest';
import { flume } from '../src/index.ts';
import cases from './golden/config-cases.json' with { type: 'json' };

const lens = flume.lens!;
describe('config cases', () => {
  it.each(cases)('$name', ({ text }) => {
    const { drawing, problems } = lens.get(text);
    if (problems.some((p) => p.severity === 'error')) return;
    const systems = Object.fromEntries(
      Object.entries(drawing.systems).map(([k, s]) => [k, { ...s, text: 't' }]),
    );
    const full = { ...drawing, systems, texts: { t: { language: 'x', content: text } } };
    expect(lens.put(full, 't')).toBe(text);
  });
});
